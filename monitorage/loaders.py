"""Aires, sessions, people of a page of the monitorage, within reach: 404 otherwise."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access import Action, Scope
from core.months import Semester
from cscom.models import Aire
from mandates.models import Mandate
from monitorage.models import Session


def aire_at(scope: Scope, code: str) -> Aire:
    """An aire whose sessions this reader sees."""
    aires = Aire.objects.within(scope.reach(Action.MONITORAGE_SEE)).located()
    aire: Aire = get_object_or_404(aires.select_related("host_commune__cercle__region"), code=code)
    return aire


def session_at(scope: Scope, code: str, semester: str) -> Session:
    """One session of such an aire."""
    half = semester_of(semester)
    sessions = Session.objects.within(scope.reach(Action.MONITORAGE_SEE)).located()
    return get_object_or_404(sessions, aire__code=code, year=half.year, half=half.number)


def semester_of(code: str) -> Semester:
    """« 2026-S1 » of an address. Raises 404."""
    try:
        return Semester.parse(code)
    except ValueError as error:
        raise Http404(str(error)) from error


def people_of(aire: Aire) -> list[Mandate]:
    """Who may be given a measure: people of the aire, of its host, of its district, today (one query)."""
    around = Q(aire=aire) | Q(commune=aire.host_commune_id) | Q(district=aire.district_id)
    mandates = Mandate.objects.in_force().filter(around).with_places()
    return list(mandates.order_by("person__last_name", "person__first_name", "pk"))
