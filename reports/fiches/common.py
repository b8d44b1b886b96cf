"""The pieces that the pages of a commune, of a CSCOM, of an ASACO share."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from asaco.officers import Officer
from communes.models import Commune
from concertation.enums import COMING, TOOK_PLACE
from concertation.models import Meeting
from conventions.models import Cam
from core.access import Action, PlaceKind, Scope
from core.months import Month
from cscom.models import Aire
from followup.models import OPEN, Followup
from monitoring import aggregates
from monitoring.board import COUNTED
from monitoring.league import KEY_FIGURES, RECEIVED
from monitoring.spans import Span
from reports.bonds import Pair, board_of, bonds
from reports.essential.governance import meeting_items
from reports.essential.organs import Kept, Lived
from reports.fiches.block import Block, first
from reports.models import Document

ORGANS, PROMISES, HELD, PAPERS, BONDS = 6, 3, 2, 3, 4  # rows that one A4 holds
Here = Commune | Aire


def kind_of(place: Here) -> PlaceKind:
    return PlaceKind.COMMUNE if isinstance(place, Commune) else PlaceKind.AIRE


def asked(name: str, **words: str) -> str:
    """« /organes/?aire=ML02 »."""
    return reverse(name) + (f"?{urlencode(words)}" if words else "")


def people(
    scope: Scope, place: Here, title: str, officers: Callable[[], Sequence[Officer]], lived: Lived
) -> Block:
    """Who runs it: functions by mandate, organs with who presides. One query, none when it is not read.

    ``lived``: what was read of the organs; an ASACO's officers are read with its register.
    """
    where = place.where()
    named = scope.may(Action.ORGAN_SEE if isinstance(place, Commune) else Action.ASACO_SEE, where)
    if not named and not lived.seats:
        return Block("people", title, None)
    organs, left = first(lived.seats, ORGANS)
    data = {"officers": officers() if named else [], "organs": organs, "left": left}
    kind = kind_of(place)
    doors = [("Tous les organes, leurs sièges", asked("organ_list", **{kind.value: place.code}))]
    return Block("people", title, data, doors if scope.may(Action.ORGAN_SEE) else ())


def health(scope: Scope, place: Here, span: Span) -> Block:
    """The figures that compare aires, as every page gives them. Four queries, one for targets."""
    where, kind = place.where(), kind_of(place)
    title = "Comment va la santé"
    if not scope.may(Action.TOTALS_SEE, where):
        return Block("health", title, None)
    on = aggregates.on_what(scope, where)

    def link(code: str) -> str:
        return reverse(f"indicator_{kind.value}", args=[place.code, code])

    codes = {*KEY_FIGURES, RECEIVED}
    found = aggregates.figures(aggregates.place_of(place), span.months, on, codes=codes, link=link)
    data = {"figures": found, "span": span, "counted": COUNTED[on], "guarded": on == "guarded"}
    doors = [("Tous les chiffres", reverse(f"figures_{kind.value}", args=[place.code]))]
    return Block("health", title, data, doors)


def promises(scope: Scope, place: Here) -> Block:
    """What is promised at the place and still open, the oldest due first, late or not. Two queries."""
    today = timezone.localdate()
    lines = Followup.objects.visible_to(scope).at(kind_of(place), place.pk)
    late = Q(state__in=OPEN, due_on__lt=today)
    counts = lines.aggregate(open=Count("pk", Q(state__in=OPEN)), late=Count("pk", late))
    title = "Ce qui est promis"
    if not counts["open"] and not scope.may(Action.FOLLOWUP_SEE, place.where()):
        return Block("promises", title, None)
    shown = lines.open().select_related("owner").order_by("due_on", "pk")[:PROMISES]
    rows = [(row, row.days_late(today)) for row in shown]
    doors = [("Tout le suivi", asked("followup_list", lieu=place.code))]
    return Block("promises", title, {"rows": rows, **counts}, doors)


def conventions(scope: Scope, place: Here, pairs: Callable[[], Sequence[Pair]]) -> Block:
    """What binds a commune and the ASACO of its aires, what each party says is kept. Four queries."""
    title = "Les conventions"
    if not scope.may(Action.CAM_SEE, place.where()):
        return Block("conventions", title, None)
    today = timezone.localdate()
    every = bonds(pairs(), Cam.objects.visible_to(scope), today, today.year)
    shown, left = first(every, BONDS)
    data = {"bonds": shown, "left": left, "board": board_of(every), "year": today.year}
    doors = [("Toutes les conventions", asked("cam_list", **{kind_of(place).value: place.code}))]
    return Block("conventions", title, data, doors)


def meetings(scope: Scope, place: Here, kept: Kept, lived: Lived) -> Block:
    """The next meeting of its organs, the last ones, what twelve months were worth. Two queries."""
    title = "Les réunions"
    if not kept.met and not scope.may(Action.MEETING_SEE, place.where()):
        return Block("meetings", title, None)
    seen = Meeting.objects.filter(organ__in=[organ.pk for organ in kept.met])
    seen = seen.select_related("organ", "organ__commune", "organ__aire")
    today = timezone.localdate()
    data = {
        "coming": seen.filter(state__in=COMING, planned_on__gte=today).order_by("planned_on", "pk").first(),
        "held": list(seen.filter(state__in=TOOK_PLACE).order_by("-held_on", "-pk")[:HELD]),
        "items": meeting_items(lived) if kept.met else [],
        "here": kept.here,
    }
    return Block("meetings", title, data, [("Toutes les réunions", reverse("meeting_list"))])


def papers(scope: Scope, place: Here) -> Block:
    """What was issued of the place, of its meetings: the latest first. One query."""
    title = "Les documents établis"
    found = Document.objects.visible_to(scope).filter(about(place)).placed()
    rows = list(found.order_by("-issued_at", "-pk")[:PAPERS])
    if not rows and not scope.may(Action.DOCUMENT_SEE, place.where()):
        return Block("papers", title, None)
    kind = {"commune": place.code} if isinstance(place, Commune) else {}
    return Block("papers", title, {"rows": rows}, [("Tous les documents", asked("document_list", **kind))])


def about(place: Here) -> Q:
    """Documents of a commune, of its organs; of an aire: of its plans, conventions, organs."""
    if isinstance(place, Commune):
        return Q(commune=place) | Q(meeting__organ__commune=place)
    return Q(plan__aire=place) | Q(cam__aire=place) | Q(meeting__organ__aire=place)


def year_until(month: Month) -> list[Month]:
    """The twelve months that end with ``month``."""
    return (month - 11).until(month)
