"""What a reader had before their eyes when they typed: so that nobody writes over what they did not see."""

import hashlib
from typing import Any

from django import forms

CHANGED = "Quelqu’un a modifié cette ligne entre-temps. Relisez-la, puis enregistrez de nouveau."


def mark(said: Any) -> str:
    """Sixteen signs that stand for what is said: two sayings that differ have two of them."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def seen_words(version: int, said: Any) -> str:
    """« 3/0f6a8652c44a9d11 »: the version a reader saw, what it said."""
    return f"{version}/{mark(said)}"


class SeenField(forms.RegexField):
    """The hidden field of what was seen: « version/mark »."""

    def __init__(self, **field: Any) -> None:
        sentences = {"required": CHANGED, "invalid": CHANGED}
        super().__init__(
            r"^[0-9]{1,9}/[0-9a-f]{16}$", widget=forms.HiddenInput, error_messages=sentences, **field
        )


def version_of(seen: str) -> int:
    """The version that was seen."""
    return int(seen.partition("/")[0])


def mark_of(seen: str) -> str:
    """The mark of what it said."""
    return seen.partition("/")[2]
