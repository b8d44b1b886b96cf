"""A sheet whose dry run was read: carried by the page, sealed, until it is written whole or let go."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction

from conventions.lines import hold, risen
from conventions.models import Cam, Commitment
from conventions.sheets.reviewing import Review, review
from core.access import Scope
from core.workflow import Refusal
from files.sheets.rows import clean
from files.sheets.table import Read

SALT = "conventions.sheets"
KEPT = 24 * 60 * 60  # seconds during which a dry run may be confirmed
GONE = "Cette vérification n’est plus valable\u00a0: déposez la feuille de nouveau."
FAULTY = "La feuille est à corriger\u00a0: rien n’a été enregistré."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that was read, not written. ``stamp``: of this reading, so that it is written once."""

    stamp: UUID
    name: str
    rows: tuple[Read, ...]

    def review(self, cam: Cam) -> Review:
        """The dry run, on the draft as it now stands."""
        return review(self.rows, cam, self.stamp)


def waiting(rows: Iterable[Read], name: str) -> Waiting:
    """A sheet that was just read."""
    return Waiting(uuid4(), clean(name, 120) or "feuille", tuple(rows))


def sealed(sheet: Waiting, cam: Cam, scope: Scope) -> str:
    """What the page carries: this sheet, for this convention, for this person; nobody makes another of it."""
    said: list[Any] = [cam.pk, scope.person_id, sheet.stamp.hex, sheet.name]
    return signing.dumps([*said, [[row.number, row.cells] for row in sheet.rows]], salt=SALT, compress=True)


def unsealed(text: str, cam: Cam, scope: Scope) -> Waiting:
    """The sheet that the page carried. Raises Refusal."""
    try:
        pk, person, stamp, name, rows = signing.loads(text, salt=SALT, max_age=KEPT)
    except signing.BadSignature as error:
        raise Refusal(GONE) from error
    if (pk, person) != (cam.pk, scope.person_id):
        raise Refusal(GONE)
    read = (Read(number, tuple((c, title, said) for c, title, said in cells)) for number, cells in rows)
    return Waiting(UUID(stamp), name, tuple(read))


def confirm(sheet: Waiting, cam: Cam, scope: Scope) -> int:
    """Write all the sheet or nothing, once whatever the number of clicks; how many lines. Raises Refusal."""
    with transaction.atomic():
        held = hold(cam, scope)
        found = sheet.review(held)
        if found.faults:
            raise Refusal(FAULTY)
        if found.writes:
            _write(held, found)
            risen(held, cam)
    return found.writes


def _write(held: Cam, found: Review) -> None:
    held.commitments.filter(pk__in=[one.line.pk for one in found.gone]).delete()
    for one in found.changed:
        for name, value in one.values.items():
            setattr(one.line, name, value)
        one.line.version += 1
        one.line.save()
    last = max(held.commitments.values_list("rank", flat=True), default=0)
    Commitment.objects.bulk_create(
        Commitment(cam=held, key=line.key, rank=rank, version=1, **line.values)
        for rank, line in enumerate(found.lines, last + 1)
    )
