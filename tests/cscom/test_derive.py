"""The rule that gives an aire to each village, on invented maps and on the shipped région."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from communes.geography import Nearest, Spot, km_between
from communes.models import Population
from communes.populations import projected
from cscom.derive import village_links, village_populations
from cscom.models import AirePopulation, CommuneShare, VillageAire
from tests.communes.folder import SHEETS, write_folder
from tests.territory import small_territory


def spot(code: str, commune: str, latitude: float, longitude: float = -7.0) -> Spot:
    return Spot(code, commune, latitude, longitude)


def links(villages: list[Spot], centres: list[Spot]) -> dict[str, str]:
    return {link.village: link.aire for link in village_links(villages, centres, Nearest(centres))}


def test_a_locality_goes_to_the_nearest_cscom_of_its_own_commune() -> None:
    centres = [spot("here", "A", 13.0), spot("next door", "B", 13.2)]
    villages = [spot("v1", "A", 13.0), spot("v2", "A", 13.19), spot("v3", "B", 13.3)]
    assert links(villages, centres) == {"v1": "here", "v2": "here", "v3": "next door"}


def test_a_commune_without_a_cscom_looks_elsewhere() -> None:
    centres = [spot("near", "A", 13.0), spot("far", "B", 14.0)]
    villages = [spot("v1", "A", 13.0), spot("v2", "B", 14.0), spot("v3", "C", 13.1)]
    assert links(villages, centres)["v3"] == "near"


def test_each_cscom_takes_a_locality_before_the_others_are_shared_out() -> None:
    """Two CSCOM of one town: plain nearest would give everything to the first."""
    centres = [spot("first", "A", 13.0), spot("second", "A", 13.0)]
    villages = [spot("town", "A", 13.0), spot("hamlet", "A", 13.05)]
    assert sorted(links(villages, centres).values()) == ["first", "second"]


def test_own_and_nearest_are_two_figures() -> None:
    centres = [spot("own", "A", 13.0), spot("other", "B", 13.2)]
    villages = [spot("v0", "A", 13.0), spot("v1", "A", 13.15), spot("v2", "B", 13.2)]
    found = {link.village: link for link in village_links(villages, centres, Nearest(centres))}
    assert found["v1"].distance_km == pytest.approx(16.68, abs=0.01)
    assert found["v1"].nearest_km == pytest.approx(5.56, abs=0.01)


def test_nothing_to_link_to() -> None:
    assert village_links([spot("v", "A", 13.0)], [], Nearest([])) == []


degrees = st.tuples(st.floats(10, 25), st.floats(-12, 4))


@given(st.lists(degrees, min_size=1, max_size=40), degrees)
def test_nearest_is_the_nearest(points: list[tuple[float, float]], here: tuple[float, float]) -> None:
    spots = [Spot(f"{i:02}", "A", *point) for i, point in enumerate(points)]
    expected = min((km_between(*here, s.latitude, s.longitude), s.code) for s in spots)
    km, found = Nearest(spots).find(*here)
    assert (km, found.code) == expected


@given(st.integers(0, 400_000), st.integers(1, 120))
def test_a_commune_is_shared_to_the_last_inhabitant(total: int, localities: int) -> None:
    shared = village_populations(total, [f"{i}" for i in range(localities)])
    assert sum(shared.values()) == total
    assert max(shared.values()) - min(shared.values()) <= 1


def test_distance_between_banamba_and_koulikoro() -> None:
    assert km_between(13.5485, -7.4465, 12.8668, -7.5336) == pytest.approx(76.4, abs=0.1)


@pytest.mark.django_db
def test_a_new_cscom_takes_its_village_from_the_day_it_is_known(tmp_path: Path) -> None:
    with time_machine.travel("2026-03-01", tick=False):
        derive(write_folder(tmp_path))
    opened = [*SHEETS["cscom.csv"], "S4;Sirakoro;Sirakoro;R1;M2;13.10;-7.90;essai"]
    with time_machine.travel("2026-10-02", tick=False):
        derive(write_folder(tmp_path, cscom=opened))
        derive(tmp_path)
    found = VillageAire.objects.filter(village__code="V3").order_by("starts_on")
    assert [(link.aire.code, link.starts_on, link.ends_on) for link in found] == [
        ("S1", date(2009, 1, 1), date(2026, 10, 2)),
        ("S4", date(2026, 10, 2), None),
    ]
    shares = CommuneShare.objects.filter(commune__code="M2").order_by("aire__code")
    assert [(s.aire.code, s.share, s.starts_on, s.ends_on) for s in shares] == [
        ("S1", 3_333, date(2009, 1, 1), date(2026, 10, 2)),
        ("S4", 10_000, date(2009, 1, 1), None),
    ]


@pytest.mark.django_db
def test_each_count_of_a_commune_reaches_its_villages(tmp_path: Path) -> None:
    counted = [*SHEETS["populations.csv"], "commune;M1;2020;30001;non;essai"]
    derive(write_folder(tmp_path, populations=counted))
    rows = Population.objects.filter(village__commune__code="M1").order_by("year", "village__code")
    assert [(p.year, p.total) for p in rows] == [
        (2009, 10_000),
        (2009, 10_000),
        (2020, 15_001),
        (2020, 15_000),
    ]
    aire = {p.year: p.total for p in AirePopulation.objects.filter(aire__code="S1")}
    assert aire[2020] == 30_001 + projected(10_000, 2009, 2020, Decimal("0.02"))


def derive(folder: Path) -> None:
    call_command("load_territory", str(folder), stdout=io.StringIO())
    call_command("derive_territory", stdout=io.StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--region", "ML99"], "Aucune région"),
        (["--annees", "2027-2009"], "la première et la dernière année"),
        (["--annees", "demain"], "la première et la dernière année"),
    ],
)
def test_what_cannot_be_derived_is_said(options: list[str], sentence: str) -> None:
    small_territory()
    with pytest.raises(CommandError, match=sentence):
        call_command("derive_territory", *options)
