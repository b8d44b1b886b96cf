"""Deputies: a holder hands a mandate to somebody from a day to a day; it ends with its source."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from core.access import Role
from core.formats import day as day_words
from core.formats import de
from core.workflow import Refusal
from mandates.models import PLACES, Mandate
from notices.models import NoticeKind
from notices.send import tell

LONGEST = 90  # days
HELD_ALONE = frozenset({Role.ADMINISTRATEUR, Role.PTF})  # they take no act that somebody waits for


def delegators(mandates: Collection[int]) -> dict[int, str]:
    """Mandate → the name of whoever delegated it, for those that are delegated (one query, none without)."""
    if not mandates:
        return {}
    rows = Mandate.objects.filter(pk__in=mandates, delegated_from__isnull=False)
    return {row.pk: str(row.source.person) for row in rows.select_related("delegated_from__person")}


def may_be_delegated(person_id: int | None) -> list[Mandate]:
    """The mandates of one's own that one may hand over today (one query)."""
    held = Mandate.objects.in_force().with_places().filter(person=person_id or 0, delegated_from=None)
    return list(held.exclude(role__in=HELD_ALONE).order_by("starts_on", "pk"))


def delegated_by(person_id: int | None) -> list[Mandate]:
    """What this person handed over, the latest first (one query)."""
    given = Mandate.objects.with_places().filter(delegated_from__person=person_id or 0)
    return list(given.order_by("-starts_on", "-pk"))


@transaction.atomic
def delegate(source: Mandate, deputy: Person, first: date, last: date) -> Mandate:
    """Hand ``source`` over from ``first`` to ``last``, both included; the deputy is told. Raises Refusal."""
    held = Mandate.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if why := refused(held, deputy, first, last):
        raise Refusal(why)
    places: dict[str, Any] = {f"{name}_id": getattr(held, f"{name}_id") for name in PLACES}
    made = Mandate(
        person=deputy,
        role=held.role,
        starts_on=first,
        ends_on=last + timedelta(days=1),
        reference=held.reference,
        delegated_from=held,
        **places,
    )
    made.save()
    text = (
        f"{source.person} vous délègue sa fonction ({source.get_role_display()}, {source.place_name}) "
        f"du {day_words(first)} au {day_words(last)}."
    )
    tell([deputy], f"delegation:{made.pk}", text[:300], reverse("my_rights"), NoticeKind.ACCOUNT, own=True)
    return made


def refused(source: Mandate, deputy: Person, first: date, last: date) -> str:
    """Why this cannot be handed over so, or ""."""
    today = timezone.localdate()
    if source.delegated_from_id is not None or source.role in HELD_ALONE:
        return "Ce mandat ne se délègue pas\u00a0: un délégué ne délègue pas à son tour."
    if deputy.pk == source.person_id:
        return "On ne se délègue pas à soi-même."
    if first < today:
        return "Une délégation ne commence pas dans le passé."
    if last < first:
        return "Le dernier jour suit le premier."
    if (last - first).days >= LONGEST:
        return f"Une délégation dure {LONGEST} jours au plus."
    if source.ends_on and last >= source.ends_on:
        last_day = day_words(source.ends_on - timedelta(days=1))
        return f"Votre mandat finit le {last_day}\u00a0: la délégation aussi."
    same = Mandate.objects.filter(delegated_from=source, starts_on__lte=last, ends_on__gt=first)
    if same.exists():
        return "Une délégation de ce mandat court déjà ces jours-là\u00a0: mettez-y fin d’abord."
    return ""


@transaction.atomic
def end(person_id: int | None, pk: int) -> Mandate:
    """End at once a delegation that this person gave; the deputy is told. Raises Refusal."""
    today = timezone.localdate()
    mine = Mandate.objects.select_for_update(of=("self",)).filter(delegated_from__person=person_id or 0)
    found = mine.filter(pk=pk).select_related("person").first()
    if found is None:
        raise Refusal("Cette délégation n’est pas de vous.")
    if found.ends_on and found.ends_on <= today:
        raise Refusal("Cette délégation est déjà finie.")
    found.ends_on = max(found.starts_on, today)  # begun today, or later: it gives nothing any more
    found.save()
    text = f"La délégation {de(str(found.source.person))} prend fin aujourd’hui."
    tell([found.person], f"delegation:{pk}:fin", text, reverse("my_rights"), NoticeKind.ACCOUNT, own=True)
    return found
