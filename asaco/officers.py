"""The officers of an ASACO: mandates held at its aire, read on the day of the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.access import Role
from mandates.models import Mandate, MandateQuerySet

OFFICES: tuple[tuple[Role, str], ...] = (
    (Role.PRESIDENT, "président"),
    (Role.SECRETAIRE, "secrétaire"),
    (Role.TRESORIER, "trésorier"),
    (Role.CPM, Role.CPM.label),
)


@dataclass(frozen=True, slots=True)
class Officer:
    """A seat; ``mandate`` None when it is vacant today."""

    office: str
    mandate: Mandate | None


def officers_of(aire_id: int) -> list[Officer]:
    """The four seats of an aire, each with who holds it today. One query."""
    return in_office(OFFICES, Mandate.objects.filter(aire=aire_id))


def in_office(offices: Sequence[tuple[Role, str]], mandates: MandateQuerySet) -> list[Officer]:
    """Each of these functions, with who holds it today among ``mandates``. One query."""
    held = (
        mandates.in_force()
        .filter(role__in=[role for role, _ in offices])
        .select_related("person")
        .order_by("starts_on")
    )
    by_role: dict[str, list[Mandate | None]] = {}
    for mandate in held:
        by_role.setdefault(mandate.role, []).append(mandate)
    return [Officer(office, mandate) for role, office in offices for mandate in by_role.get(role, [None])]


def presidents_of(aires: Iterable[int]) -> dict[int, Mandate]:
    """Who presides each aire's ASACO today. One query."""
    held = (
        Mandate.objects.in_force().filter(aire__in=list(aires), role=Role.PRESIDENT).select_related("person")
    )
    return {mandate.aire_id: mandate for mandate in held.order_by("starts_on") if mandate.aire_id}
