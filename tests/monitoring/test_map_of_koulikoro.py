"""The map of the whole région as it ships: every commune drawn, within what a phone may fetch."""

import gzip
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from accounts.models import Person, User
from communes.models import Commune, District, Region
from core.access import Role
from cscom.models import Aire
from mandates.models import Mandate
from monitoring.enums import ReportState
from monitoring.totals import rebuild
from tests.figured import send
from tests.reporting import make_period

pytestmark = [
    pytest.mark.usefixtures("koulikoro", "mid_october", "catalogue"),
    pytest.mark.django_db,
]
WHOLE, DISTRICT = 54_000, 26_000  # bytes, compressed: the page and everything it takes
REGION = "/regions/ML02/carte/"


@pytest.fixture
def nana() -> Client:
    """The DRS, on a day when six aires of seven have sent September, well or badly."""
    september = make_period("2026-09")
    for i, aire in enumerate(Aire.objects.order_by("code")):
        if i % 7:
            send(aire, september, 8 + i % 37, ReportState.VALIDATED)
    rebuild()
    person = Person.objects.create(first_name="Nana", last_name="Touré", sex="F", phone="70 99 99 99")
    user = User.objects.create_user("nana.essai", "un mot de passe assez long", person=person)
    region = Region.objects.get(code="ML02")
    Mandate.objects.create(person=person, role=Role.DRS, region=region, starts_on=date(2026, 1, 1))
    client = Client()
    client.force_login(user)
    return client


def weight(answer: Any) -> int:
    """The page as it travels, then each style sheet, script and picture it names, compressed."""
    page = answer.content.decode()
    linked = {name.partition("#")[0] for name in re.findall(r'(?:href|src)="/static/([^"]+)"', page)}
    files = [Path(found).read_bytes() for name in linked if (found := finders.find(name))]
    assert len(files) == len(linked) > 4
    return sum(len(gzip.compress(content)) for content in (answer.content, *files))


def test_every_commune_and_every_cscom_is_there(nana: Client) -> None:
    page = nana.get(REGION)
    found, text = page.context["found"], page.content.decode()
    assert len(found.drawn) == Commune.objects.count() == 108
    assert not found.undrawn
    assert text.count("</title><path d=") == 108
    assert len(found.centres) == 200
    assert len(re.findall(r'<use href="#m-\w+" x=', text)) == 200 - len(found.unplaced)
    assert {"ok", "near", "far", "nil"} <= {lot.tone for lot in found.centres}
    names = set(re.findall(r"<text x[^>]*>([^<]+)</text>", text)) - {"50\u00a0km"}
    assert names == set(District.objects.values_list("name", flat=True))


def test_two_of_one_name_are_told_apart(nana: Client) -> None:
    found = nana.get(REGION).context["found"]
    named = {lot.name for lot in found.communes if lot.unit.name == "Diédougou"}
    assert len(named) == 2
    assert "Diédougou (Dioïla)" in named
    assert len({lot.name for lot in found.communes}) == 108


@pytest.mark.parametrize("query", ["", "?montrer=distances", "?indicateur=I45&montrer=distances"])
def test_the_map_is_within_the_budget_of_a_page(nana: Client, query: str) -> None:
    assert 20_000 < weight(nana.get(REGION + query)) < WHOLE


def test_the_map_of_a_district_is_light(nana: Client) -> None:
    district = District.objects.get(name="Banamba")
    assert weight(nana.get(f"/districts/{district.code}/carte/?montrer=distances")) < DISTRICT


def test_who_lives_far_is_the_same_by_commune_and_for_the_whole(nana: Client) -> None:
    found = nana.get(f"{REGION}?montrer=distances").context["found"]
    assert found.far_villages == len(found.remote.villages) == 496
    assert found.far_people == sum(village.people for village in found.remote.villages)
    assert found.unknown == 0
