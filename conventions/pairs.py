"""An aire with one of the communes it touches: the two that may have a convention."""

from dataclasses import dataclass

from communes.models import Commune
from core.access import Where
from cscom.models import Aire


@dataclass(frozen=True, slots=True)
class Pair:
    """``aire`` and ``commune`` are fetched with what ``where()`` reads."""

    aire: Aire
    commune: Commune

    def where(self) -> Where:
        """As that of its conventions: the two parties, those above them."""
        commune = frozenset({self.commune.pk})
        return Where(
            region=self.commune.cercle.region_id,
            cercle=self.commune.cercle_id,
            district=self.aire.district_id,
            aires=frozenset({self.aire.pk}),
            communes=commune,
            hosts=commune,
        )
