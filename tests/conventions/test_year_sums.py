"""How much is kept, how much is paid: worked examples by hand, each in one query."""

from datetime import date

import pytest
import time_machine
from django.db.models import F
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from conventions.aggregates import Money, Tally, boards, moneys, of_commune, of_years, total
from conventions.enums import CamParty
from conventions.models import Cam, Due
from tests.cast import Cast
from tests.conventions.forced import due, in_force, said

C, A, S = CamParty.COMMUNE, CamParty.ASACO, CamParty.STATE


@pytest.fixture
def cam(everybody: Cast) -> Cam:
    """What the commune promised in 2026, as three parties see it; the rest is not said.

    Line        commune says   ASACO says   State says
    Entretenir  tenu           non tenu     —
    Verser      tenu           tenu         sans objet
    Constituer  partiel        —            sans objet
    """
    made = in_force(everybody)
    for text, *words in (
        ("Entretenir les bâtiments", "tenu", "non_tenu", ""),
        ("Verser la quote-part", "tenu", "tenu", "sans_objet"),
        ("Constituer le stock", "partiel", "", "sans_objet"),
    ):
        for party, word in zip(CamParty, words, strict=True):
            if word:
                said(due(made, text), party, word)
    said(due(made, "Verser la quote-part", 2025), C, "non_tenu")  # another year
    return made


def test_each_party_its_own_rate(cam: Cam) -> None:
    board = boards(Due.objects.filter(commitment__cam=cam))[cam.pk, 2026]
    assert board.tallies[C, C] == Tally(kept=2, partly=1)
    assert board.tallies[C, A] == Tally(kept=1, unkept=1, unsaid=1)
    assert board.tallies[C, S] == Tally(void=2, unsaid=1)
    assert board.tallies[A, C] == Tally(unsaid=2)
    assert board.tallies[S, A] == Tally(unsaid=1)
    assert board.tallies[C, C].rate == pytest.approx(100 * 2 / 3)
    assert board.tallies[C, A].rate == pytest.approx(50)
    assert board.tallies[C, S].rate is None, "void on all it spoke of: nothing to judge"
    assert board.tallies[A, C].rate is None, "nothing said is not zero"
    assert [side.party for side in board.sides] == [C, A, S]


def test_several_conventions_are_summed_before_they_are_divided(cam: Cam, everybody: Cast) -> None:
    """2 of 3 and 0 of 1 is 2 of 4: a half, which the mean of 67 % and 0 % is not."""
    other = in_force(everybody, aire=everybody.territory.second_aire)
    said(due(other, "Verser la quote-part"), C, "non_tenu")
    board = total(boards(Due.objects.filter(year=2026)).values())
    assert board.tallies[C, C] == Tally(kept=2, partly=1, unkept=1, unsaid=2)
    assert board.tallies[C, C].rate == pytest.approx(50)
    assert board.cams == {cam.pk, other.pk}


def test_a_commune_reads_its_own_conventions_alone(
    cam: Cam, everybody: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    neighbour = everybody.territory.neighbour
    theirs = in_force(everybody, commune=neighbour)
    said(due(theirs, "Verser la quote-part"), C, "tenu")
    scopes = {name: everybody.scope_of(name) for name in ("fanta", "drissa", "kadia", "julie")}
    with django_assert_num_queries(1):
        mine = of_commune(everybody.territory.host, 2026, scopes["fanta"])
    assert mine.cams == {cam.pk}
    assert mine.tallies[C, C].kept == 2
    assert of_commune(neighbour, 2026, scopes["drissa"]).cams == {theirs.pk}
    assert of_commune(neighbour, 2026, scopes["fanta"]).cams == set()
    assert of_commune(neighbour, 2026, scopes["kadia"]).cams == {theirs.pk}, "the ASACO reads both of its own"
    assert of_commune(everybody.territory.host, 2026, scopes["julie"]).cams == set()


def test_money_by_party(cam: Cam, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """What one line overpays does not pay another: 300 000 called and 100 000 paid leave 200 000."""
    Due.objects.filter(pk=due(cam, "Verser la quote-part").pk).update(
        announced=250_000, called=300_000, paid=100_000
    )
    Due.objects.filter(pk=due(cam, "Constituer le stock").pk).update(
        called=50_000, paid=80_000, reason="avance"
    )
    Due.objects.filter(pk=due(cam, "Tenir les réunions").pk).update(announced=0)
    with django_assert_num_queries(1):
        found = moneys(Due.objects.filter(commitment__cam=cam, year=2026))[cam.pk, 2026]
    assert found[C] == Money(250_000, 350_000, 180_000, 200_000)
    assert found[A] == Money(announced=0)
    assert found[A], "zero was said"
    assert not found[S], "nothing was said"
    assert found[C] + found[A] == Money(250_000, 350_000, 180_000, 200_000)


def test_all_years_cost_the_same(cam: Cam, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        found = of_years([cam.pk])
    assert sorted(year for _, year in found) == [2025, 2026, 2027, 2028, 2029]
    assert found[cam.pk, 2025].tallies[C, C] == Tally(unkept=1, unsaid=2)


def test_what_falls_after_the_end_binds_nobody(cam: Cam) -> None:
    """Denounced, it ends on 30 June 2026: the line of December is no longer due, nor those of later years."""
    Cam.objects.filter(pk=cam.pk).update(ends_on=date(2026, 6, 30))
    found = boards(Due.objects.all())
    assert {year for _, year in found} == {2025, 2026}
    assert found[cam.pk, 2026].tallies[C, C] == Tally(kept=1, partly=1)
    assert Due.objects.filter(due_on__gt=F("commitment__cam__ends_on")).exists(), (
        "kept, should it be maintained"
    )


def test_the_mayor_s_page_says_it_in_a_line(cam: Cam, everybody: Cast, catalogue: None) -> None:
    url = f"/communes/{everybody.territory.host.code}/chiffres/"
    with time_machine.travel("2026-11-12T10:00:00+00:00", tick=False):
        pages = {name: everybody.client_of(name).get(url).content.decode() for name in ("fanta", "julie")}
    text = strip_tags(pages["fanta"]).replace("\u202f", "").replace("\u00a0", " ")
    assert "1 convention avec les ASACO, 2026" in text
    assert "Commune dit 67%, ASACO dit 50%, État / CSRéf dit rien" in text
    assert "avec les ASACO" not in pages["julie"]
