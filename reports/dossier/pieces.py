"""The pieces of a dossier, in order: title, template, what is read for it or why it is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from communes.models import Commune
from core.access import PlaceKind
from core.formats import join_and
from followup.reading import open_for, with_postponements
from followup.table import Line
from monitoring import aggregates
from monitoring.aggregates import Place
from monitoring.spans import Span
from planning.aggregates import total
from reports.dossier.piece import Piece
from reports.essential import paper
from reports.essential.issuing import why_not
from reports.partners import Partner, partners_of, signers
from reports.plan_rates import by_plan
from reports.quarterly import FINAL, NOT_OWED, charts, late_months, pairs

MOST_MEASURES = 150  # lines of the piece; a commune that has more reads them on the page of the follow-up
SEATS = 22  # lines of the attendance sheet, on one page with its two boxes
CHAIR = (("Le président de séance", "Nom\u00a0:"), ("Le secrétaire de séance", "Nom\u00a0:"))


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the dossier is about."""

    commune: Commune  # with its cercle, région and district
    span: Span
    partners: Sequence[Partner]

    @classmethod
    def of(cls, commune: Commune, span: Span) -> "Meeting":
        return cls(commune, span, partners_of(commune))


def sheet(meeting: Meeting) -> dict[str, Any] | str:
    """The essential sheet, as it is issued by itself."""
    return why_not(meeting.commune, meeting.span) or paper.body(meeting.commune, meeting.span)


def late_reports(meeting: Meeting) -> dict[str, Any] | str:
    """Each aire with what it owed, what came, what came late or not at all."""
    matrix = aggregates.completeness([p.aire for p in meeting.partners], meeting.span.months)
    owed = [[slot for slot in row.slots if slot.state not in NOT_OWED] for row in matrix.rows]
    if not any(owed):
        return "Aucun rapport mensuel n’était attendu pour ces mois."
    rows = [
        (partner, sum(s.state in {"valide", "recu"} for s in slots), len(slots), join_and(late))
        for partner, row, slots in zip(meeting.partners, matrix.rows, owed, strict=True)
        if (late := late_months(matrix, row))
    ]
    return {"rows": rows} if rows else "Tous les rapports attendus sont arrivés à temps."


def ten_figures(meeting: Meeting) -> dict[str, Any] | str:
    """The ten figures of the mayor's page, validated, each with its curve."""
    span, place = meeting.span, Place(PlaceKind.COMMUNE, meeting.commune.pk)
    figures = aggregates.figures(place, span.months, FINAL, mayor=True)
    drawn = charts(figures, span.last.year)
    if not drawn and all(figure.missing for figure in figures):
        return "Aucun rapport validé ne donne ces chiffres. Ce n’est pas zéro."
    return {
        "caption": "Les dix chiffres de la commune, données validées",
        "figures": figures,
        "charts": pairs(drawn),
        "span": span,
        "year": span.last.year,
        "last_year": span.last.year - 1,
    }


def plan_execution(meeting: Meeting) -> dict[str, Any] | str:
    """What is done of the plans of the year, aire by aire."""
    year = meeting.span.last.year
    rows = by_plan(meeting.commune, year)
    if not rows:
        return f"Aucun plan {year} approuvé dans les aires que la commune accueille."
    return {"rows": rows, "figures": total(figures for _, figures in rows), "year": year}


def open_measures(meeting: Meeting) -> dict[str, Any] | str:
    """What remains to be done, late first: of the commune and of the aires whose accounts it reads."""
    today = timezone.localdate()
    near = [p.aire.pk for p in meeting.partners if p.readable]
    rows = open_for(meeting.commune).filter(Q(aire=None) | Q(aire__in=near))
    counted = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    if not counted["all"]:
        return "Aucune mesure ouverte dans le suivi."
    lines = [Line(row, row.days_late(today), None) for row in with_postponements(rows)[:MOST_MEASURES]]
    left = counted["all"] - len(lines)
    return {"lines": lines, "count": counted["all"], "late": counted["late"], "left": left}


def attendance(meeting: Meeting) -> dict[str, Any] | str:
    """Who is expected by mandate, empty lines for the others, two boxes to sign."""
    expected = signers(meeting.commune, meeting.partners, timezone.localdate())
    return {
        "commune": meeting.commune,
        "expected": [(party.removeprefix("Pour "), person) for party, person in expected],
        "blank": range(len(expected) + 1, max(SEATS, len(expected) + 8) + 1),
        "signers": CHAIR,
    }


PIECES = (
    Piece("fiche", f"{paper.TITLE} ({paper.SYSTEM})", "paper/pieces/essential.html", sheet, "leaf"),
    Piece("retards", "Rapports en retard", "paper/pieces/late.html", late_reports),
    Piece("chiffres", "Les dix indicateurs et leurs courbes", "paper/pieces/figures.html", ten_figures),
    Piece("plans", "Exécution des plans", "paper/pieces/plans.html", plan_execution),
    Piece("mesures", "Mesures ouvertes", "paper/pieces/measures.html", open_measures),
    Piece("presence", "Feuille de présence", "paper/pieces/attendance.html", attendance),
)
