"""A page that reads asks each thing once; what may write asks again."""

from itertools import count

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.access import Action, View, requires
from core.http import reading, writing
from core.memo import once, remembering

pytestmark = pytest.mark.django_db


def counter() -> tuple[View, list[int]]:
    numbers, seen = count(), list[int]()

    @once
    def ask(_what: str) -> int:
        return next(numbers)

    @requires(Action.ANYONE)
    def view(_request: HttpRequest) -> HttpResponse:
        seen.extend([ask("a"), ask("a"), ask("b")])
        return HttpResponse("lu")

    return view, seen


def test_a_page_asks_once_and_the_next_page_again(rf: RequestFactory) -> None:
    view, seen = counter()
    page = reading(view)
    page(rf.get("/"))
    page(rf.get("/"))
    assert seen == [0, 0, 1, 2, 2, 3]


def test_what_may_write_asks_each_time(rf: RequestFactory) -> None:
    view, seen = counter()
    writing(view)(rf.post("/"))
    assert seen == [0, 1, 2]


def test_nothing_is_kept_of_a_page_that_failed() -> None:
    numbers = count()

    @once
    def ask() -> int:
        return next(numbers)

    def fail() -> None:
        ask()
        raise LookupError

    with pytest.raises(LookupError), remembering():
        fail()
    assert ask() == 1
    with remembering():
        assert ask() == ask() == 2
