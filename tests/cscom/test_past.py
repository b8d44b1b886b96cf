"""What an aire was until a day is kept before it moves, whoever moves it."""

from datetime import date

import pytest

from core.workflow import Refusal
from cscom.boundaries.plans import MoveVillages
from cscom.boundaries.writing import write
from cscom.models import AirePast, AirePopulation, CommuneShare, VillageAire
from cscom.past import remember
from cscom.shares import move_village
from tests.territory import SmallTerritory

pytestmark = pytest.mark.django_db
MOVED = date(2026, 6, 1)


def test_an_eve_is_kept_once(territory: SmallTerritory) -> None:
    remember([territory.aire], MOVED)
    AirePopulation.objects.filter(aire=territory.aire, year=2026).update(total=1)
    remember([territory.aire], MOVED)
    past = AirePast.objects.get()
    assert (past.population, past.district, past.host_commune) == (10_200, territory.district, territory.host)


def test_a_village_moved_by_the_administrator_leaves_its_past(territory: SmallTerritory) -> None:
    move_village(territory.villages[3], territory.second_aire, MOVED)
    assert set(AirePast.objects.values_list("aire", "population")) == {
        (territory.aire.pk, 10_200),
        (territory.second_aire.pk, 5_100),
    }


def test_an_aire_whose_shares_nobody_wrote_keeps_its_past_too(territory: SmallTerritory) -> None:
    CommuneShare.objects.filter(aire=territory.second_aire).delete()
    plan = MoveVillages(MOVED, territory.region.pk, (territory.villages[3].pk,), territory.second_aire.pk)
    write(plan)
    closed = CommuneShare.objects.get(aire=territory.second_aire, ends_on=MOVED)
    assert (closed.commune, closed.share, closed.starts_on) == (territory.host, 10_000, date(2009, 1, 1))


def test_a_village_without_aire_joins_one(territory: SmallTerritory) -> None:
    VillageAire.objects.filter(village=territory.villages[3]).delete()
    plan = MoveVillages(MOVED, territory.region.pk, (territory.villages[3].pk,), territory.second_aire.pk)
    write(plan)
    assert VillageAire.objects.get(village=territory.villages[3]).aire == territory.second_aire
    with pytest.raises(Refusal, match="est déjà dans l’aire"):
        write(plan)
