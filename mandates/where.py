"""Where one mandate stands: the places that ``Mandate.objects.within`` reads in rows."""

from typing import cast

from core.access import Located, Where
from mandates.models import Mandate, MandateQuerySet


def located(mandates: MandateQuerySet) -> MandateQuerySet:
    """With what ``where_of`` reads; an aire's shares still cost a query."""
    return mandates.with_places().select_related("commune__cercle", "aire__host_commune__cercle")


def where_of(mandate: Mandate) -> Where:
    """The places that hold the mandate. A national one stands nowhere: only « everywhere » holds it."""
    place = mandate.place
    return Where() if place is None else cast(Located, place).where()
