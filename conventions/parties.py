"""Which party of a convention a person speaks for: their mandates say it, each party its own."""

from collections.abc import Mapping
from types import MappingProxyType

from conventions.enums import SIGNATORIES, CamParty
from conventions.models import Cam
from conventions.signing import ROLES
from core.access import Action, Holding, Role, Scope
from mandates.policy import covers

PARTY_OF: Mapping[Role, CamParty] = MappingProxyType(
    {role: party for party, roles in ROLES.items() for role in roles}
    | {Role.MEDECIN_CHEF: CamParty.STATE, Role.CHARGE_SIS: CamParty.STATE}
)
# The function that answers for what a party promised.
HEADS: Mapping[CamParty, Role] = MappingProxyType(
    {CamParty.COMMUNE: Role.MAIRE, CamParty.ASACO: Role.PRESIDENT, CamParty.STATE: Role.MEDECIN_CHEF}
)
NOT_YOURS = "Cela est dit par d’autres\u00a0: chaque partie de la convention parle pour elle-même."


def holdings_in(scope: Scope, cam: Cam) -> Mapping[CamParty, Holding]:
    """Each party this person speaks for, with the mandate that says so; most people have one. No query."""
    where = cam.where()
    found: dict[CamParty, Holding] = {}
    for holding in scope.holdings:
        party = PARTY_OF.get(holding.role)
        if party and party not in found and covers(holding, Action.CAM_SCORE).holds(where):
            found[party] = holding
    return found


def may_fund(parties: Mapping[CamParty, Holding], engaged: str) -> bool:
    """The amounts of a line: both signatories write them all, the third party its own."""
    return any(party in SIGNATORIES or party == engaged for party in parties)
