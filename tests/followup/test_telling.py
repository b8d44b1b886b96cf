"""The owner is told when a line is given, when it is late: once for each fact."""

from datetime import date

import pytest

from core.workflow import Refusal
from followup.models import Followup, State
from followup.reading import late_seen, of_origin, open_for
from followup.tasks import tell_late
from followup.updating import Said, update
from notices.models import Notice
from tests.cast import Cast
from tests.followup.conftest import ORIGIN, Make

pytestmark = pytest.mark.django_db


def told(cast: Cast, name: str) -> list[str]:
    return list(
        Notice.objects.filter(person=cast.person_of(name)).order_by("pk").values_list("text", flat=True)
    )


def test_the_owner_is_told_of_what_is_given(make: Make, everybody: Cast) -> None:
    line = make()
    assert told(everybody, "awa") == ["À faire par vous avant le 15 juin 2026 au soir\u00a0: Réparer la moto"]
    assert Notice.objects.get().url == f"/suivi/{line.pk}/"


def test_nobody_tells_oneself(make: Make, everybody: Cast) -> None:
    make(by=everybody.person_of("awa").pk)
    assert told(everybody, "awa") == []


def test_late_is_told_once_a_due_date(make: Make, everybody: Cast) -> None:
    line = make()
    Notice.objects.all().delete()
    assert [tell_late(), tell_late()] == [1, 0]
    assert told(everybody, "awa") == [
        "En retard, attendu le 15 juin 2026\u00a0: Réparer la moto. Dites où vous en êtes."
    ]
    fresh = Followup.objects.located().get(pk=line.pk)
    update(fresh, Said(State.ONGOING, date(2026, 10, 1), "Un délai"), everybody.scope_of("awa"), version=0)
    assert [tell_late(), tell_late()] == [1, 0]  # the second of October: late again, of another date
    assert len(told(everybody, "awa")) == 2


def test_what_is_done_or_not_due_or_nobody_s_is_not_told(make: Make, everybody: Cast) -> None:
    make(due_on=date(2026, 10, 2))
    make(owner=None, owner_words="le bureau")
    done = make()
    update(done, Said(State.DONE, done.due_on), everybody.scope_of("awa"), version=0)
    assert tell_late() == 0


def test_what_a_place_still_owes(make: Make, everybody: Cast) -> None:
    here = everybody.territory
    make("Ancienne")
    make("De ce jour", taken_on=date(2026, 7, 20), due_on=date(2026, 9, 1))
    make("D’à côté", place=here.second_aire, due_on=date(2026, 12, 1))
    make("Du district", place=here.district, due_on=date(2026, 12, 2))
    done = make("Faite")
    update(done, Said(State.DONE, done.due_on), everybody.scope_of("awa"), version=0)

    def texts(place: object, **more: date) -> list[str]:
        return [line.text for line in open_for(place, **more)]  # type: ignore[arg-type]

    assert texts(here.aire) == ["Ancienne", "De ce jour"]
    assert texts(here.aire, taken_before=date(2026, 7, 20)) == ["Ancienne"]
    assert texts(here.host) == ["Ancienne", "De ce jour", "D’à côté"]
    assert texts(here.neighbour) == ["Ancienne", "De ce jour"]
    assert texts(here.district) == ["Ancienne", "De ce jour", "D’à côté", "Du district"]
    late = late_seen(everybody.scope_of("kadia"))
    assert (late.count, late.oldest) == (2, date(2026, 6, 15))
    assert of_origin(ORIGIN.kind, ORIGIN.url).count() == 5


def test_a_due_date_before_the_promise_is_refused(make: Make) -> None:
    with pytest.raises(Refusal, match="avant l’engagement"):
        make(due_on=date(2026, 1, 1))
