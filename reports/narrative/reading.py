"""What the parties said of a quarter, as pages, papers show it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from communes.models import Commune
from core import formats
from core.access import Role
from core.months import Quarter
from mandates.delegating import delegators
from reports.models import Document
from reports.narrative.parties import Party, parties_of
from reports.partners import the_asaco
from reports.voices import Divergence, Narrative, PartyKind, Signed

TITLES = (
    ("progress", "Ce qui a avancé"),
    ("difficulties", "Difficultés"),
    ("requests", "Ce qui est demandé"),
)


@dataclass(frozen=True, slots=True)
class NoteView:
    """A divergent note. ``of``: « l’ASACO de Boron »; ``older``: the text has changed since."""

    of: str
    text: str
    signed: str
    older: bool
    added: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one party said; ``row`` None: nothing. ``added``: « ajouté le … », after the report was issued."""

    party: Party
    row: Narrative | None
    answers: Sequence[tuple[str, str]] = ()  # title, words
    signed: str = ""
    added: str = ""
    notes: Sequence[NoteView] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """Everything that was said of one quarter of a commune. ``notes``: under the figures."""

    parties: Sequence[Said]
    notes: Sequence[NoteView]

    @property
    def written(self) -> int:
        return sum(one.row is not None for one in self.parties)

    @property
    def silent(self) -> list[str]:
        """The parties that said nothing, in words."""
        return [one.party.words for one in self.parties if one.row is None]

    def printed(self) -> list[object]:
        """All of it as plain words, for the fingerprint of a paper."""
        return [
            [
                [one.party.key, one.answers, one.signed, one.added, _plain(one.notes)]
                for one in self.parties
            ],
            _plain(self.notes),
        ]  # fmt: skip


def _plain(notes: Sequence[NoteView]) -> list[list[object]]:
    return [[note.of, note.text, note.signed, note.older, note.added] for note in notes]


def voices_of(commune: Commune, quarter: Quarter) -> Voices:
    """What was said until now; what a party that left wrote stays. Six queries at most."""
    here = {"commune": commune, "quarter": quarter.code}
    rows = list(Narrative.objects.filter(**here).select_related("person", "aire"))
    notes = list(Divergence.objects.filter(**here).select_related("person", "aire"))
    behind = delegators({row.mandate_id for row in (*rows, *notes)})
    first = Document.objects.filter(commune=commune, quarter=quarter.code).order_by("edition").first()
    issued = first.data_cutoff_at if first else None
    parties = parties_of(commune)
    parties += _left(commune, parties, [*rows, *notes])
    names = {(str(party.kind), party.aire_id): party.words for party in parties}
    versions = {row.pk: row.version for row in rows}
    under: dict[int | None, list[NoteView]] = defaultdict(list)
    for note in notes:
        under[note.about_id].append(
            NoteView(
                names[note.party, note.aire_id],
                note.text,
                signature(note, behind, note.written_at),
                note.about_id is not None and note.about_version != versions[note.about_id],
                _added(note.written_at, note.written_at, issued),
            )
        )
    found = {(row.party, row.aire_id): row for row in rows}
    said = [_said(party, found.get((party.kind, party.aire_id)), behind, issued, under) for party in parties]
    return Voices(said, under[None])


def _left(commune: Commune, parties: Sequence[Party], rows: Sequence[Narrative | Divergence]) -> list[Party]:
    """The parties that wrote, then went: an aire closed, or hosted elsewhere since."""
    known = {(party.kind, party.aire_id) for party in parties}
    gone = {row.aire for row in rows if row.aire and (row.party, row.aire_id) not in known}
    words = [(aire, the_asaco("", aire.name)) for aire in sorted(gone, key=lambda aire: aire.name)]
    return [Party(PartyKind.ASACO, commune, said, aire) for aire, said in words]


def _said(
    party: Party,
    row: Narrative | None,
    behind: dict[int, str],
    issued: datetime | None,
    under: dict[int | None, list[NoteView]],
) -> Said:
    if row is None:
        return Said(party, None)
    return Said(
        party,
        row,
        _answers(row),
        signature(row, behind, row.saved_at),
        _added(row.written_at, row.saved_at, issued),
        under[row.pk],
    )


def _answers(row: Narrative) -> list[tuple[str, str]]:
    return [(title, text) for name, title in TITLES if (text := getattr(row, name))]


def signature(row: Signed, behind: dict[int, str], at: datetime) -> str:
    """« Fanta Keïta, maire (Banamba), par délégation de Nana Touré, le 12 octobre 2026 »."""
    deputy = behind.get(row.mandate_id, "")
    handed = f", par délégation {formats.de(deputy)}" if deputy else ""
    on = formats.day(timezone.localtime(at).date())
    return f"{row.person}, {Role(row.role).label} ({row.place_name}){handed}, le {on}"


def _added(written: datetime, saved: datetime, issued: datetime | None) -> str:
    """« ajouté le … », « changé le … » of what came after the first report of the quarter; else ""."""
    if issued is None or saved <= issued:
        return ""
    word = "ajouté" if written > issued else "changé"
    return f"{word} le {formats.day(timezone.localtime(saved).date())}, après le premier rapport"


@dataclass(frozen=True, slots=True)
class Version:
    """A text as it was saved before."""

    number: int
    answers: Sequence[tuple[str, str]]
    signed: str


def versions_of(voices: Voices) -> dict[int, list[Version]]:
    """Text → its former versions, the latest first. Two queries, none without any."""
    changed = {one.row.pk: one.row.version for one in voices.parties if one.row and one.row.version > 1}
    if not changed:
        return {}
    rows = Narrative.history.filter(id__in=changed).select_related("person").order_by("-version")
    behind = delegators({row.mandate_id for row in rows})
    found: dict[int, list[Version]] = defaultdict(list)
    for row in rows:
        if row.version != changed[row.id]:
            found[row.id].append(Version(row.version, _answers(row), signature(row, behind, row.saved_at)))
    return dict(found)
