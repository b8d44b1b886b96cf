"""The conventions that wait for the reader, as the first page shows them."""

from conventions.awaiting import Wait, wait_of
from conventions.models import Cam, CamQuerySet
from conventions.words import title_of

SHOWN = 10


def waiting(found: CamQuerySet) -> list[tuple[Cam, str, Wait]]:
    """(convention, its title, what it waits for), the oldest first, ten at most (one query)."""
    cams = found.located()[:SHOWN]
    return [(cam, title_of(cam), wait) for cam in cams if (wait := wait_of(cam))]
