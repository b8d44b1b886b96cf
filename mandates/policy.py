"""Who may do what, where: the only place that says so. One row an action, one letter a role.

Letters, from the place of the mandate: A its aire · H aires it hosts or holds ≥ 20 % of · K its commune and every aire
touching it · D its district · C its cercle · R its région · N everywhere · — nowhere. Source: domain.md §12, design.md §4.
"""

from collections.abc import Iterable

from core.access import NOWHERE, Action, Holding, PlaceSet, Reach, Role, Scope, Where
from core.workflow import Actor

ROLES: tuple[Role, ...] = (
    Role.SECRETAIRE, Role.PRESIDENT, Role.TRESORIER, Role.CPM,
    Role.MAIRE, Role.CONSEILLER, Role.SECRETAIRE_GENERAL,
    Role.CHARGE_SIS, Role.MEDECIN_CHEF, Role.DRS, Role.DRDSES,
    Role.PREFET, Role.CONSEIL_CERCLE, Role.FEDERATION, Role.PTF, Role.ADMINISTRATEUR, Role.ANONYME,
)  # fmt: skip

#                              Secr Prés Trés CPM | Mair Cons SG | SIS  MCh  DRS  DRDS | Préf CCer Féd  PTF  Adm  Anon
_ROWS: dict[Action, str] = {
    Action.SELF:               "N    N    N    N    N    N    N    N    N    N    N      N    N    N    N    N    —",
    Action.TERRITORY_SEE:      "N    N    N    N    N    N    N    N    N    N    N      N    N    N    N    N    —",
    Action.CATALOGUE_SEE:      "N    N    N    N    N    N    N    N    N    N    N      N    N    N    N    N    —",
    Action.ASACO_SEE:          "A    A    A    A    K    K    K    D    D    R    R      C    C    C    R    N    —",
    Action.ASACO_EDIT:         "A    A    —    —    —    —    —    —    —    —    R      —    —    —    —    —    —",
    # Acts against an organ of the ASACO: those who take or watch them record; of mayors, the host's alone
    # (``asaco/crises.py``). Every party touched may differ, or say an appeal. Read with the organs.
    Action.ASACO_CRISIS:       "—    —    —    —    K    —    —    —    —    —    R      C    —    —    —    —    —",
    Action.ASACO_DISSENT:      "A    A    —    —    K    —    —    —    —    —    R      C    —    C    —    —    —",
    Action.TOTALS_SEE:         "A    A    A    A    K    K    K    D    D    R    R      C    C    C    R    —    —",
    Action.TOTALS_PROVISIONAL: "A    A    A    A    K    K    K    D    D    R    —      —    —    —    —    —    —",
    Action.COUNTS_EXACT:       "A    A    A    A    K    K    K    D    D    R    R      C    C    C    —    —    —",
    Action.INTERPRET:          "A    A    A    A    K    K    K    D    D    R    —      —    —    —    —    —    —",
    Action.CLINICAL_SEE:       "A    A    —    A    H    H    H    D    D    R    —      —    —    —    —    —    —",
    Action.MANAGEMENT_SEE:     "A    A    A    A    H    H    H    D    D    R    R      —    —    C    —    —    —",
    Action.DEATH_SEE:          "A    —    —    A    —    —    —    D    D    R    —      —    —    —    —    —    —",
    Action.CLINICAL_ENTER:     "A    —    —    A    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.MANAGEMENT_ENTER:   "A    —    A    —    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.PAPER_ENTER:        "—    —    —    —    —    —    —    D    —    —    —      —    —    —    —    —    —",
    Action.REPORT_DECLARE:     "A    —    —    A    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.CLINICAL_SIGN:      "—    —    —    A    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.MANAGEMENT_SIGN:    "—    A    —    —    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.REPORT_VALIDATE:    "—    —    —    —    —    —    —    D    —    —    —      —    —    —    —    —    —",
    Action.REPORT_RETURN:      "—    —    —    —    —    —    —    D    —    —    —      —    —    —    —    —    —",
    Action.REPORT_REOPEN:      "—    —    —    —    —    —    —    D    D    —    —      —    —    —    —    —    —",
    Action.OUTLIERS_SEE:       "—    —    —    —    —    —    —    D    D    R    —      —    —    —    —    —    —",
    Action.PAPER_RECORD:       "A    —    —    A    —    —    —    D    D    —    —      —    —    —    —    —    —",
    Action.PAPER_VALIDATE:     "—    —    —    —    —    —    —    D    D    —    —      —    —    —    —    —    —",
    Action.PERIOD_SET:         "—    —    —    —    —    —    —    —    —    R    —      —    —    —    —    —    —",
    Action.CATALOGUE_SET:      "—    —    —    —    —    —    —    —    —    R    —      —    —    —    —    —    —",
    Action.BOUNDARY_SET:       "—    —    —    —    —    —    —    —    —    R    —      —    —    —    —    —    —",
    Action.COMPLETENESS_SEE:   "—    —    —    —    K    K    K    D    D    R    R      —    —    —    —    —    —",
    Action.DOCUMENT_SEE:       "A    A    A    A    K    K    K    D    D    R    R      —    —    C    —    —    —",
    Action.DOCUMENT_ISSUE:     "—    —    —    —    K    —    K    D    D    R    —      —    —    —    —    —    —",
    Action.DOCUMENT_BATCH:     "—    —    —    —    —    —    —    —    —    R    —      —    —    —    —    —    —",
    # What a party says of its quarter: each place for itself (``Party.where``), so that a mayor's K, a D stop there.
    Action.NARRATIVE_WRITE:    "A    A    —    —    K    —    K    —    D    —    —      —    —    —    —    —    —",
    # Decisions, measures: their text is read as minutes are (hosts, not neighbours), each keeps those of its place;
    # the treasurer, the council, the cercle read. Whoever owns a line reads and updates it besides: followup/.
    Action.FOLLOWUP_SEE:       "A    A    A    A    H    H    H    D    D    R    R      C    C    C    —    —    —",
    Action.FOLLOWUP_EDIT:      "A    A    —    A    H    —    H    D    D    R    R      —    —    —    —    —    —",
    # The session of an aire: its secretary, its head and the CSRéf write; hosts, the région, the cercle read.
    Action.MONITORAGE_SEE:     "A    A    A    A    H    H    H    D    D    R    R      —    C    C    —    —    —",
    Action.MONITORAGE_EDIT:    "A    —    —    A    —    —    —    D    D    —    —      —    —    —    —    —    —",
    # The plan of an aire: written by its people; each act is one party's own. Fédérations, the cercle read; partners,
    # the treasurer read what is approved. The mayor opines for the commune.
    Action.PLAN_SEE:           "A    A    —    A    K    K    K    D    D    R    R      C    C    C    —    —    —",
    Action.PLAN_APPROVED_SEE:  "A    A    A    A    K    K    K    D    D    R    R      C    C    C    R    —    —",
    Action.PLAN_WRITE:         "A    —    —    A    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.PLAN_ADOPT:         "—    A    —    —    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.PLAN_OPINE:         "—    —    —    —    K    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.PLAN_ADVISE:        "—    —    —    —    —    K    —    —    —    —    R      —    —    —    —    —    —",
    Action.PLAN_VALIDATE:      "—    —    —    —    —    —    —    —    D    —    —      —    —    —    —    —    —",
    Action.PLAN_APPROVE:       "—    —    —    —    —    —    —    —    —    R    —      —    —    —    —    —    —",
    Action.PLAN_DIVERGE:       "A    A    —    A    K    K    —    —    D    R    R      —    C    —    —    —    —",
    Action.PLAN_LEGALITY:      "—    —    —    —    —    —    —    —    —    —    —      C    —    —    —    —    —",
    Action.PLAN_BOARD:         "—    —    —    —    —    —    —    —    D    —    —      —    C    —    —    —    —",
    Action.PLAN_PAPER:         "A    —    —    A    —    —    H    D    D    R    —      —    —    —    —    —    —",
    Action.PLAN_EXECUTE:       "A    —    —    A    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.PLAN_CALENDAR:      "—    —    —    —    —    —    —    —    —    R    —      —    —    —    —    —    —",
    # Organs: read where the officers of an ASACO are, by its treasurer and the cercle too, never by a partner; whoever
    # sits in one reads it besides. Each place keeps its own (``Organ.kept_where``): a mayor's K stops at the commune.
    Action.ORGAN_SEE:          "A    A    A    A    K    K    K    D    D    R    R      C    C    C    —    N    —",
    Action.ORGAN_EDIT:         "A    A    —    —    K    —    K    —    D    R    —      —    —    C    —    —    —",
    # Meetings: minutes are read by hosts, not by neighbours; whoever keeps or sits reads besides. Each place keeps
    # the meetings of its own organs (``Organ.kept_where``); whoever sent the minutes does not approve them.
    Action.MEETING_SEE:        "A    A    A    A    H    H    H    —    D    R    R      C    —    C    —    —    —",
    Action.MEETING_KEEP:       "A    A    —    —    K    —    K    D    D    R    —      —    —    C    —    —    —",
    Action.MEETING_APPROVE:    "—    A    —    —    K    —    —    —    D    R    —      —    —    C    —    —    —",
    # Conventions (CAM): each with one commune, read by its two parties and those above them, by no partner before it
    # is public. The mayor and the president sign, the council votes, the CSRéf opines, the préfet visas; the commune
    # and its secretary general prepare with the president. Three parties say what is kept, each its own.
    Action.CAM_SEE:            "A    A    —    A    K    K    K    —    D    R    R      C    —    C    —    —    —",
    Action.CAM_WRITE:          "—    A    —    —    K    —    K    —    —    —    —      —    —    —    —    —    —",
    Action.CAM_ADVISE:         "—    —    —    —    —    —    —    —    D    —    —      —    —    —    —    —    —",
    Action.CAM_DELIBERATE:     "—    —    —    —    K    —    K    —    —    —    —      —    —    —    —    —    —",
    Action.CAM_SIGN_COMMUNE:   "—    —    —    —    K    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.CAM_SIGN_ASACO:     "—    A    —    —    —    —    —    —    —    —    —      —    —    —    —    —    —",
    Action.CAM_VISA:           "—    —    —    —    —    —    —    —    —    —    —      C    —    —    —    —    —",
    Action.CAM_COMMENT:        "—    A    —    A    K    K    —    —    D    —    R      —    —    C    —    —    —",
    Action.CAM_PAPER:          "A    —    —    —    —    —    K    —    D    —    —      —    —    —    —    —    —",
    Action.CAM_SCORE:          "—    A    —    —    K    —    K    —    D    —    —      —    —    —    —    —    —",
    # Names and functions are public (domain.md §12); a list of who holds several is for those who advise or watch.
    Action.CUMUL_SEE:          "—    —    —    —    —    —    K    —    D    R    R      C    —    C    —    —    —",
    Action.MANDATE_SEE:        "A    A    —    A    K    K    K    D    D    R    R      C    —    C    —    N    —",
    Action.CODE_ISSUE:         "—    —    —    —    —    —    —    D    D    R    —      —    —    —    —    N    —",
    Action.REFERENCE_ADMIN:    "—    —    —    —    —    —    —    —    —    —    —      —    —    —    —    N    —",
}  # fmt: skip

Table = dict[tuple[Role, Action], Reach]


def _load() -> Table:
    table: Table = {}
    for action, row in _ROWS.items():
        for role, letter in zip(ROLES, row.split(), strict=True):
            table[role, action] = Reach(letter)
    return table


TABLE: Table = _load()


def covers(holding: Holding, action: Action) -> PlaceSet:
    """The places where ``action`` may be done under one mandate."""
    reach = TABLE.get((holding.role, action), Reach.NONE)
    here = frozenset() if holding.place_id is None else frozenset({holding.place_id})
    match reach:
        case Reach.NATION:
            return PlaceSet(everywhere=True)
        case Reach.AIRE:
            return PlaceSet(aires=here)
        case Reach.HOST:
            return PlaceSet(hosts=here)
        case Reach.COMMUNE:
            return PlaceSet(communes=here, hosts=here)
        case Reach.DISTRICT:
            return PlaceSet(districts=here)
        case Reach.CERCLE:
            return PlaceSet(cercles=here)
        case Reach.REGION:
            return PlaceSet(regions=here)
    return NOWHERE


def scope_of(person_id: int, person_name: str, holdings: Iterable[Holding]) -> Scope:
    """The scope of somebody who holds these mandates today. Without any mandate: nothing but one's own account."""
    held = tuple(holdings)
    places: dict[Action, PlaceSet] = {}
    for action in _ROWS:
        found = NOWHERE
        for holding in held:
            found |= covers(holding, action)
        if found:
            places[action] = found
    return Scope(person_id, person_name, held, places)


def actor_of(scope: Scope, action: Action, where: Where) -> Actor:
    """Who acts, under which of the person's mandates."""
    holding = next((h for h in scope.holdings if covers(h, action).holds(where)), None)
    return Actor(scope.person_id, scope.person_name, holding)


ANONYMOUS = Scope()


def roles_allowed(action: Action) -> list[Role]:
    """The functions that hold ``action``, for the page that tells « qui peut »."""
    return [role for role in ROLES if TABLE[role, action] != Reach.NONE]
