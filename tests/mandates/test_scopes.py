"""What a person holds, read with the account: the same mandates, at the door of a request alone."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.backends import AccountBackend
from accounts.models import User
from core.access import Holding, Role
from mandates.models import Mandate
from mandates.scopes import account_of, holdings_of, scope_of_person, scope_of_user
from tests.cast import PARTS, Cast


def told(person: int) -> list[Holding]:
    """Mandate by mandate, by the rules said of one row."""
    rows = Mandate.objects.filter(person=person).order_by("starts_on", "pk")
    today = timezone.localdate()
    return [
        Holding(m.pk, Role(m.role), m.place_kind, m.place_id, m.place_name) for m in rows if m.held_on(today)
    ]


def test_the_same_mandates_by_every_way(everybody: Cast) -> None:
    for name in PARTS:
        user = everybody.user_of(name)
        with CaptureQueriesContext(connection) as asked:
            found = account_of(user.pk)
        assert len(asked) == 1, name
        assert found == user
        assert found is not None
        for field in User._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(User.objects.get(pk=user.pk), field.attname)
        assert (found.person, str(found.person)) == (user.person, str(user.person))
        scope = scope_of_user(found)
        assert scope == scope_of_person(user.person)
        assert list(scope.holdings) == holdings_of(user.person_id) == told(user.person_id) != [], name


def test_what_came_with_the_account_counts_once(everybody: Cast) -> None:
    user = account_of(everybody.user_of("fanta").pk)
    assert user is not None
    assert scope_of_user(user).holdings
    everybody.end_mandate_of("fanta")
    assert scope_of_user(user).holdings == ()


def test_nobody_holds_what_ended_or_was_not_begun(everybody: Cast) -> None:
    user, mandate = everybody.user_of("fanta"), everybody.mandate_of("fanta")
    today = timezone.localdate()
    for change in ({"ends_on": today}, {"ends_on": None, "starts_on": today + timedelta(days=1)}):
        Mandate.objects.filter(pk=mandate.pk).update(**change)
        found = account_of(user.pk)
        assert found == user
        assert found is not None
        assert scope_of_user(found).holdings == ()


def test_a_delegation_ends_with_its_source(everybody: Cast) -> None:
    source, user = everybody.mandate_of("fanta"), everybody.user_of("kadia")
    today = timezone.localdate()
    handed = Mandate.objects.create(
        person=user.person,
        role=source.role,
        commune=source.commune,
        starts_on=today,
        ends_on=today + timedelta(days=9),
        delegated_from=source,
    )
    assert handed.pk in [holding.mandate_id for holding in told(user.person_id)]
    for held in (True, False):
        found = account_of(user.pk)
        assert found is not None
        assert (handed.pk in [h.mandate_id for h in scope_of_user(found).holdings]) == held
        Mandate.objects.filter(pk=source.pk).update(ends_on=today)


def test_no_account_no_session(everybody: Cast) -> None:
    user = everybody.user_of("fanta")
    assert account_of(0) is None
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert AccountBackend().get_user(user.pk) is None
