"""Names without accents: to match lists with one another, and to search."""

import unicodedata
from collections.abc import Iterable

# What the names of places are written with, beyond a-z: French and Bamanankan.
_LETTERS: dict[str, str] = {
    "a": "àâäÀÂÄ",
    "c": "çÇ",
    "e": "éèêëÉÈÊËɛƐ",
    "i": "îïÎÏ",
    "n": "ɲŋƝŊñÑ",
    "o": "ôöÔÖɔƆ",
    "u": "ùûüÙÛÜ",
}
_APOSTROPHES = "'’ʼ"
_HYPHENS = "–-"  # the plain one last: inside brackets it would make a range
_TABLE = str.maketrans(
    {letter: plain for plain, letters in _LETTERS.items() for letter in letters}
    | dict.fromkeys(_APOSTROPHES, "")
    | dict.fromkeys(_HYPHENS, " ")
)


def folded(name: str) -> str:
    """« N’Golobougou » → « ngolobougou », « Sanankoro-Djitoumou » → « sanankoro djitoumou »."""
    plain = unicodedata.normalize("NFC", name).translate(_TABLE)
    return " ".join(plain.lower().split())


def accented(name: str, spellings: Iterable[str]) -> str:
    """``name`` as the only accented spelling of it writes it; itself when there is none, or more than one."""
    same = {s for s in spellings if not s.isascii() and folded(s) == folded(name)}
    return same.pop() if len(same) == 1 else name


def pattern_for(words: str) -> str:
    """A pattern (``__iregex``) that finds ``words`` however accents, apostrophes and hyphens are written.

    Letters, digits and spaces only: nothing of what was typed is read as a pattern. "" when nothing is left.
    """
    kept = "".join(letter if letter.isalnum() else " " for letter in folded(words)).split()
    return f"[ {_HYPHENS}]+".join("".join(map(_class, word)) for word in kept)


def _class(letter: str) -> str:
    """The letter in all its dresses, and the apostrophe that may follow it."""
    return f"[{letter}{_LETTERS.get(letter, '')}][{_APOSTROPHES}]?"
