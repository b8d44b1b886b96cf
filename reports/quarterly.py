"""The quarterly partnership report of a commune: what stands on its pages, from validated figures only."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from communes.models import Commune
from conventions.models import Cam
from core.access import PlaceKind
from core.charts import Chart, Line, curve
from core.formats import HARD, MONTHS, MONTHS_SHORT, counted, de, join_and, moment
from core.months import Quarter
from core.svg import Sheet
from monitoring import aggregates
from monitoring.aggregates import Figure, Matrix, MatrixRow, OnWhat, Place
from planning.aggregates import Figures
from reports import finances
from reports.bonds import Bond, bonds, printed, with_commune
from reports.findings import findings
from reports.governed import Governed, governed
from reports.narrative.reading import Voices, voices_of
from reports.partners import Partner, partners_of, population_words, signers
from reports.plan_rates import printed_at

TITLE = "Rapport trimestriel de partenariat"
TEMPLATE = "paper/quarterly.html"
FINAL: OnWhat = "final"
NOT_OWED = ("pas_du", "ferme")
SECTIONS = (
    ("indicateurs", "1. Indicateurs"),
    ("rapports-recus", "2. Rapports reçus"),
    ("finances", "3. Finances"),
    ("plans", "4. Plans"),
    ("conventions", "5. Conventions"),
    ("decisions", "6. Réunions et décisions"),
    ("paroles", "7. Ce que disent les parties"),
    ("signatures", "8. Signatures"),
)
CURVE = Sheet(420, 164)  # five rows of two curves on a page and a half


@dataclass(frozen=True, slots=True)
class Edition:
    """Which paper this is: its number, the moment the data was read, who asked."""

    number: str
    data_cutoff_at: datetime
    asked_by: str  # « Binta Sidibé » or « le calendrier »


def number_of(commune: Commune, quarter: Quarter, edition: int) -> str:
    """« RTP-2026-T3-ML020201-1 »."""
    return f"RTP-{quarter.code}-{commune.code}-{edition}"


def quarter_words(quarter: Quarter) -> str:
    """« 3e trimestre 2026, juillet à septembre »."""
    first, *_, last = quarter.months
    span = f"{MONTHS[first.number - 1]} à {MONTHS[last.number - 1]}"
    return f"{quarter.words}, {span}"


def context(commune: Commune, quarter: Quarter, edition: Edition) -> dict[str, Any]:
    """Everything the paper prints. ``commune`` comes with its cercle, région and district."""
    place = Place(PlaceKind.COMMUNE, commune.pk)
    partners = partners_of(commune)
    figures = aggregates.figures(place, quarter.months, FINAL, mayor=True)
    matrix = aggregates.completeness([p.aire for p in partners], quarter.months)
    accounts = finances.accounts(partners, quarter.months)
    plans = printed_at(commune, quarter.year, quarter.number)
    boxes = _in_lines(signers(commune, partners, timezone.localdate()))
    cutoff = timezone.localtime(edition.data_cutoff_at)
    organs = governed(commune, partners, quarter, cutoff.date())
    conventions = bonds(with_commune(commune, partners), Cam.objects.all(), cutoff.date(), quarter.year)
    voices = voices_of(commune, quarter)
    return {
        "doc_title": TITLE,
        "place_line": f"Commune {de(commune.name)} · {quarter_words(quarter)}",
        "author": f"Commune {de(commune.name)}",
        "stamp": f"n° {edition.number} · projet soumis à signature · établi le {moment(cutoff)}",
        "fictitious": settings.DEMO,
        "state": "Projet soumis à signature",
        "above": f"Région {de(commune.cercle.region.name)}, cercle {de(commune.cercle.name)}",
        "number": edition.number,
        "commune": commune,
        "quarter": quarter,
        "asked_by": edition.asked_by,
        "cutoff": edition.data_cutoff_at,
        "facts": _facts(commune, quarter, edition, partners, matrix),
        "keep": [*findings(figures, matrix), *organs.findings()],
        "figures": figures,
        "last_year": quarter.year - 1,
        "this_quarter": f"T{quarter.number} {quarter.year}",
        "last_quarter": f"T{quarter.number} {quarter.year - 1}",
        "charts": pairs(charts(figures, quarter.year)),
        "months": [MONTHS[month.number - 1] for month in quarter.months],
        "completeness": list(zip(partners, matrix.rows, strict=True)),
        "late": late_words(matrix),
        "money": finances.sheets(accounts),
        "plans": plans,
        "bonds": conventions,
        "governed": organs,
        "voices": voices,
        "unread": [p for p in partners if not p.readable],
        "signers": boxes,
        "many_signers": len(boxes) > 2,
        "fingerprint": fingerprint(
            edition.number,
            figures,
            matrix,
            accounts,
            plans,
            organs=organs,
            voices=voices,
            conventions=conventions,
        ),
    }


def _facts(
    commune: Commune, quarter: Quarter, edition: Edition, partners: Sequence[Partner], matrix: Matrix
) -> list[tuple[str, str | SafeString]]:
    near = [p for p in partners if p.readable]
    asaco = "l’ASACO" if len(near) == 1 else f"les {len(near)} ASACO"
    states = [slot.state for row in matrix.rows for slot in row.slots if slot.state not in NOT_OWED]
    validated = states.count("valide")
    received = validated + states.count("recu")
    return [
        ("Numéro", edition.number),
        ("Parties", join_and([f"la commune {de(commune.name)}", asaco, f"le {commune.district.csref_name}"])),
        ("Aires de santé", join_and([p.label for p in partners]) or "aucune aire de santé connue"),
        ("Population de la commune", population_words(commune, quarter.year)),
        (
            "Rapports mensuels",
            f"{received} reçus sur {len(states)} attendus, {validated} validés par le CSRéf",
        ),
        ("Données arrêtées au", moment(timezone.localtime(edition.data_cutoff_at))),
        ("Contenu", _contents()),
    ]


def _contents() -> SafeString:
    """The sections, each with the page it begins on (the style sheet counts it)."""
    links = format_html_join(" · ", '<a href="#{}">{}</a>', SECTIONS)
    return format_html('<span class="toc">{}</span>', links)


def pairs(found: Sequence[Chart]) -> list[Sequence[Chart]]:
    """Two curves side by side on a line of the sheet."""
    return [found[i : i + 2] for i in range(0, len(found), 2)]


def _in_lines(boxes: Sequence[tuple[str, str]]) -> list[Sequence[tuple[str, str]]]:
    """Boxes to sign, at most three a line, the lines as even as can be: four make two and two."""
    lines = -(-len(boxes) // 3)
    each = -(-len(boxes) // lines)
    return [boxes[i : i + each] for i in range(0, len(boxes), each)]


def charts(figures: Sequence[Figure], year: int) -> list[Chart]:
    """One curve a figure that has at least one point: this year, last year, the target."""
    return [
        _chart(figure, year) for figure in figures if any(point.value is not None for point in figure.history)
    ]


def _chart(figure: Figure, year: int) -> Chart:
    this = [p.value for p in figure.history if p.month.year == year]
    last = [p.value for p in figure.history if p.month.year == year - 1]
    title = f"{figure.label}, par mois, {year} et {year - 1}"
    drawing = curve(
        title,
        MONTHS_SHORT,
        Line(str(year), this),
        Line(str(year - 1), last),
        target=figure.target,
        decimals=figure.decimals,
        sheet=CURVE,
    )
    return Chart(figure.label, drawing, note=f"en {figure.unit_text}" if figure.unit_text else HARD)


def late_words(matrix: Matrix) -> list[str]:
    """« Samakélé : août (12 jours de retard), septembre (non reçu) », one sentence an aire that was late."""
    late = ((row, late_months(matrix, row)) for row in matrix.rows)
    return [f"{row.aire.name}{HARD}: {join_and(parts)}" for row, parts in late if parts]


def late_months(matrix: Matrix, row: MatrixRow) -> list[str]:
    """« août (12 jours de retard) », « septembre (non reçu) »: what one aire sent late or not at all."""
    parts = []
    for month, slot in zip(matrix.months, row.slots, strict=True):
        name = MONTHS[month.number - 1]
        if slot.state in {"non_recu", "renvoye"}:
            parts.append(f"{name} ({slot.word})")
        elif slot.timely is False:
            parts.append(f"{name} ({counted(slot.days_late, 'jour', 'jours')} de retard)")
    return parts


def fingerprint(
    number: str,
    figures: Sequence[Figure],
    matrix: Matrix,
    accounts: Sequence[finances.Account],
    plans: Figures,
    *,
    organs: Governed,
    voices: Voices,
    conventions: Sequence[Bond],
) -> str:
    """A sha256 of what is printed: figures, counts, amounts, plans, meetings, texts; the file has its own."""
    data = {
        "organs": organs.printed(),
        "voices": voices.printed(),
        "conventions": printed(conventions),
        "plans": [plans.cost, plans.sought, plans.paid, str(plans.physical)],
        "number": number,
        "figures": [
            [f.code, str(f.value), f.target_text, str(f.last_year_value), f.n, f.expected] for f in figures
        ],
        "completeness": [[row.aire.code, [slot.state for slot in row.slots]] for row in matrix.rows],
        "money": [
            [a.partner.aire.code, [None if m is None else dict(sorted(m.items())) for m in a.months]]
            for a in accounts
        ],
    }
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
