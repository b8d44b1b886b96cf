"""What waits: my queue with its age, who is late beyond the delay, reminders, the calendar."""

import pytest
import time_machine

from communes.models import Region
from core.models import ActLog
from notices.models import Notice
from planning.models import Plan, PlanDay
from planning.queue import mine, overdue
from planning.tasks import remind_awaited
from tests.cast import Cast
from tests.planning.test_plan_pages import address, text_of, walk

QUEUE, CALENDAR = "/plans/a-traiter/", "/plans/calendrier/"


def turn(cast: Cast) -> set[str]:
    """Whose turn it is."""
    names = ("kadia", "moussa", "awa", "oumar", "fanta", "drissa", "seydou", "nana")
    return {name for name in names if mine(cast.scope_of(name)).exists()}


def test_a_plan_stands_in_one_queue_at_a_time(plan: Plan, everybody: Cast) -> None:
    assert turn(everybody) == {"moussa"}
    for name, act, then in (
        ("moussa", "adopter", {"fanta"}),
        ("fanta", "avis", {"seydou"}),
        ("seydou", "renvoyer_csref", {"kadia", "awa"}),
        ("awa", "deposer", {"seydou"}),
        ("seydou", "valider", {"nana"}),
        ("nana", "approuver", set()),
    ):
        walk(plan, everybody, (name, act))
        assert turn(everybody) == then, act


def test_beyond_fifteen_days_it_is_said_at_whose(
    plan: Plan, everybody: Cast, october: time_machine.Traveller
) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    october.move_to("2026-10-20T23:00:00+00:00")
    assert not overdue(everybody.scope_of("nana")).exists()  # the fifteenth day counts
    october.move_to("2026-10-21T10:00:00+00:00")
    page = text_of(everybody.client_of("nana"), QUEUE)
    assert "16 jours" in page.replace("\u00a0", " ")
    assert "Fanta Keïta" in page
    assert not overdue(everybody.scope_of("oumar")).exists()


def test_reminders_escalate_the_alert_and_decide_nothing(
    plan: Plan, everybody: Cast, october: time_machine.Traveller
) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    october.move_to("2026-10-21T10:00:00+00:00")
    assert [remind_awaited(), remind_awaited()] == [2, 0]
    told = {notice.person_id: notice.text for notice in Notice.objects.filter(fact__contains=":rappel:")}
    assert set(told) == {everybody.person_of(name).pk for name in ("fanta", "seydou")}
    assert told[everybody.person_of("fanta").pk].startswith("Rappel. Plan 2027 de Samakélé")
    assert told[everybody.person_of("seydou").pk].startswith("Alerte.")
    plan.refresh_from_db()
    assert (plan.state, ActLog.objects.count()) == ("adopte", 1)
    october.move_to("2026-11-05T11:00:00+00:00")
    assert [remind_awaited(), remind_awaited()] == [2, 0]


def test_the_calendar_is_to_be_confirmed_then_set(plan: Plan, everybody: Cast) -> None:
    client, region = everybody.client_of("nana"), everybody.territory.region
    assert "à confirmer" in text_of(client, CALENDAR)
    url = f"{CALENDAR}{region.code}/modifier/"
    steps = ("brouillon", "adoption", "avis", "validation", "approbation")
    days = {f"{step}_day": f"{10 + n} 09" for n, step in enumerate(steps)}
    years = {f"{step}_year": "1" for step in steps}
    assert client.post(url, days | years | {"avis_day": "31 02"}).status_code == 422
    assert client.post(url, days | years | {"avis_day": "01 09"}).status_code == 422  # before the adoption
    assert not PlanDay.objects.exists()
    assert client.post(url, days | years).status_code == 302
    page = text_of(client, f"{CALENDAR}?annee=2027")
    assert "à confirmer" not in page
    assert "10 septembre 2026" in page
    assert "Adoption par le conseil d’administration" in page
    assert everybody.client_of("seydou").get(url).status_code == 404


def by_when(plan: Plan, cast: Cast) -> str:
    """What the receipt of the last act says of the next one."""
    log = ActLog.objects.latest("pk")
    page = text_of(cast.client_of("moussa"), address(plan, f"actes/{log.pk}/"))
    return page.partition("Ensuite")[2].partition(". ")[0].replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ((), "avant le 20 octobre 2026 au soir (délai convenu de 15 jours)"),
        ((1, 11, 30), "avant le 30 novembre 2026 au soir (calendrier des plans de la région)"),
        ((1, 10, 5), "avant le 5 octobre 2026 au soir (calendrier"),  # today still counts
        (
            (2, 11, 30),
            "(délai convenu de 15 jours ; le calendrier des plans disait le 30 novembre 2025)",
        ),
    ],
)
def test_the_receipt_says_by_when_and_who_says_so(
    plan: Plan, everybody: Cast, kept: tuple[int, ...], says: str
) -> None:
    """The day of the région for the opinion; the days of other steps, of other régions say nothing of it."""
    region = plan.aire.host_commune.cercle.region
    elsewhere = Region.objects.create(code="ML09", name="Ailleurs")
    rows: list[tuple[Region, str, tuple[int, ...]]] = [
        (region, "validation", (1, 12, 31)),
        (elsewhere, "avis", (1, 12, 24)),
    ]
    for place, step, (years, month, day) in [*rows, *([(region, "avis", kept)] if kept else [])]:
        PlanDay.objects.create(region=place, step=step, years_before=years, month=month, day=day)
    walk(plan, everybody, ("moussa", "adopter"))
    assert says in by_when(plan, everybody)


def test_a_correction_has_the_agreed_delay(plan: Plan, everybody: Cast) -> None:
    region = plan.aire.host_commune.cercle.region
    for step in ("adoption", "avis", "validation"):
        PlanDay.objects.create(region=region, step=step, years_before=1, month=12, day=24)
    walk(plan, everybody, ("moussa", "adopter"), ("fanta", "renvoyer_commune"))
    assert "20 octobre 2026 au soir (délai convenu" in by_when(plan, everybody)
