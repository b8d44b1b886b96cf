"""Rows of a table typed in place: each saved by itself, or filled by a sheet, read before it is saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from core.formats import number
from core.keeping import Kept
from core.seen import SeenField, mark, mark_of, seen_words, version_of
from core.workflow import Refusal


class RowForm(forms.Form):
    """One row. ``named``: as a fault is told of it; ``now``: what its reader has before their eyes.

    ``changed``: something is said that its reader had not. ``prefix`` is the id of the row on its page.
    """

    TYPED: ClassVar[tuple[str, ...]]
    seen = SeenField()

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        prefix: str,
        named: str,
        version: int,
        held: Mapping[str, Any],
    ) -> None:
        self.named, self.now = named, seen_words(version, held)
        first = {name: number(value) if isinstance(value, int) else value for name, value in held.items()}
        super().__init__(data, files, prefix=prefix, initial=first | {"seen": self.now})

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that are typed."""
        return [self[name] for name in self.TYPED]

    @property
    def version(self) -> int:
        """Of the row, as its reader saw it."""
        return version_of(self.cleaned_data["seen"])

    def typed(self) -> dict[str, Any]:
        """What is said, once the fields are read."""
        return {name: self.cleaned_data[name] for name in self.TYPED}

    @property
    def changed(self) -> bool:
        """Does this row say anything new? What cannot be read does."""
        return bool(self.errors) or mark(self.typed()) != mark_of(self.cleaned_data["seen"])


F = TypeVar("F", bound=RowForm)
Makers = Mapping[int, Callable[..., F]]  # a row → its form, of what was sent or of nothing


@dataclass
class KeptRows(Kept[int, F]):
    """What became of a table; what a sheet says of its rows besides."""

    filled: dict[int, F] = field(default_factory=dict)  # to be read, then saved
    strange: Sequence[str] = ()  # rows of the sheet that are not of this table

    @property
    def wrong(self) -> bool:
        return super().wrong or any(form.errors for form in self.filled.values())

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the row, « Touba : … »), for the top of the page."""
        found = [("contenu", self.whole)] if self.whole else []
        for form in (self.refused | self.filled).values():
            for sentences in form.errors.values():
                found += [(str(form.prefix), f"{form.named}\u00a0: {said}") for said in sentences]
        return found


def save_rows(
    makers: Makers[F], letter: str, posted: Mapping[str, Any], keep: Callable[[F], None], elsewhere: str
) -> KeptRows[F]:
    """Save each row of which something new is said; a row from elsewhere among them: nothing is saved.

    ``letter`` begins the prefix of each; ``keep`` writes one, and may raise Refusal.
    """
    kept: KeptRows[F] = KeptRows()
    asked = {name[1:-5] for name in posted if name.startswith(letter) and name.endswith("-seen")}
    sent = {pk: make(posted) for pk, make in makers.items() if str(pk) in asked}
    if len(sent) < len(asked):
        kept.whole, kept.refused = elsewhere, sent
        return kept
    for pk, form in sent.items():
        if not form.changed:
            continue
        if saved(form, keep):
            kept.saved += 1
        else:
            kept.refused[pk] = form
    return kept


def saved(form: F, keep: Callable[[F], None]) -> bool:
    """Save one row; False when it is refused: it then says why."""
    if not form.is_valid():
        return False
    try:
        keep(form)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def filled_rows(makers: Makers[F], said: Mapping[int, Mapping[str, str]]) -> dict[int, F]:
    """The rows that a sheet would change, each as if it had been typed: nothing is saved."""
    found: dict[int, F] = {}
    for pk, make in makers.items():
        blank = make()
        asked = {name: text for name, text in said.get(pk, {}).items() if name in blank.TYPED}
        if not asked:
            continue
        typed = {blank.add_prefix(name): blank.initial.get(name) or "" for name in blank.TYPED}
        typed |= {blank.add_prefix(name): text for name, text in asked.items()}
        form = make(typed | {blank.add_prefix("seen"): blank.now})
        if form.changed:
            found[pk] = form
    return found


def shown_rows(makers: Makers[F], kept: KeptRows[F]) -> list[F]:
    """One form a row, in the order of the page; those refused, or filled, as they are."""
    back = kept.filled | kept.refused
    return [back.get(pk) or make() for pk, make in makers.items()]
