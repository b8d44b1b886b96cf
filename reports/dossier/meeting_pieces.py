"""The pieces of the dossier of a meeting, in order: as whoever reads it from outside the organ sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from communes.models import Commune, District, Region
from concertation.agenda import earlier
from concertation.effects import approved_words
from concertation.models import Meeting
from concertation.reading import agenda_of, attendance_of, corrections_of, earlier_decisions, interests_of
from conventions.models import Cam
from core.access import Scope
from cscom.models import Aire
from mandates.organs.reading import organ_on
from monitoring import aggregates
from monitoring.places import COUNTRY, Place
from monitoring.spans import QUARTER, TWELVE, Span, chosen, last_due, spans
from planning.aggregates import total
from reports import finances
from reports.bonds import bonds, of_aire, with_commune
from reports.dossier.piece import Piece
from reports.dossier.pieces import CHAIR
from reports.essential import paper
from reports.essential.issuing import why_not
from reports.partners import Partner, partners_of
from reports.plan_rates import by_plan
from reports.quarterly import FINAL, charts, pairs

OUTSIDE = Scope()  # an internal item is printed for nobody: its members read it on its page
WHOLE = 10_000  # an aire, in ten-thousandths
BLANK = 8  # lines written by hand
MOST_PLANS = 40  # lines of the piece; beyond, their totals alone


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the dossier is about: a meeting of ``located()``, the one before, the months of its figures."""

    meeting: Meeting
    previous: Meeting | None
    span: Span
    quarter: Span

    @classmethod
    def of(cls, meeting: Meeting) -> "Sitting":
        """The twelve months last due before it; the last quarter among them, for accounts."""
        choices = spans(last_due(min(meeting.day, timezone.localdate())))
        before = earlier(meeting).order_by("-held_on", "-pk").select_related("scan").first()
        if before:
            before.organ = meeting.organ
        return cls(meeting, before, chosen(TWELVE, choices), chosen(QUARTER, choices))

    @property
    def partners(self) -> Sequence[Partner]:
        """The aires whose accounts are read: of its commune, or its own."""
        place = self.meeting.organ.place
        if isinstance(place, Commune):
            return partners_of(place)
        return [Partner(place, WHOLE, hosted=True, readable=True)] if isinstance(place, Aire) else []


Answer = dict[str, Any] | str


def convocation(about: Sitting) -> Answer:
    """To whom it is addressed: the seats called, else those who hold a seat that day."""
    meeting = about.meeting
    called = [(one["name"], one["words"]) for one in meeting.called]
    if not called:
        lines = organ_on(meeting.organ, meeting.day).lines
        called = [(str(line.hold.person) if line.hold else "", line.seat.words) for line in lines]
    return {"meeting": meeting, "called": called}


def agenda(about: Sitting) -> Answer:
    """Its items, in order."""
    points = agenda_of(about.meeting, OUTSIDE)
    return {"points": points} if points else "Aucun point n’est encore inscrit."


def previous_minutes(about: Sitting) -> Answer:
    """What the meeting before said and decided."""
    if about.previous is None:
        return "Aucune réunion de cet organe n’a encore été tenue ici."
    return _minutes(about.previous)


def _minutes(meeting: Meeting) -> dict[str, Any]:
    points = agenda_of(meeting, OUTSIDE)
    shown = {point.item.pk for point in points if not point.hidden}
    decisions = [one for point in points if not point.hidden for one in point.decisions]
    return {
        "meeting": meeting,
        "words": approved_words(meeting),
        "sheet": attendance_of(meeting),
        "points": points,
        "decisions": decisions,
        "interests": interests_of(decisions),
        "corrections": [
            one
            for one in corrections_of(meeting)
            if (one.item_id or (one.decision and one.decision.item_id)) in shown
        ],
    }


def suspended(about: Sitting) -> Answer:
    """Decisions of earlier meetings that remain to be done, late commitments of conventions, late first."""
    rows = sorted(earlier_decisions(about.meeting, OUTSIDE), key=lambda row: row["due_on"])
    if not rows:
        return "Aucune décision des réunions d’avant n’est en suspens."
    dated = [{**row, "day": date.fromisoformat(row["due_on"])} for row in rows]
    promised = sum(bool(row["of"]) for row in rows)
    return {
        "rows": dated,
        "decided": len(rows) - promised,
        "promised": promised,
        "late": sum(row["late"] > 0 for row in rows),
    }


def sheet(about: Sitting) -> Answer:
    """The essential sheet of its commune, as it is issued by itself."""
    organ = about.meeting.organ
    if organ.commune_id is None:
        return "La fiche essentielle est celle d’une commune\u00a0: cet organe n’est pas celui d’une commune."
    commune = Commune.objects.select_related("cercle__region", "district").get(pk=organ.commune_id)
    return why_not(commune, about.span) or paper.body(commune, about.span)


def curves(about: Sitting) -> Answer:
    """The ten figures of its place, validated, each with its curve."""
    span, organ = about.span, about.meeting.organ
    where = Place(organ.place_kind, organ.place.pk) if organ.place else COUNTRY
    figures = aggregates.figures(where, span.months, FINAL, mayor=True)
    drawn = charts(figures, span.last.year)
    if not drawn and all(figure.missing for figure in figures):
        return "Aucun rapport validé ne donne ces chiffres. Ce n’est pas zéro."
    return {
        "caption": f"Les dix chiffres, données validées, {span.words}",
        "figures": figures,
        "charts": pairs(drawn),
        "span": span,
        "year": span.last.year,
        "last_year": span.last.year - 1,
    }


def plan_execution(about: Sitting) -> Answer:
    """What is done of the plans of the year at its place."""
    year, where = about.span.last.year, about.meeting.organ.place
    if not isinstance(where, Aire | Commune | District | Region):
        return "Les plans se lisent par aire, commune, district ou région."
    rows = by_plan(where, year)
    if not rows:
        return f"Aucun plan {year} approuvé dans ce lieu."
    shown = rows if len(rows) <= MOST_PLANS else []
    return {"rows": shown, "figures": total(figures for _, figures in rows), "year": year}


def conventions(about: Sitting) -> Answer:
    """What binds its place: a commune with the ASACO of its aires, an aire with the communes it touches."""
    where, today = about.meeting.organ.place, timezone.localdate()
    if isinstance(where, Commune):
        pairs = with_commune(where, about.partners)
    elif isinstance(where, Aire):
        pairs = of_aire(where)
    else:
        return "Les conventions se lisent commune par commune, aire par aire."
    if not pairs:
        return "Aucune aire de santé n’est connue dans cette commune."
    year = about.span.last.year
    return {"bonds": bonds(pairs, Cam.objects.all(), today, year), "year": year}


def accounts(about: Sitting) -> Answer:
    """The money of its aires, side by side, from validated months."""
    partners = about.partners
    if not partners:
        return "Les comptes des ASACO se lisent commune par commune."
    found = finances.accounts(partners, about.quarter.months)
    if not any(account.validated for account in found):
        return f"Aucun mois validé ne donne ces comptes, {about.quarter.words}. Ce n’est pas zéro."
    return {
        "words": about.quarter.words,
        "money": finances.sheets(found),
        "unread": [partner for partner in partners if not partner.readable],
    }


def attendance(about: Sitting) -> Answer:
    """Who came; before the meeting, who is expected, with boxes to sign and empty lines."""
    meeting = about.meeting
    if meeting.held_on:
        came = attendance_of(meeting)
        rows = [(row.name, row.function, _came(row)) for row in came.rows]
        return {"meeting": meeting, "rows": rows, "words": came.quorum_words, "signers": CHAIR}
    lines = organ_on(meeting.organ, meeting.planned_on).lines
    rows = [(str(line.hold.person) if line.hold else "", line.seat.words, "") for line in lines]
    return {"meeting": meeting, "rows": rows, "blank": range(BLANK), "signers": CHAIR}


def _came(row: Any) -> str:
    return f"{row.get_status_display()} par {row.proxy}" if row.proxy else row.get_status_display()


def minutes(about: Sitting) -> Answer:
    """Its minutes as they stand; before the meeting, their lines to write by hand."""
    meeting = about.meeting
    if meeting.held_on:
        return _minutes(meeting) | {"signers": CHAIR}
    return {
        "meeting": meeting,
        "points": agenda_of(meeting, OUTSIDE),
        "blank": range(BLANK),
        "signers": CHAIR,
    }


PARTS = "paper/pieces"
PIECES: tuple[Piece[Sitting], ...] = (
    Piece("convocation", "Convocation", f"{PARTS}/convocation.html", convocation),
    Piece("ordre-du-jour", "Ordre du jour", f"{PARTS}/agenda.html", agenda),
    Piece("pv-precedent", "PV de la réunion d’avant", f"{PARTS}/minutes.html", previous_minutes),
    Piece("suspens", "Décisions en suspens", f"{PARTS}/suspended.html", suspended),
    Piece("fiche", f"{paper.TITLE} ({paper.SYSTEM})", f"{PARTS}/essential.html", sheet, "leaf"),
    Piece("courbes", "Les dix indicateurs et leurs courbes", f"{PARTS}/figures.html", curves),
    Piece("plans", "Exécution des plans", f"{PARTS}/plans.html", plan_execution),
    Piece("conventions", "Conventions (CAM)", f"{PARTS}/bonds.html", conventions),
    Piece("finances", "Finances des ASACO", f"{PARTS}/money.html", accounts),
    Piece("presence", "Feuille de présence", f"{PARTS}/seats.html", attendance),
    Piece("pv", "PV de la réunion", f"{PARTS}/minutes.html", minutes),
)
BY_CODE = {piece.code: piece for piece in PIECES}
