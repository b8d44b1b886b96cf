"""A prepared query: written once, the same rows as the query itself, nothing kept of what was read."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateField, QuerySet, Value
from django.db.models.functions import JSONObject
from django.test.utils import CaptureQueriesContext

from communes.models import Commune
from core.prepared import prepared
from cscom.models import Aire, CommuneShare
from tests.territory import SmallTerritory

pytestmark = pytest.mark.django_db


@prepared(codes=CharField(), day=DateField())
def opened(codes: Sequence[str], day: date) -> QuerySet[Commune, Any]:
    found = Commune.objects.open_on(day).filter(code__in=codes).order_by("code")
    return found.values_list("code", JSONObject(name="name"), "opened_on")


@prepared(commune=BigIntegerField())
def touching(commune: int) -> QuerySet[Any, Any]:
    hosted = Aire.objects.filter(host_commune=commune).order_by().values_list("pk", Value(0))
    shares = CommuneShare.objects.filter(commune=commune, ends_on=None)
    return hosted.union(shares.values_list("aire", "share"), all=True)


def test_the_rows_of_the_query_itself(territory: SmallTerritory) -> None:
    Commune.objects.filter(pk=territory.host.pk).update(opened_on=date(2026, 5, 1))
    both = sorted([territory.host.code, territory.neighbour.code])
    for codes in ([], both[:1], both[1:], both, ["'; --", "%s"]):
        for day in (date(2026, 4, 30), date(2026, 5, 1)):
            plain = opened.build(codes=codes, day=day)
            assert opened(codes=codes, day=day) == list(plain), (codes, day)
    assert len(opened(codes=both, day=date(2026, 5, 1))) == 2
    assert opened(codes=both[:1], day=date(2026, 5, 1))[0][1] == {
        "name": Commune.objects.get(code=both[0]).name
    }


def test_two_queries_joined(territory: SmallTerritory) -> None:
    for commune in (territory.host, territory.neighbour):
        plain = touching.build(commune=commune.pk)
        assert sorted(touching(commune=commune.pk)) == sorted(plain) != []
    assert touching(commune=0) == []


def test_what_changed_since_is_read(territory: SmallTerritory) -> None:
    asked = {"codes": [territory.host.code], "day": date(2026, 5, 1)}
    before = opened(**asked)
    Commune.objects.filter(pk=territory.host.pk).update(name="Autre")
    assert opened(**asked)[0][1] == {"name": "Autre"} != before[0][1]


def test_it_is_written_once_for_each_length(territory: SmallTerritory) -> None:
    written: list[int] = []

    @prepared(codes=CharField())
    def named(codes: Sequence[str]) -> QuerySet[Commune, Any]:
        written.append(len(codes))
        return Commune.objects.filter(code__in=codes).values_list("code")

    with CaptureQueriesContext(connection) as asked:
        for code in ("a", "b", territory.host.code):
            named(codes=[code])
        named(codes=["a", "b"])
        named(codes=[])
    assert written == [1, 2, 0]
    assert len(asked) == 4  # among nothing, nothing is asked
