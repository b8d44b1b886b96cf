"""A delegation has the role and the place of its source: the database says so, whoever writes."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from communes.models import Region
from core.access import Role
from mandates.delegating import delegate
from mandates.handing import RULE, triggers
from mandates.models import Mandate
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FIRST, LAST, AFTER = date(2026, 10, 5), date(2026, 10, 20), date(2026, 10, 21)


@pytest.fixture(autouse=True)
def october() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-10-05T10:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def deputy(everybody: Cast) -> Mandate:
    """Modibo stands in for Nana, two weeks."""
    return delegate(everybody.mandate_of("nana"), everybody.person_of("modibo"), FIRST, LAST)


def elsewhere() -> Region:
    return Region.objects.create(code="ML09", name="Ailleurs")


def refused(write: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=RULE), transaction.atomic():
        write()


def test_the_triggers_stand_on_this_engine() -> None:
    """A migration that makes the table again on SQLite must call ``hold``."""
    on_postgresql = connection.vendor == "postgresql"
    question = (
        "SELECT tgname FROM pg_trigger"
        if on_postgresql
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        assert ({RULE} if on_postgresql else set(triggers())) <= {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("more", [{"role": Role.DRDSES}, {"region": "elsewhere"}])
def test_no_new_delegation_of_another_role_or_place(everybody: Cast, more: dict[str, Any]) -> None:
    source = everybody.mandate_of("nana")
    values = {"role": source.role, "region": source.region} | more
    if values["region"] == "elsewhere":
        values["region"] = elsewhere()
    person = everybody.person_of("modibo")
    refused(
        lambda: Mandate.objects.bulk_create(
            [Mandate(person=person, starts_on=FIRST, ends_on=AFTER, delegated_from=source, **values)]
        )
    )


def test_a_delegation_does_not_change_its_role_nor_its_place(everybody: Cast, deputy: Mandate) -> None:
    own, region = Mandate.objects.filter(pk=deputy.pk), elsewhere()
    refused(lambda: own.update(role=Role.DRDSES))
    refused(lambda: own.update(region=region))
    refused(lambda: own.update(delegated_from=everybody.mandate_of("seydou")))
    own.update(ends_on=date(2026, 10, 10))  # its days do


def test_neither_does_what_was_handed_over(everybody: Cast, deputy: Mandate) -> None:
    source, region = everybody.mandate_of("nana"), elsewhere()
    refused(lambda: Mandate.objects.filter(pk=source.pk).update(role=Role.DRDSES))
    refused(lambda: Mandate.objects.filter(pk=source.pk).update(region=region))
    source.role = Role.DRDSES
    with pytest.raises(ValidationError, match="a été délégué"):  # before the database has to say it
        source.full_clean()
    source.refresh_from_db()
    source.ends_on = LAST
    source.full_clean()
    source.save()
    assert deputy.pk


def test_a_deputy_hands_nothing_over(everybody: Cast, deputy: Mandate) -> None:
    refused(
        lambda: Mandate.objects.create(
            person=everybody.person_of("ramata"), role=deputy.role, region=deputy.region, starts_on=FIRST,
            ends_on=AFTER, delegated_from=deputy,
        )
    )  # fmt: skip
    other = everybody.mandate_of("modibo")
    refused(lambda: Mandate.objects.filter(pk=everybody.mandate_of("nana").pk).update(delegated_from=other))


def test_who_hands_nothing_over_changes_freely(everybody: Cast) -> None:
    region = elsewhere()
    assert Mandate.objects.filter(pk=everybody.mandate_of("nana").pk).update(region=region) == 1
