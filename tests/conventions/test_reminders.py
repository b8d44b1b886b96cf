"""Whoever is awaited by a convention for more than thirty days is reminded, once in thirty days."""

from datetime import date, timedelta

import pytest
import time_machine

from conventions.models import Cam
from conventions.tasks import watch
from core.models import ActLog
from mandates.models import Mandate
from notices.models import Notice
from tests.cast import Cast
from tests.conventions.moves import CHAIN, walk

DAY = date(2026, 10, 5)  # of the acts


def reminded(everybody: Cast, traveller: time_machine.Traveller, days: int) -> set[str]:
    """First names of those newly reminded so many days after; each hour, to nobody twice."""
    traveller.move_to(f"{DAY + timedelta(days=days)}T10:30:00+00:00")
    known = set(Notice.objects.values_list("pk", flat=True))
    watch()
    new = Notice.objects.exclude(pk__in=known).filter(fact__contains=":rappel:")
    names = {notice.person.first_name.lower() for notice in new.select_related("person")}
    assert len(names) == new.count()
    assert watch() == 0
    return names


@pytest.mark.parametrize(
    ("acts", "awaited", "words"),
    [
        (1, {"seydou"}, "l’avis du médecin chef du district de Banamba"),
        (2, {"fanta", "issa"}, "la délibération du conseil communal de Banamba"),
        (3, {"fanta", "moussa"}, "la signature du maire de Banamba et la signature du président de l’ASACO"),
        (4, {"moussa"}, "la signature du président de l’ASACO de Samakélé"),
        (5, {"boubacar"}, "le visa du préfet du cercle de Banamba"),
        (6, {"fanta", "issa", "moussa"}, "l’entrée en vigueur"),
    ],
)
def test_those_whose_act_it_waits_for(
    cam: Cam, everybody: Cast, october: time_machine.Traveller, acts: int, awaited: set[str], words: str
) -> None:
    cam = walk(cam, everybody, *CHAIN[:acts])
    before = (cam.state, cam.version, ActLog.objects.count())
    assert reminded(everybody, october, 30) == set()  # the thirtieth day counts
    assert reminded(everybody, october, 31) == awaited
    assert reminded(everybody, october, 60) == set()
    assert reminded(everybody, october, 61) == awaited
    notice = Notice.objects.filter(fact__contains=":rappel:").latest("pk")
    assert f"attend {words}" in notice.text
    assert notice.text.endswith("depuis 61 jours. C’est à vous.")
    assert notice.url == cam.get_absolute_url()
    cam.refresh_from_db()
    assert (cam.state, cam.version, ActLog.objects.count()) == before


def test_a_site_that_slept_reminds_once(cam: Cam, everybody: Cast, october: time_machine.Traveller) -> None:
    """Late by two turns, it tells once, then thirty days later; who came since is told at once."""
    walk(cam, everybody, *CHAIN[:1])
    assert reminded(everybody, october, 89) == {"seydou"}
    assert reminded(everybody, october, 93) == set()
    newcomer = everybody.person_of("drissa")
    Mandate.objects.create(
        person=newcomer, role="medecin_chef", district=cam.aire.district, starts_on=DAY, reference="acte"
    )
    assert reminded(everybody, october, 94) == {newcomer.first_name.lower()}
    assert reminded(everybody, october, 119) == {"seydou"}


def test_an_effect_to_come_a_draft_a_convention_in_force_wait_for_nobody(
    cam: Cam, everybody: Cast, october: time_machine.Traveller
) -> None:
    assert reminded(everybody, october, 40) == set()  # a draft is its writers’ own
    october.move_to(f"{DAY}T10:00:00+00:00")
    Cam.objects.filter(pk=cam.pk).update(starts_on=DAY + timedelta(days=60))
    cam = walk(Cam.objects.located().get(pk=cam.pk), everybody, *CHAIN[:6])
    assert cam.state == "visee"
    assert reminded(everybody, october, 90) == set()
    assert reminded(everybody, october, 91) == {"fanta", "issa", "moussa"}
