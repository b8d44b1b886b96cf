"""The shipped région, loaded and derived: what comes out is measured, and sums to what went in."""

import io
from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from communes.models import Commune, Population, Village
from communes.populations import projected
from cscom.models import Aire, AirePopulation, CommuneShare, VillageAire

pytestmark = [pytest.mark.usefixtures("koulikoro"), pytest.mark.django_db]


def test_two_hundred_aires_thirty_three_of_them_straddling(koulikoro: str) -> None:
    assert "200 aires de santé, dont 33 à cheval" in koulikoro
    communes = VillageAire.objects.values("aire").annotate(n=Count("village__commune", distinct=True))
    assert Counter(row["n"] > 1 for row in communes) == {False: 167, True: 33}
    assert VillageAire.objects.filter(ends_on=None).count() == Village.objects.count() == 3_972


def test_shares_are_whole_and_complete() -> None:
    sums = CommuneShare.objects.filter(ends_on=None).values("aire").annotate(total=Sum("share"))
    assert [row["total"] for row in sums] == [10_000] * 200
    touched = set(VillageAire.objects.values_list("aire", "village__commune"))
    assert set(CommuneShare.objects.values_list("aire", "commune")) == touched


def test_every_aire_touches_its_host() -> None:
    hosts = set(Aire.objects.values_list("pk", "host_commune"))
    assert hosts <= set(CommuneShare.objects.values_list("aire", "commune"))


def test_the_census_comes_out_as_it_went_in() -> None:
    """Cercles, communes, villages and aires all sum to the région of 2009."""
    levels = ("region", "cercle", "commune", "village")
    for level in levels:
        rows = Population.objects.filter(year=2009, **{f"{level}__isnull": False})
        assert rows.aggregate(Sum("total"))["total__sum"] == 2_422_108, level
    assert AirePopulation.objects.filter(year=2009).aggregate(Sum("total"))["total__sum"] == 2_422_108


def test_growth_leads_to_the_census_of_2022() -> None:
    total = AirePopulation.objects.filter(year=2022).aggregate(Sum("total"))["total__sum"]
    counted = Population.objects.get(region__code="ML02", year=2022).total
    assert abs(total / counted - 1) < 0.001
    assert total == pytest.approx(projected(2_422_108, 2009, 2022, Decimal("0.0216")), abs=100)


def test_what_is_derived_says_so() -> None:
    for rows in (
        VillageAire.objects.all(),
        AirePopulation.objects.all(),
        Population.objects.exclude(village=None),
    ):
        assert not rows.exclude(estimated=True, source__startswith="dérivé, à confirmer").exists()


def test_nine_districts_and_every_commune_in_one_of_its_cercle() -> None:
    by_district = Counter(Commune.objects.values_list("district__name", flat=True))
    assert len(by_district) == 9
    assert by_district["Banamba"] == 9  # with Ben Kadi, whose code begins as Kolokani’s do
    assert by_district["Dioïla"] + by_district["Fana"] == 23
    assert by_district["Kati"] + by_district["Ouélessébougou"] == 37


def test_samakele_is_shared_with_ben_kadi() -> None:
    shares = CommuneShare.objects.filter(aire__code="WHO-MLI-0662").values_list("commune__name", "share")
    assert dict(shares) == {"Banamba": 8_013, "Ben Kadi": 1_987}


def test_once_more_changes_nothing() -> None:
    def state() -> list[int]:
        return [table.objects.count() for table in (VillageAire, CommuneShare, AirePopulation, Population)]

    before, out = state(), io.StringIO()
    call_command("derive_territory", "--region", "ML02", "--annees", "2009-2027", stdout=out)
    assert out.getvalue().count(" 0 créés, 0 modifiés") == 3
    assert state() == before
    assert AirePopulation.history.count() == AirePopulation.objects.count()


def test_what_was_set_by_hand_stays() -> None:
    link = VillageAire.objects.exclude(aire__code="WHO-MLI-0486").first()
    assert link is not None
    other = Aire.objects.get(code="WHO-MLI-0486")
    VillageAire.objects.filter(pk=link.pk).update(aire=other, estimated=False)
    row = AirePopulation.objects.filter(year=2026).exclude(aire=other).first()
    assert row is not None
    AirePopulation.objects.filter(pk=row.pk).update(total=12_345, estimated=False)
    place = Population.objects.filter(village__isnull=False).first()
    assert place is not None
    Population.objects.filter(pk=place.pk).update(total=777, estimated=False)
    call_command("derive_territory", stdout=io.StringIO())
    link.refresh_from_db()
    assert link.aire == other
    assert AirePopulation.objects.get(pk=row.pk).total == 12_345
    assert Population.objects.get(pk=place.pk).total == 777
