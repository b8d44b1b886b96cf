"""Shares and populations follow the villages, by dates; nothing before the day of the move changes."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from communes.models import Population
from communes.populations import largest_remainder
from core.workflow import Refusal
from cscom.models import Aire, AirePopulation, CommuneShare, VillageAire
from cscom.shares import aire_population, move_village, rebuild
from tests.territory import FIRST_AIRE, SECOND_AIRE, SmallTerritory, small_territory

MOVED = date(2026, 3, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_october_2026")]


@pytest.fixture
def _in_october_2026() -> object:
    with time_machine.travel("2026-10-02", tick=False):
        yield


@pytest.fixture
def made(db: None) -> SmallTerritory:
    return small_territory()


def open_shares(aire: Aire) -> dict[str, int]:
    return dict(CommuneShare.objects.filter(aire=aire, ends_on=None).values_list("commune__name", "share"))


def years(aire: Aire) -> dict[int, int]:
    return dict(AirePopulation.objects.filter(aire=aire).values_list("year", "total"))


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=3), st.decimals(0, 10**6, places=3), min_size=1, max_size=9
    ).filter(lambda weights: any(weights.values())),
    st.integers(0, 20_000),
)
def test_the_largest_remainder_shares_everything(weights: dict[str, Decimal], whole: int) -> None:
    shares = largest_remainder(weights, whole)
    total = sum(weights.values())
    assert sum(shares.values()) == whole
    assert all(abs(shares[key] - weights[key] * whole / total) < 1 for key in weights)
    assert shares == largest_remainder(dict(reversed(weights.items())), whole)


def test_rebuilding_what_stands_changes_nothing(made: SmallTerritory) -> None:
    before = list(CommuneShare.objects.order_by("pk").values())
    counts = rebuild(made.aires, MOVED)
    assert (counts.created, counts.changed) == (0, 0)
    assert list(CommuneShare.objects.order_by("pk").values()) == before
    assert years(made.aire) == dict(FIRST_AIRE)


def test_a_village_moves(made: SmallTerritory) -> None:
    tiontala = made.villages[3]  # 15 % of the first aire, in Ben Kadi
    touched = move_village(tiontala, made.second_aire, MOVED)
    assert set(touched) == set(made.aires)
    old, new = VillageAire.objects.filter(village=tiontala).order_by("starts_on")
    assert (old.aire, old.ends_on) == (made.aire, MOVED)
    assert (new.aire, new.starts_on, new.ends_on, new.estimated) == (made.second_aire, MOVED, None, False)
    assert open_shares(made.aire) == {"Banamba": 7_059, "Ben Kadi": 2_941}  # 60 and 25 parts of 85
    assert open_shares(made.second_aire) == {"Banamba": 7_692, "Ben Kadi": 2_308}  # 1 530 of 6 630


def test_the_past_stays_as_it_was(made: SmallTerritory) -> None:
    move_village(made.villages[3], made.second_aire, MOVED)
    past = CommuneShare.objects.filter(aire=made.aire, starts_on__lt=MOVED)
    assert {(s.commune, s.share, s.ends_on) for s in past} == {
        (made.host, 6_000, MOVED),
        (made.neighbour, 4_000, MOVED),
    }
    found = years(made.aire)
    assert {y: found[y] for y in (2023, 2024, 2025)} == {y: FIRST_AIRE[y] for y in (2023, 2024, 2025)}
    assert found[2026] == FIRST_AIRE[2026] * 85 // 100
    assert years(made.second_aire)[2027] == SECOND_AIRE[2027] + FIRST_AIRE[2027] * 15 // 100


def test_nobody_is_lost_on_the_way(made: SmallTerritory) -> None:
    move_village(made.villages[0], made.second_aire, MOVED)
    for year in (2026, 2027):
        assert years(made.aire)[year] + years(made.second_aire)[year] == FIRST_AIRE[year] + SECOND_AIRE[year]


def test_there_and_back_on_one_day_leaves_one_link(made: SmallTerritory) -> None:
    move_village(made.villages[3], made.second_aire, MOVED)
    move_village(made.villages[3], made.aire, MOVED)
    assert VillageAire.objects.filter(village=made.villages[3]).count() == 2
    assert VillageAire.objects.get(village=made.villages[3], ends_on=None).aire == made.aire
    assert open_shares(made.aire) == {"Banamba": 6_000, "Ben Kadi": 4_000}
    closed = CommuneShare.objects.filter(ends_on__isnull=False)
    assert closed.exists()
    assert not closed.filter(ends_on__lte=F("starts_on")).exists()


@pytest.mark.parametrize(
    ("aire", "day", "sentence"),
    [
        ("aire", MOVED, "appartient déjà"),
        ("second_aire", date(2008, 1, 1), "déjà changé d’aire"),
        ("second_aire", date(2026, 10, 3), "à venir"),
    ],
)
def test_a_move_that_cannot_be(made: SmallTerritory, aire: str, day: date, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        move_village(made.villages[3], getattr(made, aire), day)
    assert VillageAire.objects.count() == 6


def test_a_closed_aire_takes_no_village(made: SmallTerritory) -> None:
    Aire.objects.filter(pk=made.second_aire.pk).update(closed_on=date(2025, 1, 1))
    with pytest.raises(Refusal, match="n’est pas ouverte"):
        move_village(made.villages[3], made.second_aire, MOVED)


def test_a_population_set_by_hand_is_kept(made: SmallTerritory) -> None:
    AirePopulation.objects.filter(aire=made.aire, year=2026).update(total=11_111, estimated=False)
    move_village(made.villages[3], made.second_aire, MOVED)
    assert years(made.aire)[2026] == 11_111
    assert years(made.aire)[2027] == FIRST_AIRE[2027] * 85 // 100


def test_the_last_village_leaves_the_aire_to_its_host(made: SmallTerritory) -> None:
    for village in made.villages[:4]:
        move_village(village, made.second_aire, MOVED)
    assert open_shares(made.aire) == {"Banamba": 10_000}


def test_without_any_figure_each_village_weighs_the_same(made: SmallTerritory) -> None:
    Population.objects.filter(village__isnull=False).delete()
    rebuild(made.aires, MOVED)
    assert open_shares(made.aire) == {"Banamba": 5_000, "Ben Kadi": 5_000}


def test_the_population_of_a_year_without_a_row_is_projected(made: SmallTerritory) -> None:
    assert aire_population(made.aire, 2025) == 10_000
    assert aire_population(made.aire, 2028) == round(10_400 * 1.0216)
    assert aire_population(made.aire, 2022) == round(9_600 / 1.0216)
    AirePopulation.objects.all().delete()
    assert aire_population(made.aire, 2025) is None
