"""A view that reads cannot write, whatever it tries."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.models import Person
from core.access import Action, View, requires
from core.http import WrittenInReadingError, acting, reading, writing

pytestmark = pytest.mark.django_db


def person() -> Person:
    return Person(first_name="Awa", last_name="Diarra", sex="F")


def insert() -> None:
    person().save()


def update() -> None:
    Person.objects.update(phone="70 00 00 00")


def raw() -> None:
    with connection.cursor() as cursor:
        cursor.execute("  update accounts_person set phone = '1'")


def bulk() -> None:
    Person.objects.bulk_create([person(), person()])


def view_that(does: Callable[[], object]) -> View:
    @requires(Action.ANYONE)
    def view(_request: HttpRequest) -> HttpResponse:
        does()
        return HttpResponse("fait")

    return view


@pytest.mark.parametrize("write", [insert, update, raw, bulk])
@pytest.mark.parametrize("guard", [reading, writing])
def test_a_get_cannot_write(
    rf: RequestFactory, guard: Callable[[View], View], write: Callable[[], None]
) -> None:
    with pytest.raises(WrittenInReadingError), transaction.atomic():
        guard(view_that(write))(rf.get("/"))
    assert not Person.objects.exclude(phone="").exists()


def test_deleting_is_writing_too(rf: RequestFactory) -> None:
    gone = person()
    gone.save()
    with pytest.raises(WrittenInReadingError), transaction.atomic():
        reading(view_that(gone.delete))(rf.get("/"))


@pytest.mark.parametrize("guard", [writing, acting])
def test_a_post_may_write(rf: RequestFactory, guard: Callable[[View], View]) -> None:
    assert guard(view_that(insert))(rf.post("/")).status_code == 200
    assert Person.objects.count() == 1


def test_reading_is_not_hindered(rf: RequestFactory) -> None:
    assert reading(view_that(lambda: list(Person.objects.all())))(rf.get("/")).status_code == 200


@pytest.mark.parametrize(
    ("guard", "refused"),
    [(reading, "post"), (reading, "delete"), (writing, "put"), (acting, "get"), (acting, "head")],
)
def test_other_methods_are_refused(rf: RequestFactory, guard: Callable[[View], View], refused: str) -> None:
    assert guard(view_that(insert))(getattr(rf, refused)("/")).status_code == 405
    assert Person.objects.count() == 0


@pytest.mark.parametrize("guard", [reading, writing, acting])
def test_the_action_stays_in_sight(guard: Callable[[View], View]) -> None:
    assert guard(view_that(insert)).access is Action.ANYONE


def test_the_hold_ends_with_the_view(rf: RequestFactory) -> None:
    reading(view_that(lambda: None))(rf.get("/"))
    insert()
    assert Person.objects.count() == 1
