"""What is said of a figure, by whom: read under it, written once, taken back by its author."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import formats
from core.access import Action, Role, Scope, Where
from core.months import Month
from core.workflow import Refusal
from mandates.policy import actor_of
from monitoring.models import Interpretation
from monitoring.models.interpretation import LONGEST
from monitoring.places import Place
from monitoring.spans import Span, months_words

SHOWN = 12  # on one page, the newest of the period first
NOT_YOURS = "Votre fonction ne commente pas les chiffres de ce lieu."
SILENT = "Écrivez votre commentaire."
TOO_LONG = f"Commentaire trop long\u00a0: {formats.number(LONGEST)} caractères au plus."
MOVED = "La période affichée a changé depuis\u00a0: relisez le chiffre, puis signez de nouveau."
USED = "Ce numéro d’envoi a déjà servi pour un autre commentaire\u00a0: cette fois, rien n’a été enregistré."
GONE = "Ce commentaire est déjà retiré, ou n’est pas le vôtre."


@dataclass(frozen=True, slots=True)
class Said:
    """What an author sends: words, the period they read (see ``mark_of``), the number of this sending."""

    text: str
    mark: str
    operation: UUID


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, ready to be read. ``text`` "": it was withdrawn."""

    pk: int
    code: str
    text: str
    signed: str  # « Fanta Keïta, maire, Banamba »
    at: str
    months: str  # « de janvier à octobre 2026 »
    here: bool  # does it speak of the period shown?
    mine: bool
    withdrawn: str


def comments(
    place: Place, where: Where, codes: Iterable[str], span: Span, scope: Scope, *, standing: bool = False
) -> list[Comment]:
    """What was said of these indicators at a place: of the period shown first, then the newest (one query).

    ``standing``: of the period shown alone, without what was withdrawn. Nothing for a reader from whom small
    counts are kept there: a sentence may tell one.
    """
    if not scope.may(Action.COUNTS_EXACT, where):
        return []
    rows = Interpretation.objects.filter(place_kind=place.kind, place_id=place.id, code__in=list(codes))
    first, last = _ends(span.months)
    if standing:
        rows = rows.filter(first_month=first, last_month=last, withdrawn_at=None)
    rows = rows.filter(last_month__lte=last).select_related("person")
    found = sorted(
        rows[: SHOWN * 5], key=lambda row: (row.first_month, row.last_month) == (first, last), reverse=True
    )
    return [_comment(row, (first, last), scope) for row in found[:SHOWN]]


def _comment(row: Interpretation, ends: tuple[str, str], scope: Scope) -> Comment:
    gone = row.withdrawn_at
    return Comment(
        row.pk,
        row.code,
        "" if gone else row.text,
        f"{row.person}, {Role(row.role).label}, {row.place_name}",
        formats.moment(timezone.localtime(row.written_at)),
        months_words(row.months),
        here=(row.first_month, row.last_month) == ends,
        mine=gone is None and row.person_id == scope.person_id,
        withdrawn=formats.moment(timezone.localtime(gone)) if gone else "",
    )


def _ends(months: Sequence[Month]) -> tuple[str, str]:
    return months[0].code, months[-1].code


def mark_of(span: Span) -> str:
    """The period that the author reads, as the form carries it."""
    return "/".join(_ends(span.months))


def write(place: Place, where: Where, code: str, span: Span, said: Said, scope: Scope) -> Interpretation:
    """Sign a comment, once for one ``operation``. Raises Refusal."""
    if not scope.may(Action.INTERPRET, where):
        raise Refusal(NOT_YOURS)
    text = said.text.strip()
    if not text:
        raise Refusal(SILENT)
    if len(text) > LONGEST:
        raise Refusal(TOO_LONG)
    first, _, last = said.mark.partition("/")
    row: dict[str, Any] = {"code": code, "place_kind": place.kind, "place_id": place.id, "text": text}
    row |= {"first_month": first, "last_month": last, "person_id": scope.person_id}
    if done := Interpretation.objects.filter(operation=said.operation).first():
        return _same(done, row)
    if said.mark != mark_of(span):
        raise Refusal(MOVED)
    holding = actor_of(scope, Action.INTERPRET, where).holding
    if holding is None:
        raise Refusal(NOT_YOURS)
    signed = {"mandate_id": holding.mandate_id, "role": holding.role, "place_name": holding.place_name}
    try:
        with transaction.atomic():
            return Interpretation.objects.create(**row, **signed, operation=said.operation)
    except IntegrityError as error:  # the same number at the same instant
        raise Refusal(USED) from error


def _same(done: Interpretation, row: dict[str, Any]) -> Interpretation:
    """The comment whose answer was lost; another one under its number is refused."""
    if done.withdrawn_at or any(getattr(done, name) != value for name, value in row.items()):
        raise Refusal(USED)
    return done


def withdraw(place: Place, where: Where, code: str, number: str, scope: Scope) -> None:
    """Take back one's own comment: it stays in the database, unread. Raises Refusal."""
    if not scope.may(Action.INTERPRET, where):
        raise Refusal(NOT_YOURS)
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 15 else 0
    mine = Interpretation.objects.filter(
        pk=asked, code=code, place_kind=place.kind, place_id=place.id, person=scope.person_id
    )
    if not mine.filter(withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise Refusal(GONE)
