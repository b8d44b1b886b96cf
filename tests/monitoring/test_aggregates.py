"""Figures: Σ over Σ, with whom it counts, what it says, who may read it before validation."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.models import Coefficient
from core.access import Action, PlaceKind
from core.months import Month, Quarter
from cscom.models import Aire
from monitoring.aggregates import (
    COUNTRY,
    Figure,
    completeness,
    figure,
    figures,
    on_what,
    place_of,
    series,
    table,
)
from monitoring.enums import ReportState
from monitoring.form import Value
from monitoring.models import Indicator, MonthlyReport, Period
from monitoring.totals import rebuild
from tests.cast import Cast
from tests.reporting import make_period

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
TRACERS = ("AMX", "PAR", "TDR", "SRO", "FAF", "SP", "OCY", "COT", "GSE")  # CTA apart
DECLARED = datetime(2026, 11, 2, 9, tzinfo=UTC)


def put(
    aire: Aire,
    period: Period,
    values: Mapping[str, Value],
    state: str = "valide",
    declared: datetime = DECLARED,
) -> MonthlyReport:
    """A report in ``state``; totals are rebuilt."""
    report = MonthlyReport.objects.create(
        aire=aire,
        period=period,
        values=dict(values),
        state=state,
        declared_at=declared,
        first_declared_at=declared,
        validated_at=declared if state == ReportState.VALIDATED else None,
    )
    rebuild([period])
    return report


def test_a_coverage_divides_by_a_twelfth_of_the_yearly_target(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN4": 17})
    found = figure("I13", place_of(t.aire), [OCTOBER], "final", today=date(2026, 11, 10))
    assert found.value == pytest.approx(17 / (10_200 * 0.05 / 12) * 100)
    assert (found.value_text, found.unit_text) == ("40", "%")
    assert (found.status, found.status_word, found.target_text) == ("far", "Loin", "60\u202f%")
    assert found.received_text == "1 / 1"
    assert found.last_year_text == "non reçu"
    assert not found.missing


def test_rates_are_sums_over_sums_never_means(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"P1.nd": 100, "P3.nd": 80})
    put(t.second_aire, october, {"P1.nd": 10, "P3.nd": 2})
    found = figure("I29", place_of(t.district), [OCTOBER], "final")
    assert found.value == pytest.approx((110 - 82) / 110 * 100)
    assert (found.value_text, found.target_text, found.status) == ("25,5", "au plus 10\u202f%", "far")


def test_who_did_not_report_leaves_both_sides(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN4": 17})
    put(t.second_aire, october, {"CPN2": 5})
    found = figure("I13", place_of(t.district), [OCTOBER], "final")
    assert found.value == pytest.approx(17 / (10_200 * 0.05 / 12) * 100)
    assert found.received_text == "1 / 2"


def test_a_cell_that_is_vide_leaves_both_sides_of_a_dropout(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"P1.nd": 10, "P3.nd": 8})
    put(t.second_aire, october, {"P1.nd": 10})
    found = figure("I29", place_of(t.district), [OCTOBER], "final")
    assert (found.value_text, found.received_text) == ("20,0", "1 / 2")


def test_months_add_up_with_the_people_of_the_months_received(cast: Cast, october: Period) -> None:
    t = cast.territory
    september, august = make_period("2026-09"), make_period("2026-08")
    put(t.aire, october, {"CC_NC.nd": 300})
    put(t.aire, september, {"CC_NC.nd": 200})
    rebuild([august])
    months = [*Quarter(2026, 3).months[1:], OCTOBER]
    found = figure("I01", place_of(t.aire), months, "final")
    assert found.value == pytest.approx(500 / (10_200 * 2 / 12))
    assert (found.value_text, found.unit_text, found.received_text) == ("0,29", "", "2 / 3")


def test_a_commune_reads_its_part(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN4": 30, "DM.nd": 1})
    put(t.second_aire, october, {"CPN4": 10, "DM.nd": 0})
    host, neighbour = place_of(t.host), place_of(t.neighbour)
    expected = (30 * 0.6 + 10) / ((10_200 * 0.6 + 5_100) * 0.05 / 12) * 100
    assert figure("I13", host, [OCTOBER], "final").value == pytest.approx(expected)
    assert figure("I13", neighbour, [OCTOBER], "final").value == pytest.approx(
        30 / (10_200 * 0.05 / 12) * 100
    )
    deaths = figure("I21", neighbour, [OCTOBER], "final")
    assert (deaths.value_text, deaths.unit_text, deaths.status) == ("0,4", "décès", "far")
    assert figure("I21", place_of(t.district), [OCTOBER], "final").value_text == "1"
    none = figure("I21", place_of(t.second_aire), [OCTOBER], "final")
    assert (none.value_text, none.status_word, none.target_text) == ("0", "Atteint", "0\u00a0décès")


def test_provisional_and_final(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN4": 17}, "complet")
    put(t.second_aire, october, {"CPN4": 20}, "valide")
    district = place_of(t.district)
    before = figure("I13", district, [OCTOBER], "provisional")
    assert (before.n, before.provisional) == (2, True)
    final = figure("I13", district, [OCTOBER], "final")
    assert (final.n, final.provisional) == (1, False)
    assert figure("I13", place_of(t.second_aire), [OCTOBER], "provisional").provisional is False
    assert figure("I13", place_of(t.aire), [OCTOBER], "final").missing


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("kadia", "provisional"),
        ("fanta", "provisional"),
        ("drissa", "provisional"),
        ("salif", "provisional"),
        ("nana", "provisional"),
        ("oumar", "guarded"),  # nothing here is his: what a stranger would read, if a page let him
        ("modibo", "final"),
        ("boubacar", "final"),
        ("julie", "guarded"),
    ],
)
def test_who_reads_provisional_figures(cast: Cast, name: str, reads: str) -> None:
    assert on_what(cast.scope_of(name), cast.territory.aire.where()) == reads
    allowed = cast.scope_of(name).may(Action.TOTALS_PROVISIONAL, cast.territory.aire.where())
    assert allowed == (reads == "provisional")


def test_nothing_received_is_said_never_zero(cast: Cast, october: Period) -> None:
    t = cast.territory
    rebuild([october])
    found = figure("I13", place_of(t.aire), [OCTOBER], "final")
    assert (found.missing, found.value, found.status, found.received_text) == (True, None, "", "0 / 1")
    assert (found.delta_dir, found.delta_text, found.check) == ("", "", "")


def test_zero_over_zero_is_received_but_has_no_value(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"P1.nd": 0, "P3.nd": 0})
    found = figure("I29", place_of(t.aire), [OCTOBER], "final")
    assert (found.missing, found.value, found.value_text, found.status) == (False, None, "—", "")


@pytest.mark.parametrize(
    ("p3", "before", "moved"),
    [
        (90, 85, ("down", "−5,0 pts", "mieux")),
        (85, 90, ("up", "+5,0 pts", "moins bien")),
        (90, 90, ("flat", "", "stable")),
        (89, 90, ("up", "+1,0 pt", "moins bien")),
    ],
)
def test_against_the_same_month_a_year_before(
    cast: Cast, october: Period, p3: int, before: int, moved: tuple[str, str, str]
) -> None:
    t = cast.territory
    put(t.aire, october, {"P1.nd": 100, "P3.nd": p3})
    put(t.aire, make_period("2025-10"), {"P1.nd": 100, "P3.nd": before})
    found = figure("I29", place_of(t.aire), [OCTOBER], "final")
    assert (found.delta_dir, found.delta_text, found.delta_word) == moved
    assert found.last_year_text == f"{100 - before},0\u202f%"


@pytest.mark.parametrize(
    ("code", "values", "status"),
    [
        ("I05", {"PAL_TST.nd": 95, "PAL_SUS.nd": 100}, "ok"),
        ("I05", {"PAL_TST.nd": 76, "PAL_SUS.nd": 100}, "near"),
        ("I05", {"PAL_TST.nd": 75, "PAL_SUS.nd": 100}, "far"),
        ("I29", {"P1.nd": 100, "P3.nd": 90}, "ok"),
        ("I29", {"P1.nd": 200, "P3.nd": 175}, "near"),
        ("I29", {"P1.nd": 200, "P3.nd": 174}, "far"),
        ("I03", {"CC_HA": 20, "CC_NC.nd": 100}, "ok"),
        ("I03", {"CC_HA": 25, "CC_NC.nd": 100}, "near"),
        ("I03", {"CC_HA": 26, "CC_NC.nd": 100}, "far"),
        ("I06", {"PAL_CNF.nd": 5, "PAL_TST.nd": 10}, ""),
        ("I21", {"DM.nd": 0}, "ok"),
        ("I21", {"DM.nd": 1}, "far"),
    ],
)
def test_near_is_from_four_fifths_of_the_target(
    cast: Cast, october: Period, code: str, values: dict[str, Value], status: str
) -> None:
    put(cast.territory.aire, october, values)
    assert figure(code, place_of(cast.territory.aire), [OCTOBER], "final").status == status


def test_a_band_has_two_ends(cast: Cast, october: Period) -> None:
    cells = {"CC_NC.lt1.M": 20, "CC_NC.lt1.F": 0, "CC_NC.1-4.M": 0, "CC_NC.1-4.F": 0, "CC_NC.5p.M": 80}
    put(cast.territory.aire, october, {**cells, "CC_NC.5p.F": 0})
    found = figure("I02", place_of(cast.territory.aire), [OCTOBER], "final")
    assert (found.value, found.status, found.target_text) == (20, "near", "de 25 à 45\u202f%")


def test_above_a_hundred_is_shown_and_questioned(cast: Cast, october: Period) -> None:
    put(cast.territory.aire, october, {"P3.nd": 60, "P1.nd": 50})
    place = place_of(cast.territory.aire)
    coverage = figure("I27", place, [OCTOBER], "final")
    assert coverage.value is not None
    assert coverage.value > 100
    assert coverage.check == "à vérifier\u00a0: population\u202f?"
    dropout = figure("I29", place, [OCTOBER], "final")
    assert (dropout.value_text, dropout.check) == ("−20,0", "à vérifier\u00a0: chiffre négatif")


def test_counts_of_reports(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN2": 1}, "complet")
    put(t.second_aire, october, {"CPN2": 1}, declared=datetime(2026, 11, 6, 9, tzinfo=UTC))
    november = make_period("2026-11")
    rebuild([november])
    district, day = place_of(t.district), date(2026, 11, 10)
    months = [OCTOBER, OCTOBER + 1]
    received = figure("I45", district, months, "final", today=day)
    assert (received.value_text, received.received_text, received.missing) == ("100", "2 / 2", False)
    assert figure("I44", district, months, "final", today=day).value_text == "50"
    late = figure("I45", district, months, "final", today=date(2026, 12, 20))
    assert (late.value_text, late.received_text) == ("50", "2 / 4")
    early = figure("I45", district, [OCTOBER], "final", today=date(2026, 11, 5))
    assert early.missing


def test_nobody_sent_anything_is_zero_reports_received(cast: Cast, october: Period) -> None:
    rebuild([october])
    found = figure("I45", COUNTRY, [OCTOBER], "final", today=date(2026, 12, 1))
    assert (found.value_text, found.received_text, found.missing, found.status) == (
        "0",
        "0 / 2",
        False,
        "far",
    )


def test_a_region_has_its_own_coefficients_by_year(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN4": 17})
    Coefficient.objects.create(
        key="FE", label="grossesses", share=Decimal("0.04"), region=t.region, from_year=2026, source="essai"
    )
    place = place_of(t.aire)
    assert figure("I13", place, [OCTOBER], "final").value == pytest.approx(17 / (10_200 * 0.04 / 12) * 100)
    assert figure("I13", COUNTRY, [OCTOBER], "final").value == pytest.approx(17 / (10_200 * 0.05 / 12) * 100)


def test_a_target_changes_by_date(cast: Cast, october: Period) -> None:
    put(cast.territory.aire, october, {"CPN4": 17})
    old = Indicator.objects.get(code="I13")
    Indicator.objects.filter(pk=old.pk).update(valid_to=date(2026, 10, 1))
    old.pk, old.valid_from, old.target = None, date(2026, 10, 1), Decimal(40)
    old.save(force_insert=True)
    place = place_of(cast.territory.aire)
    assert figure("I13", place, [OCTOBER], "final").status == "ok"
    assert figure("I13", place, [OCTOBER - 1], "final").target_text == "60\u202f%"


def test_money_and_days(cast: Cast, october: Period) -> None:
    values: dict[str, Value] = {f"RUP_{c}": 0 for c in TRACERS}
    values |= {"RUP_CTA": 31, "REC_ACT": 200_000, "REC_MED": 500_000, "REC_COT": 50_000, "REC_SUB": 0}
    values |= {"REC_AUT": 0, "DEP_SAL": 400_000, "DEP_MED": 300_000, "DEP_FON": 100_000, "DEP_RE": 0}
    put(cast.territory.aire, october, {**values, "DEP_AUT": 0, "CG_TEN": 1})
    found = {f.code: f for f in figures(place_of(cast.territory.aire), [OCTOBER], "final")}
    assert found["I36"].value_text == "90"
    assert found["I37"].value_text == "94"
    assert found["I42"].value_text == "100"
    assert (found["I39"].value_text, found["I39"].unit_text) == ("882", "FCFA")
    assert found["I38"].value_text == "0"


def test_the_mayors_ten_and_their_links(cast: Cast, october: Period) -> None:
    rebuild([october])
    ten = figures(place_of(cast.territory.host), [OCTOBER], "final", mayor=True, link="/chiffres/{}/".format)
    assert [f.code for f in ten] == ["I01", "I11", "I13", "I17", "I27", "I29", "I36", "I37", "I42", "I45"]
    assert ten[0].url == "/chiffres/I01/"
    assert len(figures(COUNTRY, [OCTOBER], "final")) == 45


def test_queries_do_not_grow(cast: Cast, october: Period) -> None:
    put(cast.territory.aire, october, {"CPN4": 17})
    figure("I13", place_of(cast.territory.host), [OCTOBER], "final")  # the catalogue is kept from here on
    with CaptureQueriesContext(connection) as one:
        figure("I13", place_of(cast.territory.host), [OCTOBER], "final")
    with CaptureQueriesContext(connection) as all_of_them:
        figures(place_of(cast.territory.host), [OCTOBER - n for n in range(10)], "provisional")
    assert len(one) == 2
    assert len(all_of_them) == 2 + 4  # states: aires, shares, members, seats


def test_curves(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN4": 17}, "complet")
    put(t.aire, make_period("2026-08"), {"CPN4": 20})
    rebuild([make_period("2026-09")])
    months = (OCTOBER - 2).until(OCTOBER)
    found = series("I13", place_of(t.aire), months, "provisional")
    assert [(p.month.number, p.value and round(p.value), p.provisional) for p in found] == [
        *((8, 47, False), (9, None, False), (10, 40, True)),
    ]
    shown = figure("I13", place_of(t.aire), [OCTOBER], "provisional")
    assert len(shown.history) == 24
    assert "Quatre consultations prénatales, douze derniers mois" in shown.spark
    chart = shown.chart
    assert chart.rows[-1] == ["oct. 2026", "40", "non reçu"]
    assert len(chart.rows) == 12
    assert "<svg" in chart.svg
    with pytest.raises(KeyError):
        series("ZZ", COUNTRY, months, "final")
    with pytest.raises(KeyError):
        figure("ZZ", COUNTRY, months, "final")


def test_many_places_at_once(cast: Cast, october: Period) -> None:
    t = cast.territory
    put(t.aire, october, {"CPN4": 17})
    found = table("I13", PlaceKind.COMMUNE, [t.host.pk, t.neighbour.pk], [OCTOBER], "final")
    assert {k: f.received_text for k, f in found.items()} == {t.host.pk: "1 / 2", t.neighbour.pk: "1 / 1"}
    single: Figure = figure("I13", place_of(t.host), [OCTOBER], "final")
    assert found[t.host.pk].value == pytest.approx(single.value)
    assert found[t.host.pk].history == ()
    assert found[t.host.pk].spark == ""


def test_completeness(cast: Cast, october: Period) -> None:
    t = cast.territory
    september, _ = make_period("2026-09"), make_period("2026-11")
    put(t.aire, september, {"CPN2": 1}, declared=datetime(2026, 10, 8, 9, tzinfo=UTC))
    put(t.aire, october, {"CPN2": 1}, "complet")
    MonthlyReport.objects.create(aire=t.second_aire, period=october, state="renvoye", values={"CPN2": 1})
    months = [Month(2026, 9), OCTOBER, Month(2026, 11), Month(2026, 12)]
    Aire.objects.filter(pk=t.second_aire.pk).update(opened_on=date(2026, 10, 1))
    aires = list(Aire.objects.filter(pk__in=[t.aire.pk, t.second_aire.pk]).order_by("pk"))
    with CaptureQueriesContext(connection) as queries:
        matrix = completeness(aires, months, today=date(2026, 11, 10))
    assert len(queries) == 2
    states = [[slot.state for slot in row.slots] for row in matrix.rows]
    assert states == [["valide", "recu", "pas_du", "pas_du"], ["ferme", "renvoye", "pas_du", "pas_du"]]
    first = matrix.rows[0].slots
    assert [(s.word, s.timely, s.days_late) for s in first] == [
        ("validé, en retard", False, 3),
        ("reçu, à temps", True, 0),
        ("pas encore dû", None, 0),
        ("pas encore dû", None, 0),
    ]
    assert matrix.rows[1].slots[1].days_late == 5
    assert matrix.count("valide", "recu") == 2
    later = completeness(aires, months, today=date(2026, 12, 10))
    assert [row.slots[2].state for row in later.rows] == ["non_recu", "non_recu"]
