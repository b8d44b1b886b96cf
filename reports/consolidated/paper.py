"""The consolidated report of a district or of a région: what stands on its pages."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from communes.models import Region
from core.formats import moment
from core.months import Quarter
from reports.consolidated.gathering import Gathered, gathered
from reports.consolidated.wide import Wide, name_of
from reports.consolidated.words import boxes, keep, parts_words, people_words, rate_words, tally_words
from reports.models import Document
from reports.quarterly import Edition, charts, pairs, quarter_words

TITLE = "Rapport trimestriel consolidé"
TEMPLATE = "paper/consolidated.html"
SECTIONS = (
    ("indicateurs", "1. Indicateurs"),
    ("lieux", "2. Les lieux côte à côte"),
    ("finances", "3. Finances et plans"),
    ("organes", "4. Réunions et décisions"),
    ("rapports", "5. Rapports des communes"),
    ("signatures", "6. Signatures"),
)


def number_of(place: Wide, quarter: Quarter, edition: int) -> str:
    """« RTC-2026-T3-ML02D01-1 »."""
    return f"RTC-{quarter.code}-{place.code}-{edition}"


def title_of(place: Wide, quarter: Quarter) -> str:
    """As the register keeps it."""
    return f"{TITLE}, {name_of(place)}, {quarter_words(quarter)}"


def context(place: Wide, quarter: Quarter, edition: Edition) -> dict[str, Any]:
    """Everything the paper prints. A district comes with its région."""
    today = timezone.localdate()
    found = gathered(place, quarter, today)
    cutoff, name = timezone.localtime(edition.data_cutoff_at), name_of(place)
    signs = boxes(place, found.within, today)
    return {
        "doc_title": TITLE,
        "place_line": f"{name[:1].upper()}{name[1:]} · {quarter_words(quarter)}",
        "author": f"{name[:1].upper()}{name[1:]}",
        "stamp": f"n° {edition.number} · projet soumis à signature · établi le {moment(cutoff)}",
        "fictitious": settings.DEMO,
        "state": "Projet soumis à signature",
        "above": "" if isinstance(place, Region) else name_of(place.region),
        "number": edition.number,
        "asked_by": edition.asked_by,
        "cutoff": edition.data_cutoff_at,
        "facts": _facts(found, quarter, edition),
        "keep": keep(found),
        "found": found,
        "place": place,
        "of_region": found.within.region,
        "figures": found.figures,
        "charts": pairs(charts(found.figures, quarter.year)),
        "year": quarter.year,
        "last_year": quarter.year - 1,
        "this_quarter": f"T{quarter.number} {quarter.year}",
        "last_quarter": f"T{quarter.number} {quarter.year - 1}",
        "reports": reports(found),
        "attendance": rate_words(found.record.attendance),
        "signers": signs,
        "many_signers": len(signs) > 2,
        "fingerprint": fingerprint(edition.number, found),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A commune with its report in force, or none; ``district``: a district before its communes."""

    name: str
    paper: Document | None
    district: bool = False


def reports(found: Gathered) -> list[Row]:
    """The communes by name; of a région, under their districts."""
    rows: list[Row] = []
    for line in found.lines:
        rows.append(Row(line.part.name, line.paper, found.within.region))
        if found.within.region:
            mine = [one for one in found.within.communes if one.district_id == line.part.pk]
            rows += [Row(one.name, found.papers.get(one.pk)) for one in mine]
    return rows


def _facts(found: Gathered, quarter: Quarter, edition: Edition) -> list[tuple[str, str | SafeString]]:
    within = found.within
    aires = f"{len(within.aires)} aires de santé" if len(within.aires) != 1 else "1 aire de santé"
    holds = [parts_words(within, len(within.parts))]
    if within.region:
        communes = len(within.communes)
        holds.append(f"{communes} communes" if communes != 1 else "1 commune")
    return [
        ("Numéro", edition.number),
        ("Réunit", ", ".join([*holds, aires])),
        ("Population", people_words(within, quarter.year)),
        ("Rapports mensuels", tally_words(found.tally)),
        ("Données arrêtées au", moment(timezone.localtime(edition.data_cutoff_at))),
        ("Contenu", _contents()),
    ]


def _contents() -> SafeString:
    """The sections, each with the page it begins on (the style sheet counts it)."""
    links = format_html_join(" · ", '<a href="#{}">{}</a>', SECTIONS)
    return format_html('<span class="toc">{}</span>', links)


def fingerprint(number: str, found: Gathered) -> str:
    """A sha256 of what is printed: number, figures, counts, amounts, plans, meetings, papers."""
    data = [
        number,
        [
            [f.code, str(f.value), f.target_text, str(f.last_year_value), f.n, f.expected]
            for f in found.figures
        ],
        [
            [
                line.part.code,
                [[f.code, str(f.value), f.n] for f in line.figures],
                str(line.tally),
                str(line.purse),
                str(line.plans),
                str(line.record),
                line.paper.number if line.paper else "",
            ]
            for line in found.lines
        ],
        [str(found.tally), str(found.purse), str(found.money), str(found.plans), str(found.own)],
        [[pk, paper.number] for pk, paper in sorted(found.papers.items())],
    ]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
