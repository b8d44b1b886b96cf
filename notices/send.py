"""Telling people facts, once each, as each of them wants it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from accounts.models import Person
from notices.models import Means, Notice, NoticeChoice, NoticeKind, NoticeMail

AT_ONCE = 400  # facts, people of one query


@dataclass(frozen=True, slots=True)
class Fact:
    """``key`` names what happened (120 signs at most), ``text`` says it in French (cut at 300 signs).

    ``url``: a path of this site, or "". ``own``: it asks its people for an act, so that no choice hides it.
    """

    kind: NoticeKind
    key: str
    text: str
    url: str
    people: frozenset[int]
    own: bool = False


def tell(
    persons: Iterable[Person | int],
    fact: str,
    text: str,
    url: str,
    kind: NoticeKind = NoticeKind.ACT,
    *,
    own: bool = False,
) -> int:
    """Write one notice a person for one fact, as ``tell_all`` does. How many are new."""
    ids = frozenset(one.pk if isinstance(one, Person) else one for one in persons)
    return tell_all([Fact(kind, fact, text, url, ids, own)])


def tell_all(facts: Iterable[Fact]) -> int:
    """Write one notice a fact and person; those already told stay as they are. How many are new.

    Written in the caller's transaction: they disappear with a fact that is undone, their e-mails too. Five
    queries for each 400 facts.
    """
    facts = [fact for fact in facts if fact.people]
    for fact in facts:
        if fact.url and (not fact.url.startswith("/") or fact.url.startswith(("//", "/\\"))):
            raise ValueError(f"not a page of this site: {fact.url}")
    return sum(_tell(facts[i : i + AT_ONCE]) for i in range(0, len(facts), AT_ONCE))


def _tell(facts: Sequence[Fact]) -> int:
    keys = [fact.key for fact in facts]
    told = set(Notice.objects.filter(fact__in=keys).values_list("person", "fact"))
    known = _choices({one for fact in facts for one in fact.people})
    fresh: dict[tuple[int, str], Notice] = {}
    mailed: set[int] = set()
    for fact in facts:
        for one in sorted(fact.people):
            means = known.get((one, fact.kind), Means.SCREEN)
            if (one, fact.key) in told or (means == Means.NONE and not fact.own):
                continue
            short = fact.text if len(fact.text) <= 300 else f"{fact.text[:299]}…"
            fresh[one, fact.key] = Notice(
                person_id=one, kind=fact.kind, fact=fact.key, text=short, url=fact.url
            )
            if means == Means.MAIL:
                mailed.add(one)
    Notice.objects.bulk_create(fresh.values(), ignore_conflicts=True, batch_size=AT_ONCE)
    if mailed and settings.MAIL_OFFERED:
        _mail(mailed, keys, known, fresh)
    return len(fresh)


def _choices(people: Collection[int]) -> dict[tuple[int, str], str]:
    """(person, kind) → how, for those who do not just read the screen."""
    rows = NoticeChoice.objects.filter(person__in=people).exclude(means=Means.SCREEN)
    return {(person, kind): means for person, kind, means in rows.values_list("person", "kind", "means")}


def _mail(
    people: Collection[int],
    keys: Collection[str],
    known: dict[tuple[int, str], str],
    fresh: Collection[tuple[int, str]],
) -> None:
    """An e-mail beside each new notice of a kind that its person wants so, who has an address."""
    rows = Notice.objects.filter(person__in=people, fact__in=keys).exclude(person__email="")
    waiting = [
        NoticeMail(notice_id=pk)
        for pk, person, kind, key in rows.values_list("pk", "person", "kind", "fact")
        if (person, key) in fresh and known.get((person, kind)) == Means.MAIL
    ]
    NoticeMail.objects.bulk_create(waiting, ignore_conflicts=True)
