"""The queue of who validates: oldest first, with what the controls find, and who is late."""

import time_machine
from pytest_django import DjangoAssertNumQueries

from monitoring.form import Form
from monitoring.models import Period
from monitoring.totals import open_period
from tests.cast import Cast
from tests.monitoring.pages import text_of
from tests.reporting import act, complete_report, explain, good_values, make_period, type_in


def declared(cast: Cast, period: Period, form: Form, changes: dict[str, int]) -> None:
    """The second aire's report, typed and declared by its CPM, controls left as they fall."""
    values = good_values(form) | changes
    clinical = {
        k: v
        for k, v in values.items()
        if form.cells[k].section not in ("medicaments", "finances", "vie-asaco")
    }
    report = type_in(cast, "oumar", cast.territory.second_aire, period, clinical).report
    explain(report)
    act(cast, "oumar", report, "declarer")


def test_reports_wait_oldest_first_with_their_controls(
    cast: Cast, october: Period, form: Form, now: time_machine.Traveller
) -> None:
    declared(cast, october, form, {})
    now.move_to("2026-11-07T10:00:00+00:00")
    report = complete_report(cast, october)
    act(cast, "awa", report, "viser")
    now.move_to("2026-11-12T10:00:00+00:00")
    words = text_of(cast.client_of("salif").get("/a-verifier/"))
    assert "2 rapports déclarés complets" in words
    assert words.index("Banamba Central , octobre 2026") < words.index("Samakélé , octobre 2026")
    assert "9 jours" in words
    assert "5 jours" in words
    assert "attend le visa du DTC et la signature du président" in words
    assert "attend la signature du président" in words
    assert "Aucune alerte" in words


def test_who_is_late_can_be_called(cast: Cast, october: Period, now: time_machine.Traveller) -> None:
    open_period(october)
    now.move_to("2026-11-12T10:00:00+00:00")
    page = cast.client_of("salif").get("/a-verifier/")
    words = text_of(page)
    assert "2 en retard" in words
    assert "Moussa Coulibaly, président" in words
    assert 'href="tel:70' in page.content.decode()
    assert "aucun président enregistré" in words
    assert "7 jours" in words


def test_nothing_waits(cast: Cast, october: Period) -> None:
    words = text_of(cast.client_of("salif").get("/a-verifier/"))
    assert "Rien à vérifier" in words
    assert "Personne n’est en retard" in words


def test_the_queue_belongs_to_who_validates(cast: Cast, october: Period) -> None:
    for name in ("kadia", "awa", "moussa", "fanta", "seydou", "nana", "oumar", "yaya"):
        assert cast.client_of(name).get("/a-verifier/").status_code == 403, name
    assert cast.client_of("anonyme").get("/a-verifier/").status_code == 302


def test_queries_do_not_grow_with_the_queue(
    cast: Cast, october: Period, form: Form, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_period("2026-09")
    salif = cast.client_of("salif")
    complete_report(cast, october)
    salif.get("/a-verifier/")  # the catalogue is kept from here on
    with django_assert_num_queries(15):
        salif.get("/a-verifier/")
    declared(cast, october, form, {})
    with django_assert_num_queries(15):
        salif.get("/a-verifier/")
