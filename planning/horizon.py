"""For which years the plans of a région are prepared."""

from django.utils import timezone

from communes.models import Region
from core.access import Action, Scope
from core.workflow import Refusal
from cscom.models import Aire
from planning.models import Horizon, PlanningSetting

UNCONFIRMED = "à confirmer par la DRS"
NOT_YOURS = "L’horizon des plans est fixé par la direction régionale de la santé."


def setting_of(region_id: int) -> PlanningSetting:
    """What the région fixed, else the usual: the year after, to be confirmed (one query)."""
    found = PlanningSetting.objects.filter(region=region_id).first()
    return found or PlanningSetting(region_id=region_id, horizon=Horizon.NEXT, source=UNCONFIRMED)


def years_offered(aire: Aire) -> tuple[int, ...]:
    """The year to prepare first, then the present one when it differs: a late plan is still a plan."""
    now = timezone.localdate().year
    year = now + setting_of(aire.host_commune.cercle.region_id).horizon
    return (year,) if year == now else (year, now)


def set_horizon(region: Region, horizon: int, source: str, scope: Scope) -> PlanningSetting:
    """Fix it for a région. Raises Refusal."""
    if not scope.may(Action.PLAN_CALENDAR, region.where()):
        raise Refusal(NOT_YOURS)
    if horizon not in Horizon.values:
        raise Refusal("Choisissez l’année en cours ou la suivante.")
    said = {"horizon": horizon, "source": source.strip()[:150], "person_id": scope.person_id}
    setting, _ = PlanningSetting.objects.update_or_create(
        region=region, defaults=said | {"updated_at": timezone.now()}
    )
    return setting
