"""Alerts: what is told, to whom, once; at the act, or with the day."""

from collections.abc import Iterable
from datetime import date

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from communes.models import Commune
from core.access import Action
from cscom.models import Aire, AirePopulation, CommuneShare
from mandates.receivers import Roll, receivers
from monitoring.form import Form
from monitoring.models import MonthlyReport, Period
from monitoring.tasks import alert, alert_daily
from monitoring.totals import open_period, rebuild
from notices.models import Means, Notice, NoticeChoice, NoticeKind
from tests.cast import PARTS, Cast
from tests.figured import C, V, send
from tests.monitoring.pages import send_act
from tests.monitoring.test_deaths import GOOD
from tests.monitoring.test_deaths import send as declare
from tests.reporting import act, complete_report, explain, good_values, make_period, type_in

pytestmark = pytest.mark.django_db


def told(kind: NoticeKind, *, key: str = "") -> dict[str, str]:
    """First name → text of the notices of one kind."""
    rows = Notice.objects.filter(kind=kind, fact__contains=key).select_related("person")
    return {row.person.first_name.lower(): row.text for row in rows}


# ---- At the act ----
@pytest.fixture
def report(cast: Cast, october: Period, form: Form) -> MonthlyReport:
    """One maternal death counted."""
    return type_in(cast, "kadia", cast.territory.aire, october, good_values(form) | {"DM.cscom": 1}).report


def test_a_declared_death_says_where_and_nothing_more(cast: Cast, report: MonthlyReport) -> None:
    assert declare(cast, "awa", report)[0] == 302
    texts = told(NoticeKind.DEATH)
    readers = {"kadia", "moussa", "fanta", "binta", "issa", "drissa", "salif", "seydou", "nana"}
    assert set(texts) == readers  # neither the declarer, nor the next aire, nor partners
    assert set(texts.values()) == {"Un décès maternel est déclaré dans l’aire de santé de Samakélé."}
    declare(cast, "awa", report)
    assert Notice.objects.filter(kind=NoticeKind.DEATH).count() == len(readers)


def test_an_ended_mandate_is_told_no_death(cast: Cast, report: MonthlyReport) -> None:
    cast.end_mandate_of("fanta")
    declare(cast, "awa", report)
    assert "fanta" not in told(NoticeKind.DEATH)
    assert "drissa" in told(NoticeKind.DEATH)


def test_a_withdrawn_declaration_is_told_too(cast: Cast, report: MonthlyReport) -> None:
    declare(cast, "awa", report)
    send_act(cast.client_of("awa"), "report_deaths", report, {"retirer": str(report.deaths.get().pk)})
    texts = told(NoticeKind.DEATH, key="retire")
    assert set(texts.values()) == {
        "Une déclaration de décès maternel est retirée, dans l’aire de santé de Samakélé."
    }
    assert "fanta" in texts


def test_a_refused_declaration_tells_nobody(cast: Cast, october: Period, form: Form) -> None:
    bare = type_in(cast, "kadia", cast.territory.aire, october, good_values(form)).report
    assert declare(cast, "awa", bare, **GOOD)[0] == 422
    assert told(NoticeKind.DEATH) == {}


def test_drugs_that_were_out_are_named_once_a_report(cast: Cast, october: Period, form: Form) -> None:
    values = good_values(form) | {"RUP_CTA": 12, "RUP_OCY": 1}
    report = complete_report(cast, october, values)
    texts = told(NoticeKind.SHORTAGE)
    # Who reads the section and provisional figures: Modibo and Ramata wait for the validation.
    readers = {"moussa", "sitan", "awa", "fanta", "binta", "issa", "drissa", "salif", "seydou", "nana"}
    assert set(texts) == readers
    assert set(texts.values()) == {
        "Rapport d’octobre 2026, Samakélé\u00a0: rupture de stock, CTA, ocytocine."
    }
    act(cast, "salif", report, "renvoyer", "Relisez.")
    act(cast, "kadia", report, "declarer")
    assert Notice.objects.filter(kind=NoticeKind.SHORTAGE).count() == len(readers)


def test_nothing_was_out(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    assert told(NoticeKind.SHORTAGE) == {}


def test_an_act_undone_leaves_no_alert(cast: Cast, october: Period, form: Form) -> None:
    """The alert stands in the transaction of the act."""
    aire = cast.territory.aire
    report = type_in(cast, "kadia", aire, october, good_values(form) | {"RUP_CTA": 12}).report
    explain(report)
    with transaction.atomic():
        act(cast, "kadia", report, "declarer")
        assert told(NoticeKind.SHORTAGE)
        transaction.set_rollback(True)
    assert told(NoticeKind.SHORTAGE) == {}


# ---- With the day ----
@pytest.fixture
def due(cast: Cast, october: Period) -> Period:
    """October, due on 5 November, expected of both aires: Banamba's reported."""
    open_period(october)
    send(cast.territory.second_aire, october, 17, V)
    rebuild()
    return october


def on(day: str) -> int:
    """How many notices that day brings."""
    with time_machine.travel(f"{day}T08:00:00+00:00", tick=False):
        return alert(date.fromisoformat(day))


def test_a_late_report_is_told_higher_as_days_pass(cast: Cast, due: Period) -> None:
    assert on("2026-11-05") == 0
    assert on("2026-11-06") == 4
    text = "Rapport d’octobre 2026, Samakélé\u00a0: pas reçu, attendu le 5 novembre 2026 au plus tard."
    assert told(NoticeKind.LATE) == dict.fromkeys(("kadia", "awa", "sitan", "moussa"), text)
    assert on("2026-11-06") == on("2026-11-19") == 0
    assert on("2026-11-20") == 5
    # The host commune, not the neighbour's: Drissa's holds 40 % of the aire, and does not host it.
    assert set(told(NoticeKind.LATE, key=":15")) == {"salif", "seydou", "fanta", "binta", "issa"}
    assert on("2026-12-04") == 0
    assert on("2026-12-05") == 1
    assert set(told(NoticeKind.LATE, key=":30")) == {"nana"}
    assert on("2026-12-05") == on("2027-01-04") == 0


def test_nobody_is_told_of_what_came_or_is_very_old(cast: Cast, due: Period) -> None:
    assert on("2027-01-05") == 0
    send(cast.territory.aire, due, 20, C, day=20)
    rebuild()
    assert on("2026-11-21") == 0


def test_an_ended_mandate_is_told_nothing_a_new_one_is(cast: Cast, due: Period) -> None:
    cast.end_mandate_of("kadia")
    on("2026-11-06")
    assert set(told(NoticeKind.LATE)) == {"awa", "sitan", "moussa"}
    mandate = cast.mandate_of("kadia")
    mandate.ends_on = None
    mandate.save()
    assert on("2026-11-07") == 1


def test_who_turned_a_subject_off_is_spared_but_not_of_their_own_act(cast: Cast, due: Period) -> None:
    for name in ("kadia", "fanta"):
        NoticeChoice.objects.create(person=cast.person_of(name), kind=NoticeKind.LATE, means=Means.NONE)
    on("2026-11-20")
    assert "kadia" in told(NoticeKind.LATE, key=":0")
    assert set(told(NoticeKind.LATE, key=":15")) == {"salif", "seydou", "binta", "issa"}


def test_a_report_sent_back_is_late_after_its_correction(cast: Cast, due: Period) -> None:
    aire = cast.territory.aire
    send(aire, due, 20, C)
    MonthlyReport.objects.filter(aire=aire).update(state="renvoye")
    rebuild()
    assert on("2026-11-15") == 0
    assert on("2026-11-16") == 4
    text = "Rapport d’octobre 2026, Samakélé\u00a0: renvoyé, pas encore corrigé, attendu le 15 novembre 2026 "
    assert set(told(NoticeKind.LATE).values()) == {f"{text}au plus tard."}


@pytest.fixture
def months(cast: Cast, october: Period) -> dict[str, Period]:
    return {"2026-10": october} | {code: make_period(code) for code in ("2026-07", "2026-08", "2026-09")}


def penta3(cast: Cast, months: dict[str, Period], numbers: Iterable[int]) -> None:
    """Of 34 children expected a month in Samakélé, of 17 in Banamba: there, the target is reached."""
    for (code, period), number in zip(sorted(months.items()), numbers, strict=False):
        send(cast.territory.aire, period, number, V if code < "2026-09" else C)
        send(cast.territory.second_aire, period, 17, V)
    rebuild()


def test_two_red_months_are_told_once_to_the_people_of_the_place(
    cast: Cast, months: dict[str, Period]
) -> None:
    penta3(cast, months, [33, 33, 20, 20])  # 97 %, then 59 %: the target is 95 %, near from 76 %
    assert on("2026-10-20") == 0  # September alone is red
    assert on("2026-11-06") == 5
    text = "loin de la cible deux mois de suite, septembre 2026 et octobre 2026."
    texts = told(NoticeKind.RED)
    assert {name: words.partition("\u00a0: ")[2] for name, words in texts.items()} == dict.fromkeys(
        ("kadia", "awa", "sitan", "moussa", "drissa"), text
    )
    assert "aire de santé de Samakélé" in texts["kadia"]
    assert "commune de Ben Kadi" in texts["drissa"]  # all of its people live in that aire
    url = Notice.objects.get(kind=NoticeKind.RED, person=cast.person_of("drissa")).url
    assert cast.client_of("drissa").get(url).status_code == 200
    assert on("2026-11-06") == on("2026-11-30") == 0


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ([33, 20, 20, 20], "it was told in September"),
        ([33, 20, 33, 20], "not running"),
        ([33, 33, 28, 28], "near, not far"),
    ],
)
def test_what_is_no_turn_to_red(
    cast: Cast, months: dict[str, Period], numbers: list[int], reason: str
) -> None:
    penta3(cast, months, numbers)
    assert on("2026-11-06") == 0, reason


def test_a_month_not_received_is_not_red(cast: Cast, months: dict[str, Period]) -> None:
    penta3(cast, months, [33, 33, 20])
    open_period(months["2026-10"])
    on("2026-11-06")
    assert told(NoticeKind.RED) == {}


def test_the_task_acts_once_a_day(cast: Cast, due: Period) -> None:
    with time_machine.travel("2026-11-06T00:30:00+00:00", tick=False):
        assert (alert_daily(), alert_daily()) == (4, 0)
    Notice.objects.all().delete()
    with time_machine.travel("2026-11-06T23:00:00+00:00", tick=False):
        assert alert_daily() == 0
    with time_machine.travel("2026-11-07T00:30:00+00:00", tick=False):
        assert alert_daily() == 4


def test_more_places_cost_no_more_queries(cast: Cast, months: dict[str, Period]) -> None:
    penta3(cast, months, [33, 33, 20, 20])
    _more(cast.territory.host, 8, months)  # late
    rebuild()
    on("2026-11-20")  # the catalogue is kept from here on
    Notice.objects.all().delete()
    with CaptureQueriesContext(connection) as few:
        first = on("2026-11-20")
    assert told(NoticeKind.RED)
    assert told(NoticeKind.LATE)
    host = cast.territory.host
    for number in range(8):
        _more(host, number, months)
    rebuild()
    Notice.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        assert on("2026-11-20") > first
    assert len(many) == len(few) == 18


def _more(host: Commune, number: int, months: dict[str, Period]) -> None:
    """One more aire, of the same size."""
    aire = Aire.objects.create(
        code=f"PLUS-{number}", name=f"Plus {number}", host_commune=host, district=host.district
    )
    CommuneShare.objects.create(aire=aire, commune=host, share=10_000, starts_on=date(2009, 1, 1))
    AirePopulation.objects.create(aire=aire, year=2026, total=10_200, source="essai")
    for (code, period), penta in zip(sorted(months.items()), (33, 33, 20, 20), strict=True):
        if code < "2026-10" or number % 2:  # one in two is late
            send(aire, period, penta, V)


@pytest.mark.parametrize("action", Action)
def test_the_roll_names_the_same_people_as_receivers(cast: Cast, action: Action) -> None:
    cast.end_mandate_of("binta")
    roll = Roll()
    for aire in cast.territory.aires:
        where = aire.where()
        assert roll.people(action, where) == {person.pk for person in receivers(action, where)}
    assert len(roll.people(Action.SELF, where)) == len(PARTS) - 1
