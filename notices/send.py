"""Telling people a fact, once each."""

from collections.abc import Iterable

from accounts.models import Person
from notices.models import Notice


def tell(persons: Iterable[Person | int], fact: str, text: str, url: str) -> int:
    """Write one notice a person for ``fact``; those already told stay as they are. How many are new.

    ``fact`` names what happened (« rapport:12:renvoyer:7 », 120 signs at most); ``text`` is a French
    sentence, cut at 300 signs; ``url`` is a path of this site, or "". Written in the caller's transaction:
    it disappears with a fact that is undone.
    """
    if url and (not url.startswith("/") or url.startswith(("//", "/\\"))):
        raise ValueError(f"not a page of this site: {url}")
    ids = {one.pk if isinstance(one, Person) else one for one in persons}
    told = set(Notice.objects.filter(fact=fact, person__in=ids).values_list("person_id", flat=True))
    fresh = sorted(ids - told)
    short = text if len(text) <= 300 else f"{text[:299]}…"
    Notice.objects.bulk_create(
        [Notice(person_id=one, fact=fact, text=short, url=url) for one in fresh], ignore_conflicts=True
    )
    return len(fresh)
