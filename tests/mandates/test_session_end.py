"""Rights follow the mandate on the day of the request."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.access import Action, Role
from mandates.models import Mandate
from mandates.scopes import scope_of_person
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def test_the_end_of_a_mandate_cuts_an_open_session(everybody: Cast) -> None:
    client = everybody.client_of("kadia")
    assert client.get("/mes-droits/").status_code == 200
    everybody.end_mandate_of("kadia")
    answer = client.get("/mes-droits/")
    assert answer.headers["Location"] == "/connexion/"
    assert "_auth_user_id" not in client.session
    assert "Votre mandat est terminé" in client.get("/connexion/").content.decode()


def test_a_post_after_the_end_does_nothing(everybody: Cast) -> None:
    client = everybody.client_of("salif")
    everybody.end_mandate_of("salif")
    client.post(f"/personnes/{everybody.person_of('kadia').pk}/code/")
    assert not everybody.user_of("kadia").codes.exists()


def test_the_password_alone_opens_nothing(everybody: Cast) -> None:
    everybody.end_mandate_of("kadia")
    client = Client()
    client.post("/connexion/", {"username": "kadia", "password": PASSWORD})
    assert client.get("/mes-droits/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_last_day_counts_and_the_next_does_not(everybody: Cast) -> None:
    mandate = everybody.mandate_of("kadia")
    mandate.ends_on = timezone.localdate() + timedelta(days=10)
    mandate.save()
    noon = timezone.localtime().replace(hour=12)
    with time_machine.travel(noon + timedelta(days=9), tick=False):
        assert everybody.scope_of("kadia").may(Action.CLINICAL_ENTER)
        assert mandate.state_word == "en cours"
        assert mandate.last_day == timezone.localdate()
    with time_machine.travel(noon + timedelta(days=10), tick=False):
        assert everybody.scope_of("kadia").holdings == ()
        assert mandate.state_word == "terminé"


def test_a_mandate_to_come_gives_nothing_yet(everybody: Cast) -> None:
    mandate = everybody.mandate_of("kadia")
    mandate.starts_on = timezone.localdate() + timedelta(days=1)
    mandate.save()
    assert everybody.scope_of("kadia").places == {}
    assert mandate.state_word == "à venir"


def test_two_mandates_add_up_and_one_may_end(everybody: Cast) -> None:
    kadia, place = everybody.person_of("kadia"), everybody.territory
    second = Mandate.objects.create(
        person=kadia, role=Role.CONSEILLER, commune=place.neighbour, starts_on=timezone.localdate()
    )
    both = scope_of_person(kadia)
    assert both.may(Action.CLINICAL_ENTER, place.aire.where())
    assert both.may(Action.COMPLETENESS_SEE, place.neighbour.where())
    everybody.end_mandate_of("kadia")
    left = scope_of_person(kadia)
    assert [holding.mandate_id for holding in left.holdings] == [second.pk]
    assert not left.may(Action.CLINICAL_ENTER)
