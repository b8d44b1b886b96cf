"""What somebody has not read yet."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, Count, F, QuerySet, Value, When

from core.memo import once
from core.prepared import prepared
from notices.models import Notice, NoticeKind


def unread_count(person_id: int | None) -> int:
    """How many notices wait for this person; 0 for nobody."""
    return sum(_unread(person_id).values()) if person_id else 0


def unread_work(person_id: int | None, start: str) -> list[str]:
    """The facts of those about documents and works that begin so (« document: »)."""
    return [fact for fact in _unread(person_id) if fact.startswith(start)] if person_id else []


@once
def _unread(person_id: int) -> Mapping[str, int]:
    """Fact of a document, of a work → 1; "" → how many of the other kinds. One query a page."""
    return dict(_waiting(person=person_id))


@prepared(person=BigIntegerField())
def _waiting(person: int) -> QuerySet[Notice, Any]:
    work = Case(When(kind=NoticeKind.WORK, then=F("fact")), default=Value(""), output_field=CharField())
    waiting = Notice.objects.filter(person__pk=person, read_at=None).order_by()
    return waiting.values_list(work).annotate(Count("pk"))
