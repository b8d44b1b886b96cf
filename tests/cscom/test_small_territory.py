"""The small territory that other tests stand on keeps the rules of the real one."""

import pytest

from cscom.models import AirePopulation, CommuneShare, VillageAire
from tests.territory import YEARS, small_territory

pytestmark = pytest.mark.django_db


def test_shares_sum_to_ten_thousand_and_follow_the_villages() -> None:
    made = small_territory()
    for aire in made.aires:
        shares = {s.commune_id: s.share for s in CommuneShare.objects.filter(aire=aire)}
        assert sum(shares.values()) == 10_000
        for year in YEARS:
            by_commune: dict[int, int] = {}
            for link in VillageAire.objects.filter(aire=aire).select_related("village"):
                total = link.village.populations.get(year=year).total
                by_commune[link.village.commune_id] = by_commune.get(link.village.commune_id, 0) + total
            whole = AirePopulation.objects.get(aire=aire, year=year).total
            assert sum(by_commune.values()) == whole
            assert {c: total * 10_000 / whole for c, total in by_commune.items()} == shares


def test_two_of_them_stand_side_by_side() -> None:
    one, other = small_territory(), small_territory("ML03", "Sikasso")
    assert one.region != other.region
    assert {a.pk for a in one.aires}.isdisjoint({a.pk for a in other.aires})
