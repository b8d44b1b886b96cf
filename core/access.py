"""The words of access: actions, roles, reaches, places, the scope of a request.

Who holds what is said once, in ``mandates/policy.py``; this module gives the words that every floor uses.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase

DTC = "DTC"  # the head of a CSCOM, in one word on every screen; some régions say CPM


class Role(models.TextChoices):
    """The functions a mandate may give (domain.md §12)."""

    SECRETAIRE = "secretaire", "secrétaire de l’ASACO"
    PRESIDENT = "president", "président de l’ASACO"
    TRESORIER = "tresorier", "trésorier de l’ASACO"
    CPM = "cpm", f"directeur technique du centre ({DTC})"
    MAIRE = "maire", "maire"
    CONSEILLER = "conseiller", "conseiller, commission santé"
    SECRETAIRE_GENERAL = "secretaire_general", "secrétaire général, conseil communal (CCC)"
    CHARGE_SIS = "charge_sis", "chargé du SIS"
    MEDECIN_CHEF = "medecin_chef", "médecin chef"
    DRS = "drs", "direction régionale de la santé"
    DRDSES = "drdses", "direction régionale du développement social"
    PREFET = "prefet", "préfet"
    CONSEIL_CERCLE = "conseil_cercle", "conseil de cercle"
    FEDERATION = "federation", "fédération d’ASACO"
    PTF = "ptf", "partenaire technique et financier, ONG"
    ADMINISTRATEUR = "administrateur", "administrateur de la plateforme"
    ANONYME = "anonyme", "visiteur sans compte"


class PlaceKind(models.TextChoices):
    """The kinds of places figures and mandates belong to, from the widest to the closest."""

    PAYS = "pays", "pays"
    REGION = "region", "région"
    CERCLE = "cercle", "cercle"
    DISTRICT = "district", "district sanitaire"
    COMMUNE = "commune", "commune"
    AIRE = "aire", "aire de santé"


class Action(StrEnum):
    """Everything one may do; the value is the key of the policy table."""

    ANYONE = "anyone"  # open to visitors without an account
    SELF = "self"  # one's own account, rights, notices: any signed-in person
    TERRITORY_SEE = "territory_see"
    ASACO_SEE = "asaco_see"
    ASACO_EDIT = "asaco_edit"
    ASACO_CRISIS = "asaco_crisis"  # record that an organ is dissolved, suspended, put back
    ASACO_DISSENT = "asaco_dissent"  # a divergent opinion on such an act, an appeal, its outcome
    TOTALS_SEE = "totals_see"
    TOTALS_PROVISIONAL = "totals_provisional"
    COUNTS_EXACT = "counts_exact"  # small counts, exact sums, what is said of them
    INTERPRET = "interpret"  # say, under one's name, what a figure means
    CLINICAL_SEE = "clinical_see"
    MANAGEMENT_SEE = "management_see"
    DEATH_SEE = "death_see"  # the day and the place of a declared maternal death
    CLINICAL_ENTER = "clinical_enter"
    MANAGEMENT_ENTER = "management_enter"
    PAPER_ENTER = "paper_enter"  # for an aire that cannot, from the report it signed on paper
    REPORT_DECLARE = "report_declare"
    CLINICAL_SIGN = "clinical_sign"
    MANAGEMENT_SIGN = "management_sign"
    REPORT_VALIDATE = "report_validate"
    REPORT_RETURN = "report_return"
    REPORT_REOPEN = "report_reopen"
    OUTLIERS_SEE = "outliers_see"  # unusual figures, what was said of them
    PAPER_RECORD = "paper_record"
    PAPER_VALIDATE = "paper_validate"
    PERIOD_SET = "period_set"
    CATALOGUE_SET = "catalogue_set"  # indicators, their targets
    BOUNDARY_SET = "boundary_set"
    COMPLETENESS_SEE = "completeness_see"
    CATALOGUE_SEE = "catalogue_see"
    DOCUMENT_SEE = "document_see"
    DOCUMENT_ISSUE = "document_issue"
    DOCUMENT_BATCH = "document_batch"
    NARRATIVE_WRITE = "narrative_write"  # for one's own party, in a quarterly report
    FOLLOWUP_SEE = "followup_see"
    FOLLOWUP_EDIT = "followup_edit"
    MONITORAGE_SEE = "monitorage_see"
    MONITORAGE_EDIT = "monitorage_edit"
    PLAN_SEE = "plan_see"
    PLAN_APPROVED_SEE = "plan_approved_see"  # approved plans only, and what became of them
    PLAN_WRITE = "plan_write"
    PLAN_ADOPT = "plan_adopt"  # for the council of the ASACO
    PLAN_OPINE = "plan_opine"  # for a commune touched
    PLAN_ADVISE = "plan_advise"  # an opinion that nothing waits for
    PLAN_VALIDATE = "plan_validate"
    PLAN_APPROVE = "plan_approve"
    PLAN_DIVERGE = "plan_diverge"
    PLAN_LEGALITY = "plan_legality"
    PLAN_BOARD = "plan_board"  # what the conseil de gestion decided
    PLAN_PAPER = "plan_paper"
    PLAN_EXECUTE = "plan_execute"
    PLAN_CALENDAR = "plan_calendar"
    ORGAN_SEE = "organ_see"  # organs, their seats, who holds them
    ORGAN_EDIT = "organ_edit"  # those of one's own place alone
    MEETING_SEE = "meeting_see"  # meetings of an organ, their minutes, who came
    MEETING_KEEP = "meeting_keep"  # prepare, convene, hold, write: the organs of one's own place alone
    MEETING_APPROVE = "meeting_approve"  # the minutes, written by another
    CAM_SEE = "cam_see"
    CAM_WRITE = "cam_write"  # the draft, its lines, putting it in force
    CAM_ADVISE = "cam_advise"  # the opinion of the CSRéf
    CAM_DELIBERATE = "cam_deliberate"  # what the council of the commune voted
    CAM_SIGN_COMMUNE = "cam_sign_commune"
    CAM_SIGN_ASACO = "cam_sign_asaco"
    CAM_VISA = "cam_visa"
    CAM_COMMENT = "cam_comment"  # an opinion that nothing waits for
    CAM_PAPER = "cam_paper"
    CAM_SCORE = "cam_score"  # what one's own party says of the commitments
    CUMUL_SEE = "cumul_see"  # who holds functions of several parties
    MANDATE_SEE = "mandate_see"
    CODE_ISSUE = "code_issue"
    REFERENCE_ADMIN = "reference_admin"


class Reach(StrEnum):
    """How far an action goes from the place of a mandate; one letter, as in the matrix."""

    NONE = "—"
    AIRE = "A"  # the aire of the mandate
    HOST = "H"  # aires the commune hosts or holds a large share of (a setting), and the commune itself
    COMMUNE = "K"  # the commune and every aire touching it
    DISTRICT = "D"
    CERCLE = "C"
    REGION = "R"
    NATION = "N"


@dataclass(frozen=True, slots=True)
class Where:
    """Where an object stands: ids of the places that hold it (None or empty = not at that level)."""

    region: int | None = None
    cercle: int | None = None
    district: int | None = None
    aires: frozenset[int] = frozenset()  # the aire itself; for a commune's document, the aires that sign it
    communes: frozenset[int] = frozenset()  # every commune touched
    hosts: frozenset[int] = frozenset()  # host commune, and those with a large share


@dataclass(frozen=True, slots=True)
class PlaceSet:
    """Where an action may be done: a union of places, by id."""

    everywhere: bool = False
    regions: frozenset[int] = frozenset()
    cercles: frozenset[int] = frozenset()
    districts: frozenset[int] = frozenset()
    communes: frozenset[int] = frozenset()
    hosts: frozenset[int] = frozenset()
    aires: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or any(
            (self.regions, self.cercles, self.districts, self.communes, self.hosts, self.aires)
        )

    def __or__(self, other: "PlaceSet") -> "PlaceSet":
        return PlaceSet(
            self.everywhere or other.everywhere,
            self.regions | other.regions,
            self.cercles | other.cercles,
            self.districts | other.districts,
            self.communes | other.communes,
            self.hosts | other.hosts,
            self.aires | other.aires,
        )

    @classmethod
    def of(cls, kind: PlaceKind, place_id: int) -> "PlaceSet":
        """One place, whatever stands in it (a commune: and every aire touching it)."""
        if kind == PlaceKind.PAYS:
            return cls(everywhere=True)
        named: Any = {f"{kind}s": frozenset({place_id})}
        return cls(**named)

    def covers(self, other: "PlaceSet") -> bool:
        """True when these places name all those of ``other``: whatever lies in ``other`` lies in them.

        False says nothing: a région holds a commune without naming it.
        """
        return self.everywhere or self | other == self

    def holds(self, where: Where) -> bool:
        """True when the object standing at ``where`` lies in these places."""
        return (
            self.everywhere
            or where.region in self.regions
            or where.cercle in self.cercles
            or where.district in self.districts
            or not self.aires.isdisjoint(where.aires)
            or not self.communes.isdisjoint(where.communes)
            or not self.hosts.isdisjoint(where.hosts)
        )


NOWHERE = PlaceSet()


@dataclass(frozen=True, slots=True)
class Holding:
    """One mandate in force today, as the request sees it."""

    mandate_id: int
    role: Role
    place_kind: PlaceKind
    place_id: int | None
    place_name: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What the person behind this request may do, today; made once a request from the mandates in force."""

    person_id: int | None = None
    person_name: str = ""
    holdings: tuple[Holding, ...] = ()
    places: Mapping[Action, PlaceSet] = field(default_factory=dict)

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    def reach(self, *actions: Action) -> PlaceSet:
        """The union of the places where any of ``actions`` is allowed."""
        found = NOWHERE
        for action in actions:
            found |= self.places.get(action, NOWHERE)
        return found

    def may(self, action: Action, where: Where | None = None) -> bool:
        """May this be done at ``where`` (or anywhere at all, when ``where`` is None)?"""
        places = self.places.get(action, NOWHERE)
        return bool(places) if where is None else places.holds(where)


class Located(Protocol):
    """Anything that stands somewhere."""

    def where(self) -> Where: ...


class Request(HttpRequest):
    """A request after ``mandates.middleware``: it knows what its person may do."""

    scope: Scope


class View(Protocol):
    """A function view that says which action it needs (``access``) and how it fetches its object."""

    access: Action

    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def requires(
    action: Action, loader: Callable[..., Located] | None = None
) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Declare the action of a view, and answer in the order of the house.

    Not signed in → sign-in page; object out of reach → 404 (the ``loader`` raises it); in reach without the
    act → 403. With a loader ``loader(scope, **url_parts)`` the view is called
    ``view(request, thing, **rest)``, where ``rest`` holds the URL parts that the loader did not ask for.
    """
    takes = set(inspect.signature(loader).parameters) if loader else set()

    def wrap(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def checked(request: Request, **parts: Any) -> HttpResponseBase:
            if action == Action.ANYONE:
                return view(request, **parts)
            if not request.scope.signed_in:
                return redirect_to_login(request.get_full_path())
            if loader is None:
                if not request.scope.may(action):
                    raise PermissionDenied(action)
                return view(request, **parts)
            thing = loader(request.scope, **{k: v for k, v in parts.items() if k in takes})
            if not request.scope.may(action, thing.where()):
                raise PermissionDenied(action)
            return view(request, thing, **{k: v for k, v in parts.items() if k not in takes})

        checked.access = action  # type: ignore[attr-defined]
        return cast(View, checked)

    return wrap
