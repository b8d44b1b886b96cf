"""Find a commune, a village or a CSCOM by its name, however it is typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Prefetch, Q

from communes.models import Commune, Place, Village
from communes.names import folded, pattern_for
from cscom.models import Cscom, VillageAire

LEAST_LETTERS, MOST_LETTERS = 2, 60
SHOWN = 30
_READ = 500  # names read before the best thirty are kept

P = TypeVar("P", bound=Place)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found; ``more``: the kinds of which only the first thirty are shown."""

    communes: list[Commune] = field(default_factory=list)
    centres: list[Cscom] = field(default_factory=list)
    villages: list[tuple[Village, VillageAire | None]] = field(default_factory=list)
    more: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.communes or self.centres or self.villages)


def find(words: str) -> Found:
    """Search names without accents, and codes; nothing below two letters (four queries)."""
    words = words.strip()[:MOST_LETTERS]
    pattern = pattern_for(words)
    if len(folded(words)) < LEAST_LETTERS or not pattern:
        return Found()
    named = Q(name__iregex=pattern) | Q(code__iexact=words)
    communes, more_communes = _best(Commune.objects.filter(named).select_related("cercle"), words)
    centres, more_centres = _best(
        Cscom.objects.filter(named).select_related("aire__host_commune__cercle"), words
    )
    links = Prefetch(
        "aire_links",
        VillageAire.objects.filter(ends_on=None).select_related("aire"),
        to_attr="open_links",
    )
    rows = Village.objects.filter(named | Q(other_name__iregex=pattern)).select_related("commune__cercle")
    villages, more_villages = _best(rows.prefetch_related(links), words)
    more = {"communes": more_communes, "CSCOM": more_centres, "villages": more_villages}
    return Found(
        communes,
        centres,
        [(village, next(iter(village.open_links), None)) for village in villages],
        tuple(kind for kind, cut in more.items() if cut),
    )


def _best(rows: Iterable[P], words: str) -> tuple[list[P], bool]:
    """The thirty to show, and whether others were left out: same name first, then same beginning."""
    asked = folded(words)

    def rank(row: P) -> tuple[bool, bool, str, str]:
        name = folded(row.name)
        return name != asked, not name.startswith(asked), name, row.code

    found = sorted(rows[:_READ], key=rank)  # type: ignore[index]
    return found[:SHOWN], len(found) > SHOWN
