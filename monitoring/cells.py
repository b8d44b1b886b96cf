"""What was typed in a cell, read: a number, « sans objet », nothing, or something kept as typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.formats import counted, join_and, parse_number
from monitoring.enums import NA, ValueType
from monitoring.form import Cell, Form, FormSection, Value

FIELD = "c."  # fields of a page are named « c.CC_NC.lt1.F »
MOST = 10**12
_NOT_APPLICABLE = frozenset({"so", "na", "sansobjet"})
_YES, _NO = frozenset({"oui", "o", "1"}), frozenset({"non", "n", "0"})
_DROPPED = str.maketrans("", "", " .\u00a0\u202f\t/")
_KEPT = 200  # characters kept of what is not a number
_NAMED = 3
NEGATIVE = "Un nombre négatif n’est pas possible ici."
TOO_GREAT = "Ce nombre est trop grand."


@dataclass(frozen=True, slots=True)
class Invalid:
    """What was typed, kept as typed and not counted, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """``values``: key → number, "NA" or None (vide). ``refused``: sentences about fields that are no cell."""

    values: dict[str, Value | None]
    invalid: dict[str, Invalid]
    refused: tuple[str, ...]


class NotAValueError(ValueError):
    """What was typed is no value of this cell; the message is a French sentence."""


def read_value(cell: Cell, text: str) -> Value | None:
    """« 1 234 » → 1234, « s. o. » → "NA", "" → None. Raises NotAValueError."""
    bare = text.translate(_DROPPED).casefold()
    if not bare:
        return None
    if bare in _NOT_APPLICABLE:
        return NA
    if cell.type == ValueType.YES_NO:
        if bare in _YES:
            return 1
        if bare in _NO:
            return 0
        raise NotAValueError("Répondez par oui ou par non.")
    try:
        value = parse_number(text)
    except ValueError as error:
        raise NotAValueError(f"{error}.") from error
    if value < 0:
        raise NotAValueError(NEGATIVE)
    if not isinstance(value, int):
        raise NotAValueError("Écrivez un nombre entier, sans virgule.")
    if value > MOST:
        raise NotAValueError(TOO_GREAT)
    return value


def read_sent(cell: Cell, value: object) -> Value | None:
    """What a program sends: an integer, "NA", None for « vide ». Raises NotAValueError."""
    if value is None or value == NA:
        return NA if value else None
    if type(value) is not int:  # neither true nor "12" nor 12.0
        raise NotAValueError("Donnez un nombre entier, «\u00a0NA\u00a0» (sans objet) ou null (vide).")
    if abs(value) > MOST:
        raise NotAValueError(TOO_GREAT if value > 0 else NEGATIVE)
    return read_value(cell, str(value))


def shown(value: Value | None) -> str:
    """The value as the cell shows it: « 1234 », « s. o. », nothing."""
    return "" if value is None else "s.\u00a0o." if value == NA else str(value)


def parse_cells(form: Form, posted: Mapping[str, str], section: FormSection | None = None) -> Parsed:
    """Read the fields « c.<key> » of one section, or of the whole form; other fields are not looked at."""
    codes = {element.code for element in section.elements} if section else None
    cells = {k: c for k, c in form.cells.items() if codes is None or c.element in codes}
    values: dict[str, Value | None] = {}
    invalid: dict[str, Invalid] = {}
    for key, cell in cells.items():
        text = posted.get(FIELD + key)
        if text is None:
            continue
        try:
            values[key] = read_value(cell, text)
        except NotAValueError as error:
            invalid[key] = Invalid(text[:_KEPT], str(error))
    return Parsed(values, invalid, _strangers(posted, cells))


def _strangers(posted: Mapping[str, str], cells: Mapping[str, Cell]) -> tuple[str, ...]:
    unknown = [name for name in posted if name.startswith(FIELD) and name.removeprefix(FIELD) not in cells]
    if not unknown:
        return ()
    names = join_and([f"«\u00a0{name.removeprefix(FIELD)[:40]}\u00a0»" for name in unknown[:_NAMED]])
    more = "…" if len(unknown) > _NAMED else ""
    count = counted(len(unknown), "champ n’existe pas", "champs n’existent pas")
    return (f"{count} dans cette partie du formulaire\u00a0: {names}{more}. Rien n’en a été gardé.",)
