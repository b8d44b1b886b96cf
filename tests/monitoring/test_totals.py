"""Stored totals: what enters, what leaves, at which weight."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from core.access import PlaceKind
from cscom.models import Aire, AirePopulation, CommuneShare
from monitoring.enums import NA
from monitoring.form import Form, Value
from monitoring.models import MonthlyReport, Period, Total
from monitoring.places import COUNTRY, Place, place_of
from monitoring.totals import open_period, rebuild, verify
from tests.cast import Cast
from tests.reporting import act, complete_report, explain, good_values, make_period, type_in, validated_report

pytestmark = pytest.mark.django_db


def total(place: Place, period: Period) -> Total:
    return Total.objects.get(place_kind=place.kind, place_id=place.id, period=period)


def counts(place: Place, period: Period) -> tuple[int, int, int, int]:
    row = total(place, period)
    return row.expected_count, row.received_count, row.validated_count, row.timely_count


def everywhere(cast: Cast) -> dict[str, Place]:
    t = cast.territory
    return {
        "aire": place_of(t.aire),
        "host": place_of(t.host),
        "neighbour": place_of(t.neighbour),
        "district": place_of(t.district),
        "cercle": place_of(t.cercle),
        "region": place_of(t.region),
        "country": COUNTRY,
    }


def test_opening_a_month_counts_what_is_expected(cast: Cast, october: Period) -> None:
    open_period(october)
    expected = {name: total(place, october).expected_count for name, place in everywhere(cast).items()}
    assert expected == {
        "aire": 1,
        "host": 2,
        "neighbour": 1,
        "district": 2,
        "cercle": 2,
        "region": 2,
        "country": 2,
    }
    open_period(october)
    assert total(COUNTRY, october).expected_count == 2


def test_only_aires_open_on_the_last_day_are_expected(cast: Cast, october: Period) -> None:
    Aire.objects.filter(pk=cast.territory.second_aire.pk).update(closed_on=date(2026, 10, 20))
    open_period(october)
    assert total(place_of(cast.territory.host), october).expected_count == 1
    Aire.objects.filter(pk=cast.territory.second_aire.pk).update(closed_on=None)
    open_period(october)
    assert total(place_of(cast.territory.host), october).expected_count == 2


def test_a_draft_counts_nowhere(cast: Cast, october: Period, form: Form) -> None:
    open_period(october)
    type_in(cast, "kadia", cast.territory.aire, october, good_values(form))
    for place in everywhere(cast).values():
        assert total(place, october).received == {}


def test_complete_then_validated(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    row = total(COUNTRY, october)
    assert row.received["CPN2"] == [10, 1, 10_200, 1]
    assert row.validated == {}
    assert counts(COUNTRY, october) == (2, 1, 0, 1)
    for name, what in (("awa", "viser"), ("moussa", "signer"), ("salif", "valider")):
        act(cast, name, report, what)
    row = total(COUNTRY, october)
    assert row.validated == row.received
    assert counts(COUNTRY, october) == (2, 1, 1, 1)
    assert verify() == []


def test_communes_take_their_share_in_ten_thousandths(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    cells = {n: total(p, october).received["CPN2"] for n, p in everywhere(cast).items()}
    assert cells["aire"] == cells["district"] == cells["region"] == [10, 1, 10_200, 1]
    assert cells["host"] == [60_000, 1, 61_200_000, 6_000]
    assert cells["neighbour"] == [40_000, 1, 40_800_000, 4_000]
    assert counts(everywhere(cast)["neighbour"], october) == (1, 1, 0, 1)


def test_returned_takes_everything_out(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    act(cast, "salif", report, "renvoyer", "À corriger.")
    for place in everywhere(cast).values():
        assert total(place, october).received == {}
        assert counts(place, october)[1:] == (0, 0, 0)
    assert verify() == []


def test_reopened_takes_everything_out(cast: Cast, october: Period) -> None:
    report = validated_report(cast, october)
    act(cast, "salif", report, "rouvrir", "Erreur.", sections=[], until="2026-11-20")
    row = total(COUNTRY, october)
    assert (row.received, row.validated) == ({}, {})
    assert counts(COUNTRY, october) == (2, 0, 0, 0)


def test_late_is_told_by_the_first_declaration(
    cast: Cast, october: Period, form: Form, now: time_machine.Traveller
) -> None:
    now.move_to("2026-11-05T23:30:00+00:00")  # Bamako is on UTC: the last half hour of the day it was due
    report = complete_report(cast, october)
    assert counts(COUNTRY, october)[3] == 1
    act(cast, "salif", report, "renvoyer", "À corriger.")
    now.shift(timedelta(days=3))
    act(cast, "kadia", report, "declarer")
    assert counts(COUNTRY, october)[3] == 1
    now.move_to("2026-11-06T00:30:00+00:00")
    saved = type_in(cast, "oumar", cast.territory.second_aire, october, {"CPN2": 1})
    act(cast, "oumar", saved.report, "declarer")
    assert counts(COUNTRY, october) == (2, 2, 0, 1)


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"BCG.fixe": 0, "BCG.avancee": 0}, {"BCG.fixe": 0, "BCG.avancee": 0, "BCG": 0}),
        ({"BCG.fixe": None}, {"BCG.avancee": 10}),
        ({"BCG.fixe": NA}, {"BCG.avancee": 10, "BCG": 10}),
        ({"BCG.fixe": NA, "BCG.avancee": NA}, {}),
        ({"BCG.fixe": None, "BCG.avancee": None, "BCG.nd": 33}, {"BCG.nd": 33, "BCG": 33}),
    ],
)
def test_zero_counts_vide_and_sans_objet_do_not(
    cast: Cast, october: Period, form: Form, changes: dict[str, Value | None], keys: dict[str, int]
) -> None:
    values = {k: v for k, v in (good_values(form) | changes).items() if v is not None}
    complete_report(cast, october, values)
    received = total(COUNTRY, october).received
    mine = {k: cell for k, cell in received.items() if k.partition(".")[0] == "BCG"}
    assert mine == {key: [number, 1, 10_200, 1] for key, number in keys.items()}


def test_an_indicator_of_two_elements_counts_where_both_are_known(
    cast: Cast, october: Period, form: Form
) -> None:
    complete_report(
        cast, october, good_values(form) | dict.fromkeys(("P3.fixe", "PCV3.fixe", "VPO3.fixe", "ECV.F"), 4)
    )
    values = {k: v for k, v in good_values(form).items() if k != "P3.fixe"}
    report = type_in(cast, "oumar", cast.territory.second_aire, october, _clinical(values, form)).report
    explain(report)
    act(cast, "oumar", report, "declarer")
    received = total(COUNTRY, october).received
    assert received["P1"][:2] == [40, 2]
    assert received["P3"][:2] == [14, 1]
    assert received["=I29"] == [6, 1, 10_200, 1]
    assert received["/I29"] == [20, 1, 10_200, 1]


def _clinical(values: dict[str, Value], form: Form) -> dict[str, Value]:
    kinds = {s.code: s.kind for s in form.sections}
    return {k: v for k, v in values.items() if kinds[form.cells[k].section] == "clinique"}


def test_days_of_the_month_enter_the_formula(cast: Cast, october: Period, form: Form) -> None:
    complete_report(cast, october, good_values(form) | {"RUP_CTA": 31})
    received = total(COUNTRY, october).received
    assert (received["=I36"][0], received["/I36"][0]) == (279, 310)
    assert (received["=I42"][0], received["/I42"][0]) == (10, 1)


def test_a_population_changed_meanwhile_takes_nothing_else_out(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    AirePopulation.objects.filter(aire=cast.territory.aire, year=2026).update(total=20_000)
    act(cast, "salif", report, "renvoyer", "À corriger.")
    assert total(COUNTRY, october).received == {}
    act(cast, "kadia", report, "declarer")
    assert total(COUNTRY, october).received["CPN2"] == [10, 1, 20_000, 1]
    assert verify() == []


def test_without_a_population_of_the_year_the_nearest_serves(cast: Cast, october: Period) -> None:
    AirePopulation.objects.filter(aire=cast.territory.aire, year__gte=2026).delete()
    complete_report(cast, october)
    assert total(COUNTRY, october).received["CPN2"] == [10, 1, 10_000, 1]


def test_a_boundary_change_rebuilds_the_commune_that_lost_its_share(cast: Cast, october: Period) -> None:
    t = cast.territory
    complete_report(cast, october)
    shares = CommuneShare.objects.filter(aire=t.aire)
    shares.filter(commune=t.neighbour).delete()
    shares.filter(commune=t.host).update(share=10_000)
    places = {difference.place for difference in verify()}
    assert places == {place_of(t.host), place_of(t.neighbour)}
    assert rebuild(aires=[t.aire.pk]) == 2
    assert not Total.objects.filter(place_kind=PlaceKind.COMMUNE, place_id=t.neighbour.pk).exists()
    assert total(place_of(t.host), october).received["CPN2"] == [100_000, 1, 102_000_000, 10_000]
    assert verify() == []


def test_shares_hold_by_date(cast: Cast, october: Period) -> None:
    t = cast.territory
    november = make_period("2026-11")
    CommuneShare.objects.filter(aire=t.aire).update(ends_on=date(2026, 11, 1))
    CommuneShare.objects.create(aire=t.aire, commune=t.host, share=10_000, starts_on=date(2026, 11, 1))
    rebuild()
    neighbour = place_of(t.neighbour)
    assert total(neighbour, october).expected_count == 1
    assert not Total.objects.filter(place_id=t.neighbour.pk, place_kind="commune", period=november).exists()


def test_rebuild_mends_and_verify_sees(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    row = total(COUNTRY, october)
    row.received["CPN2"] = [11, 1, 10_200, 1]
    row.timely_count = 0
    row.save()
    found = {(d.place, d.what, str(d.stored), str(d.computed)) for d in verify()}
    assert found == {
        (COUNTRY, "timely_count", "0", "1"),
        (COUNTRY, "received CPN2", "[11, 1, 10200, 1]", "[10, 1, 10200, 1]"),
    }
    assert rebuild([october]) == 1
    assert verify() == []
    assert rebuild() == 0


def test_the_commands(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    out = StringIO()
    call_command("verify_totals", stdout=out)
    assert "1 mois vérifié, aucune différence" in out.getvalue()
    Total.objects.filter(place_kind="pays").update(received={})
    with pytest.raises(CommandError, match="différences"):
        call_command("verify_totals", stdout=out)
    call_command("rebuild_totals", "--from", "2026-10", "--to", "2026-10", stdout=out)
    assert "1 total changé" in out.getvalue()
    call_command("rebuild_totals", "--aire", cast.territory.aire.code, stdout=out)
    for wrong in (["--from", "octobre"], ["--aire", "ZZ"]):
        with pytest.raises(CommandError):
            call_command("rebuild_totals", *wrong)


def test_an_aire_that_reports_though_closed_counts_as_expected(cast: Cast, october: Period) -> None:
    Aire.objects.filter(pk=cast.territory.aire.pk).update(closed_on=date(2026, 10, 20))
    report = complete_report(cast, october)
    assert counts(COUNTRY, october) == (2, 1, 0, 1)
    act(cast, "salif", report, "renvoyer", "À corriger.")
    assert counts(COUNTRY, october) == (1, 0, 0, 0)
    assert verify() == []


def test_the_database_refuses_more_received_than_expected(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    assert MonthlyReport.objects.count() == 1
    row = total(COUNTRY, october)
    row.received_count = 3
    with pytest.raises(Exception, match="total_counts"):
        row.save()
