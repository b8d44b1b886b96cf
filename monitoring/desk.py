"""One section at the desk of whoever types: what stands, what was typed, what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone

from core import formats
from monitoring.entry import FIELD, CellConflict, Parsed, shown
from monitoring.enums import NA, Severity, ValueType
from monitoring.form import Cell, Form, FormSection, Value
from monitoring.notes import NOTHING_SAID, Thread
from monitoring.rules import Finding
from monitoring.sheet import Block, Box, Choice, Note, blocks, kind_of, read_box, value_text
from monitoring.sight import Sight

NOTHING = Parsed({}, {}, ())


@dataclass(frozen=True)
class Desk:
    """``why``: the sentence that locks the section, or "". ``refusal``: why nothing could be saved.

    ``typed`` holds the texts that come back to the page as they were typed.
    """

    sight: Sight
    section: FormSection
    why: str
    findings: Sequence[Finding] = ()
    parsed: Parsed = NOTHING
    typed: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[CellConflict, ...] = ()
    refusal: str = ""
    threads: Mapping[str, Thread] = field(default_factory=dict)

    def blocks(self) -> list[Block]:
        return blocks(self.section, self.sight.values, self.box, self.notes)

    def read(self) -> list[Block]:
        """The same for whoever only reads."""
        values = self.sight.values

        def drawn(cell: Cell) -> Box:
            thread = self.threads.get(cell.key, NOTHING_SAID)
            return replace(read_box(cell, values), said=thread.words, marks=_marks(thread))

        return blocks(self.section, values, drawn)

    def errors(self) -> list[tuple[str, str]]:
        """Lines of the summary: (id of the field, sentence)."""
        found = [("contenu", self.refusal)] if self.refusal else []
        cells = self.sight.form.cells
        found += [
            (FIELD + key, f"{cells[key].label} : {_lower(wrong.why)}")
            for key, wrong in self.parsed.invalid.items()
        ]
        found += [(f"{FIELD}{c.key}.0", f"{c.label} : deux valeurs, choisissez") for c in self.conflicts]
        return found

    def box(self, cell: Cell) -> Box:
        """One field, in the state it is in."""
        key, value = cell.key, self.sight.values.get(cell.key)
        look, symbol, word = self._state(cell, value)
        conflict = next((c for c in self.conflicts if c.key == key), None)
        thread = self.threads.get(key, NOTHING_SAID)
        return Box(
            id=FIELD + key,
            label=cell.label,
            text=self.typed.get(key, _field_text(cell, value)),
            kind=kind_of(value),
            look=look,
            symbol=symbol,
            word=word,
            locked=bool(self.why),
            yes_no=cell.type == ValueType.YES_NO,
            notes=" ".join(self._note_ids(key)),
            choices=_choices(cell, conflict) if conflict else (),
            said=thread.words,
            marks=_marks(thread),
        )

    def notes(self, boxes: Iterable[Box]) -> tuple[Note, ...]:
        """What is to be said under a line: wrong cells first, then the controls that begin here."""
        keys = [box.id.removeprefix(FIELD) for box in boxes]
        wrong = [
            Note(
                f"n.{key}",
                "far",
                "cross",
                self.sight.form.cells[key].label,
                f"{found.why} Gardé tel quel, pas compté.",
            )
            for key in keys
            if (found := self.parsed.invalid.get(key))
        ]
        return (*wrong, *(_finding_note(f) for f in self.findings if self._anchor(f) in keys))

    def _state(self, cell: Cell, value: Value | None) -> tuple[str, str, str]:
        key = cell.key
        if key in self.parsed.invalid:
            return "c-bad", "cross", "ce n’est pas une valeur"
        if self.refusal and key in self.typed:
            return "c-ref", "bang", "refusé, gardé tel que vous l’avez tapé"
        if self.why:
            return "c-lock", "lock", "verrouillé"
        if value is None:
            return "", "", "vide"
        if value == NA:
            return "c-na", "", "sans objet"
        if any(key in f.cells for f in self.findings if f.severity != Severity.INFORMATION):
            return "c-odd", "warn", "reçu par le serveur, à vérifier"
        return "c-ok", "tick", "reçu par le serveur"

    def _note_ids(self, key: str) -> list[str]:
        ids = [f"n.{key}"] if key in self.parsed.invalid else []
        return ids + [f"n.{f.rule_code}" for f in self.findings if key in f.cells]

    def _anchor(self, finding: Finding) -> str:
        """The first cell of the finding in this section, or ""."""
        mine = {cell.key for cell in self.section.cells}
        return next((key for key in finding.cells if key in mine), "")


def typed_over(form: Form, texts: Mapping[str, str], values: Mapping[str, Value]) -> dict[str, str]:
    """What was typed and is not what stands, by key; an amount stands in threes, and bare."""
    found = {}
    for key, text in texts.items():
        cell, value = form.cells.get(key), values.get(key)
        if cell and text.strip() not in (shown(value), _field_text(cell, value)):
            found[key] = text[:200]
    return found


def _marks(thread: Thread) -> str:
    """The classes of the corners of a cell."""
    return " ".join(name for name, there in (("c-com", thread.count), ("c-flag", thread.followed)) if there)


def _finding_note(finding: Finding) -> Note:
    if finding.severity == Severity.BLOCKING:
        return Note(f"n.{finding.rule_code}", "far", "far", "À corriger", finding.message)
    if finding.severity == Severity.COMMENT:
        return Note(
            f"n.{finding.rule_code}", "near", "warn", "Enregistré, commentaire demandé", finding.message
        )
    return Note(f"n.{finding.rule_code}", "", "info", "Pour information", finding.message)


def _choices(cell: Cell, conflict: CellConflict) -> tuple[Choice, ...]:
    at = timezone.localtime(conflict.their_at) if conflict.their_at else None
    theirs = " ".join(filter(None, [conflict.their_name, f"à {formats.hour(at)}" if at else ""]))
    return (
        Choice(
            _field_text(cell, conflict.mine), f"Garder {_worded(cell, conflict.mine)}", "vous, à l’instant"
        ),
        Choice(_field_text(cell, conflict.theirs), f"Garder {_worded(cell, conflict.theirs)}", theirs),
    )


def _worded(cell: Cell, value: Value | None) -> str:
    return "la case vide" if value is None else value_text(value, cell.type)


def _field_text(cell: Cell, value: Value | None) -> str:
    """What the field holds: digits, amounts in threes, « oui », « s. o. », nothing."""
    if isinstance(value, int) and cell.type in {ValueType.YES_NO, ValueType.MONEY}:
        return value_text(value, cell.type)
    return shown(value)


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
