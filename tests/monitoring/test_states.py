"""States of a day that no report tells, by hand: members of ASACO (I41), women in their organs (I43).

On 20 October 2026. Persons covered, of the inhabitants of the villages where they were counted:

=============  ================================  ===========
               2026                              2025
=============  ================================  ===========
first aire     408 of 4 080, nobody of 2 040     nothing
second aire    714 of 3 570                      350 of 3 500
=============  ================================  ===========

Seats of the first aire: Assa sits all along; another woman follows a man on 1 September; a man of the
committee leaves on the 25th. Nobody sits in the second, but on the last day of February 2024.
"""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from asaco.models import Asaco, Membership
from communes.models import Cercle, Commune, District, Region, Village
from core.months import Month
from cscom.models import Aire
from mandates.receivers import Roll
from monitoring.aggregates import COUNTRY, Figure, figure, figures, place_of, series, table
from monitoring.composing import WrongPart, read_indicator
from monitoring.models import Indicator, Total
from monitoring.reddening import red_facts
from tests.cast import Cast
from tests.mandates.organs import hold, kind, organ, person, seat
from tests.monitoring.pages import text_of
from tests.reporting import make_period

MEMBERS, WOMEN = "I41", "I43"
YEAR = Month(2026, 1).until(Month(2026, 9))
SEPTEMBER = [Month(2026, 9)]


@pytest.fixture
def facts(story: Cast) -> Cast:
    t = story.territory
    for code in ("2024-02", "2024-03", "2025-09"):
        make_period(code)
    first, second = (Asaco.objects.create(aire=aire, name=f"ASACO de {aire.name}") for aire in t.aires)
    count(first, "Samakélé", 2026, 408)
    count(first, "Kolondialan", 2026, 0)
    count(first, "Djibougou", 2026, None)
    count(second, "Banamba", 2026, 714)
    count(second, "Banamba", 2025, 350)
    council = organ(kind("conseil_administration"), aire=t.aire)
    hold(seat(council), person(sex="F"))
    followed = seat(council)
    hold(followed, person(sex="M"), end=date(2026, 9, 1), ending="demission")
    hold(followed, person(sex="F"), date(2026, 9, 1))
    committee = organ(aire=t.aire)
    hold(seat(committee), person(sex="M"), end=date(2026, 10, 25))
    hold(seat(committee), person(sex="F"), end=date(2024, 1, 1), ending="erreur")
    hold(seat(organ(kind("comite_surveillance"), aire=t.aire)), person(sex="F"))  # neither CA nor CG
    leap = seat(organ(kind("conseil_administration"), aire=t.second_aire))
    hold(leap, person(sex="F"), date(2024, 2, 29), date(2024, 3, 1))
    return story


def count(asaco: Asaco, name: str, year: int, persons: int | None) -> None:
    village = Village.objects.get(name=name)
    Membership.objects.create(asaco=asaco, village=village, year=year, cards=1, persons=persons, version=1)


def ask(cast: Cast, name: str, view: str, *parts: str, **query: str) -> Any:
    return cast.client_of(name).get(reverse(view, args=parts), query)


def sides(found: Figure) -> tuple[float | None, float | None, int, int]:
    return found.above, found.below, found.n, found.expected


# ---- Σ over Σ ----
def test_members_are_summed_over_aires_by_their_shares(facts: Cast) -> None:
    t = facts.territory
    asked: dict[Aire | Commune | District | Cercle | Region, tuple[float, float, int, int]] = {
        t.aire: (408, 6_120, 1, 1),  # Djibougou was not counted: it is on neither side
        t.second_aire: (714, 3_570, 1, 1),
        t.host: (408 * 0.6 + 714, 6_120 * 0.6 + 3_570, 2, 2),
        t.neighbour: (408 * 0.4, 6_120 * 0.4, 1, 1),
        t.district: (1_122, 9_690, 2, 2),
        t.cercle: (1_122, 9_690, 2, 2),
        t.region: (1_122, 9_690, 2, 2),
    }
    for place, told in asked.items():
        found = figure(MEMBERS, place_of(place), SEPTEMBER, "final")
        assert sides(found) == pytest.approx(told)
        assert found.value == pytest.approx(100 * told[0] / told[1])
        assert not found.provisional
    whole = figure(MEMBERS, COUNTRY, SEPTEMBER, "guarded")  # no patient is counted: a partner reads as others
    assert sides(whole) == (1_122, 9_690, 2, 2)
    assert (whole.value_text, whole.unit_text, whole.status) == ("11,6", "%", "ok")
    assert (whole.target_text, whole.last_year_text) == ("10\u202f%", "10,0\u202f%")
    assert whole.received_text == "2 / 2 aires"
    assert not any(key in cells for cells in Total.objects.values_list("received", flat=True)
                   for key in ("=I41", "/I43"))  # fmt: skip


def test_seats_are_those_held_on_the_day(facts: Cast) -> None:
    t = facts.territory
    place = place_of(t.district)
    months = [Month(2024, 2), Month(2024, 3), *Month(2026, 7).until(Month(2026, 10))]
    found = series(WOMEN, place, months, "final")
    # October lasts: the man who leaves on the 25th still sits on the 20th.
    assert [point.value for point in found] == pytest.approx(
        [50, 100 / 3, 100 / 3, 100 / 3, 200 / 3, 200 / 3]
    )
    assert [(point.n, point.expected) for point in found] == [(2, 2), *[(1, 2)] * 5]
    one = figure(WOMEN, place, SEPTEMBER, "final")
    assert (sides(one), one.behind_words) == ((2, 3, 1, 2), "1 aire sur 2 comptée")
    assert sides(figure(WOMEN, place_of(t.neighbour), SEPTEMBER, "final")) == pytest.approx((0.8, 1.2, 1, 1))


# ---- A span takes its last month ----
def test_months_are_never_added(facts: Cast) -> None:
    place = place_of(facts.territory.aire)
    for months in (YEAR, Month(2026, 7).until(Month(2026, 9)), SEPTEMBER):
        assert sides(figure(WOMEN, place, months, "final")) == (2, 3, 1, 1)
        assert sides(figure(MEMBERS, place, months, "final")) == (408, 6_120, 1, 1)
    assert figure(WOMEN, place, Month(2026, 7).until(Month(2026, 8)), "final").above == 1
    # The last that began: October, against October of last year, which was not open.
    late = figure(
        MEMBERS, place_of(facts.territory.second_aire), YEAR + Month(2026, 10).until(Month(2026, 12)), "final"
    )
    assert (late.value_text, late.last_year_text) == ("20,0", "vide")
    assert figure(WOMEN, place, [Month(2026, 11)], "final").value is None


# ---- Nothing known is not zero ----
def test_what_nobody_knows_is_void_in_words(facts: Cast) -> None:
    t = facts.territory
    empty = figure(WOMEN, place_of(t.second_aire), SEPTEMBER, "final")
    assert (empty.value, empty.missing, empty.missing_word) == (None, True, "vide")
    assert (empty.received_text, empty.behind_words) == ("0 / 1 aire", "0 aire sur 1 comptée")
    Membership.objects.exclude(persons=0).delete()
    assert figure(MEMBERS, place_of(t.aire), SEPTEMBER, "final").value == 0
    Village.objects.get(name="Kolondialan").populations.all().delete()
    assert figure(MEMBERS, place_of(t.aire), SEPTEMBER, "final").value is None
    page = text_of(ask(facts, "salif", "indicator_district", t.district.code, MEMBERS))
    assert "vide" in page
    assert "non reçu" not in page
    Aire.objects.filter(pk=t.second_aire.pk).update(closed_on=date(2026, 9, 1))
    assert figure(WOMEN, place_of(t.district), SEPTEMBER, "final").expected == 1


def test_a_moved_boundary_moves_the_state(facts: Cast) -> None:
    """Shares are those of the day, as for reports."""
    t = facts.territory
    t.aire.shares.filter(commune=t.neighbour).update(ends_on=date(2026, 9, 1))
    t.aire.shares.filter(commune=t.host).update(share=10_000)
    assert figure(MEMBERS, place_of(t.neighbour), SEPTEMBER, "final").expected == 0
    assert figure(MEMBERS, place_of(t.host), SEPTEMBER, "final").above == 1_122


# ---- Pages, files, API ----
def test_pages_tell_aires_and_who_reads_them(facts: Cast) -> None:
    t = facts.territory
    page = ask(facts, "fanta", "indicator_commune", t.host.code, MEMBERS)
    words = text_of(page)
    assert "959" in words  # her part: 408 × 0,6 + 714
    assert "2 aires sur 2 comptées" in words
    assert "C’est un état à la fin du dernier mois" in words
    assert "rapports validés" not in words
    assert '"compte": "aires"' in page.content.decode()  # what the curve of the screen says of a month
    own = text_of(ask(facts, "drissa", "indicator_commune", t.neighbour.code, WOMEN))
    assert "sièges tenus par des femmes" in own
    for view, *more in (("indicator_commune", MEMBERS), ("everything_commune",), ("ranking_commune",)):
        assert ask(facts, "drissa", view, t.host.code, *more).status_code == 404
    for name, mine in (("binta", True), ("kadia", True), ("seydou", False), ("julie", True)):
        where = {"kadia": ("aire", t.aire), "julie": ("region", t.region)}.get(name, ("commune", t.host))
        parts = ask(facts, name, f"everything_{where[0]}", where[1].code).context
        assert (MEMBERS in {one.code for one in parts["mine"]}) is mine
    ranked = ask(facts, "fanta", "ranking_commune", t.host.code, indicateur=MEMBERS)
    assert [(row.rank, row.unit.name) for row in ranked.context["found"].rows] == [
        (1, "Banamba Central"),
        (2, "Samakélé"),
    ]
    assert "Aires comptées" in text_of(ranked)
    mapped = text_of(ask(facts, "salif", "map_district", t.district.code, indicateur=WOMEN))
    assert "1 aire sur 1 comptée" in mapped


def test_files_and_programs_say_aires(facts: Cast) -> None:
    t = facts.territory
    salif = facts.client_of("salif")
    sheet = salif.get(
        reverse("ranking_file_district", args=[t.district.code, "csv"]), {"indicateur": WOMEN, "par": "aires"}
    )
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert any("aires connues à la fin du dernier mois" in line for line in lines)
    assert any("Aires comptées;Aires" in line for line in lines)
    assert any("Banamba Central" in line and ";vide;" in line for line in lines)
    told = salif.get(f"/api/v1/districts/{t.district.code}/indicateurs/", {"indicateur": MEMBERS}).json()
    (one,) = told["indicateurs"]
    assert (one["n"], one["attendus"], one["comptes"], one["numerateur"]) == (2, 2, "aires", 1_122)
    curve = salif.get(f"/api/v1/districts/{t.district.code}/indicateurs/{WOMEN}/").json()["courbe"]
    assert [round(p["valeur"]) for p in curve if p["valeur"] is not None] == [33, 33, 33, 67]


def test_few_queries_and_none_for_others(facts: Cast) -> None:
    t = facts.territory

    def cost(*codes: str, months: list[Month] = SEPTEMBER) -> int:
        table(codes[0], place_of(t.host).kind, [t.host.pk], months, "final")  # the catalogue is kept
        with CaptureQueriesContext(connection) as asked:
            figures(place_of(t.host), months, "final", codes=codes)
        return len(asked)

    assert cost("I27") == 2
    assert cost("I27", MEMBERS) == cost("I27", MEMBERS, months=YEAR) == 5  # aires, shares, members
    assert cost("I27", MEMBERS, WOMEN) == 6
    with CaptureQueriesContext(connection) as ten:
        figures(place_of(t.host), YEAR, "final", mayor=True)
    assert not any("membership" in one["sql"] or "seathold" in one["sql"] for one in ten)


# ---- Alerts, formulas ----
def test_a_state_far_from_its_target_alerts_nobody(facts: Cast) -> None:
    """Far in August and September, not in July: a figure of reports would be told."""
    council = organ(kind("conseil_administration"), aire=facts.territory.aire, name="Conseil de juillet")
    for _ in range(8):
        hold(seat(council), person(sex="F"), date(2026, 7, 1), date(2026, 8, 1))
    Indicator.objects.filter(code=WOMEN).update(on_mayor_page=True, target=90)
    place = place_of(facts.territory.host)
    states = [
        figure(WOMEN, place, [month], "provisional").status for month in Month(2026, 7).until(Month(2026, 9))
    ]
    assert states == ["near", "far", "far"]
    assert not [fact.key for fact in red_facts(date(2026, 10, 20), Roll()) if WOMEN in fact.key]


@pytest.mark.parametrize(
    ("above", "below", "part", "why"),
    [
        ("adherents()", "POP", "denominateur", r"au caractère 1, un état d’un jour .* ne se mêle"),
        ("femmes_organes() + CG_FEM", "membres_organes()", "numerateur", "au caractère 20, un état"),
        ("femmes_organes()", "12 * mois()", "denominateur", "au caractère 6, un état"),
        ("CG_FEM", "membres_organes()", "numerateur", "au caractère 1, un état"),
        ("cumul(CG_FEM)", "membres_organes()", "numerateur", "au caractère 1, un état"),
        ("recus()", "membres_organes()", "numerateur", "au caractère 1, un état"),
        ("femmes_organes()", "100", "denominateur", "un état se rapporte à un état"),
        ("adherents(P1)", "membres_organes()", "numerateur", "ne prend rien entre ses parenthèses"),
        ("adherents", "membres_organes()", "numerateur", "adherents.* n’est pas un code connu"),
    ],
)
def test_a_state_mixes_with_no_sum(above: str, below: str, part: str, why: str) -> None:
    with pytest.raises(WrongPart, match=why) as refused:
        read_indicator(above, below, frozenset({"CG_FEM", "P1"}), frozenset({"POP"}))
    assert refused.value.part == part


def test_states_may_be_put_together(facts: Cast) -> None:
    """Members for a seat: an aire that lacks one of the two enters neither side."""
    row = Indicator.objects.get(code=MEMBERS)
    row.pk, row.code, row.multiplier, row.unit = None, "L01", 1, ""
    row.numerator, row.denominator = "adherents()", "2 * membres_organes()"
    assert read_indicator(row.numerator, row.denominator, frozenset(), frozenset())
    row.save()
    assert sides(figure("L01", place_of(facts.territory.district), SEPTEMBER, "final")) == (408, 6, 1, 2)
    Indicator.objects.filter(code="L01").update(denominator="")
    alone = figure("L01", place_of(facts.territory.host), SEPTEMBER, "final")
    assert (alone.value_text, alone.below) == ("958,8", None)
    assert re.fullmatch("2 / 2 aires", alone.received_text)
