"""Names without accents: the same folding in Python and in the database, to search and to match lists."""

import unicodedata
from collections.abc import Iterable

from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Replace

# What the names of places are written with, beyond a-z: French, Bamanankan, and the apostrophes of N’Gara.
_FOLDED: dict[str, str] = {
    "a": "àâäÀÂÄ",
    "c": "çÇ",
    "e": "éèêëÉÈÊËɛƐ",
    "i": "îïÎÏ",
    "n": "ɲŋƝŊñÑ",
    "o": "ôöÔÖɔƆ",
    "u": "ùûüÙÛÜ",
    " ": "-–",
    "": "'’ʼ",
}
_TABLE = str.maketrans({letter: plain for plain, letters in _FOLDED.items() for letter in letters})


def folded(name: str) -> str:
    """« N’Golobougou » → « ngolobougou », « Sanankoro-Djitoumou » → « sanankoro djitoumou »."""
    plain = unicodedata.normalize("NFC", name).translate(_TABLE)
    return " ".join(plain.lower().split())


def folded_column(column: str = "name") -> Combinable:
    """The same, as an expression over a column: no unaccent extension is needed, on SQLite or PostgreSQL."""
    expression: Combinable = F(column)
    for plain, letters in _FOLDED.items():
        for letter in letters:
            expression = Replace(expression, Value(letter), Value(plain))
    return Lower(expression)


def accented(name: str, spellings: Iterable[str]) -> str:
    """``name`` as the only accented spelling of it writes it; itself when there is none, or more than one."""
    same = {s for s in spellings if not s.isascii() and folded(s) == folded(name)}
    return same.pop() if len(same) == 1 else name
