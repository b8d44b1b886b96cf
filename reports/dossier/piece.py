"""A piece of a dossier: what it is called, how it is printed, or why it is not there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.template.loader import render_to_string

Subject = TypeVar("Subject")  # what the dossier is about


@dataclass(frozen=True, slots=True)
class Piece(Generic[Subject]):
    """``build`` reads what the template prints, or says in a sentence why there is nothing to join.

    ``paged``: the class of its section, for a piece with margins of its own.
    """

    code: str
    title: str
    template: str
    build: Callable[[Subject], "dict[str, Any] | str"]
    paged: str = ""


@dataclass(frozen=True, slots=True)
class Joined(Generic[Subject]):
    """A piece as it is listed: its number and its pages, or the sentence in their stead."""

    piece: Piece[Subject]
    number: int
    html: str
    nothing: str


def joined(subject: Subject, pieces: Sequence[Piece[Subject]]) -> list[Joined[Subject]]:
    """Every piece in its order; those that have something are numbered from 1."""
    found: list[Joined[Subject]] = []
    number = 0
    for piece in pieces:
        built = piece.build(subject)
        if isinstance(built, str):
            found.append(Joined(piece, 0, "", built))
        else:
            number += 1
            found.append(Joined(piece, number, render_to_string(piece.template, built), ""))
    return found
