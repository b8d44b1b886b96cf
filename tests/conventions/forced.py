"""Conventions in force with their lines, written straight to the database; what parties say of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from accounts.models import Person
from communes.models import Commune
from conventions.effects import open_years
from conventions.enums import CamParty, Mark
from conventions.models import Cam, Commitment, Due, Score
from conventions.terms import after
from cscom.models import Aire
from tests.cast import Cast

SIGNED = date(2024, 12, 16)
STARTS = date(2025, 1, 1)
# Who promises, what, how often, due in which month: as many rows as a test needs.
LINES: Sequence[tuple[str, str, str, int]] = (
    ("commune", "Entretenir les bâtiments", "annuel", 12),
    ("commune", "Verser la quote-part", "annuel", 6),
    ("commune", "Constituer le stock", "annuel", 3),
    ("asaco", "Tenir les réunions", "annuel", 6),
    ("asaco", "Déclarer le personnel", "mensuel", 3),
    ("etat", "Superviser le CSCOM", "trimestriel", 6),
)


def in_force(
    everybody: Cast,
    *,
    aire: Aire | None = None,
    commune: Commune | None = None,
    starts_on: date = STARTS,
    months: int = 60,
    lines: Sequence[tuple[str, str, str, int]] = LINES,
    **said: Any,
) -> Cam:
    """Of the first aire with its host commune, from 1 January 2025 to 31 December 2029."""
    place = everybody.territory
    cam = Cam.objects.create(
        **{
            "aire": aire or place.aire, "commune": commune or place.host, "state": "vigueur",
            "months": months, "starts_on": starts_on, "ends_on": after(starts_on, months),
            "advised_on": SIGNED, "deliberated_on": SIGNED, "deliberation": "12",
            "commune_signer": everybody.person_of("fanta"), "commune_signed_on": SIGNED,
            "asaco_signer": everybody.person_of("moussa"), "asaco_signed_on": SIGNED, "vised_on": SIGNED,
            **said,
        }
    )  # fmt: skip
    for rank, (party, text, frequency, month) in enumerate(lines, 1):
        Commitment.objects.create(
            cam=cam, key=uuid4(), rank=rank, party=party, text=text, frequency=frequency, due_month=month
        )
    open_years(cam)
    return Cam.objects.located().get(pk=cam.pk)


def due(cam: Cam, text: str, year: int = 2026) -> Due:
    """The line of that commitment in that year."""
    found = Due.objects.select_related("commitment__cam")
    return found.get(commitment__cam=cam, commitment__text=text, year=year)


def said(one: Due, party: str, mark: str, words: str = "", by: Person | None = None) -> Score:
    """What a party said, without asking whether it may."""
    words = words or ("pas de besoin" if mark == Mark.VOID else "")
    return Score.objects.create(due=one, party=party, mark=mark, words=words, version=1, person=by)


def all_said(
    cam: Cam, mark: str = Mark.KEPT, year: int = 2026, parties: Sequence[str] = CamParty.values
) -> None:
    """Every party says the same of each line of the year."""
    for one in Due.objects.filter(commitment__cam=cam, year=year):
        for party in parties:
            said(one, party, mark)
