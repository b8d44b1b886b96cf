"""The menu of a reader: what their mandates let them do, in the order of the work."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from core.access import Action, Scope
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; ``count`` is what waits behind it (0: nothing is shown).

    ``more``: gathered with the others that are opened now and then.
    """

    label: str
    url: str
    current: bool
    count: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Door:
    """A page of the menu, shown to whoever may do one of ``actions``; ``rare``: opened now and then."""

    label: str
    name: str
    actions: tuple[Action, ...]
    count: Callable[[Scope], int] | None = None
    rare: bool = False


def reports_to_validate(scope: Scope) -> int:
    """Reports declared complete that this reader may validate. One query."""
    places = scope.reach(Action.REPORT_VALIDATE)
    return MonthlyReport.objects.within(places).filter(state=ReportState.COMPLETE).count()


ENTER = (Action.CLINICAL_ENTER, Action.MANAGEMENT_ENTER)
LINE = 11  # doors that one line of a wide screen holds; beyond, the rare ones are gathered
READ = (Action.CLINICAL_SEE, Action.MANAGEMENT_SEE)
DOORS = (
    _Door("Accueil", "home", (Action.SELF,)),
    _Door("Rapport du mois", "report_list", READ),
    _Door("À vérifier", "review_queue", (Action.REPORT_VALIDATE,), count=reports_to_validate),
    _Door("À suivre", "outliers", (Action.OUTLIERS_SEE,)),
    _Door("Chiffres", "figures_start", (Action.TOTALS_SEE,)),
    _Door("Monitorage", "monitorage_list", (Action.MONITORAGE_SEE,)),
    _Door("Plans", "plan_list", (Action.PLAN_APPROVED_SEE,)),
    _Door("Réunions", "meeting_list", (Action.MEETING_SEE, Action.MEETING_KEEP)),
    _Door("Suivi", "followup_list", (Action.FOLLOWUP_SEE,)),
    _Door("Complétude", "completeness", (Action.COMPLETENESS_SEE,)),
    _Door("Documents", "document_list", (Action.DOCUMENT_SEE,)),
    _Door("Calendrier", "period_list", (Action.PERIOD_SET,), rare=True),
    _Door("Indicateurs", "indicator_list", (Action.CATALOGUE_SET,), rare=True),
    _Door("Découpage", "boundary_list", (Action.BOUNDARY_SET,), rare=True),
    _Door("Territoire", "territory_show", (Action.TERRITORY_SEE,), rare=True),
    _Door("ASACO", "asaco_list", (Action.ASACO_SEE,), rare=True),
    _Door("Conventions", "cam_list", (Action.CAM_SEE,), rare=True),
    _Door("Organes", "organ_list", (Action.ORGAN_SEE,), rare=True),
    _Door("Travaux", "job_list", (Action.DOCUMENT_ISSUE,), rare=True),
    _Door("Personnes", "people_list", (Action.MANDATE_SEE, Action.CODE_ISSUE), rare=True),
    _Door("Données de référence", "admin:index", (Action.REFERENCE_ADMIN,), rare=True),
)
OPEN = (("Aide", "help_show"), ("Glossaire", "glossary_show"), ("Vérifier un document", "document_verify"))
FOOT = (*OPEN, ("Catalogue des données", "catalogue_show"))


def menu(scope: Scope, path: str) -> list[Entry]:
    """The entries this reader may open, those of the line first.

    The one whose address begins ``path`` is current, and never gathered.
    """
    doors = [d for d in DOORS if any(scope.may(action) for action in d.actions)]
    urls = [reverse(door.name) for door in doors]
    here = max((url for url in urls if _under(path, url)), key=len, default="")
    entries = [
        Entry(
            _label(door, scope),
            url,
            url == here,
            door.count(scope) if door.count else 0,
            more=door.rare and url != here and len(doors) > LINE,
        )
        for door, url in zip(doors, urls, strict=True)
    ]
    return sorted(entries, key=lambda entry: entry.more)


def foot(scope: Scope) -> list[tuple[str, str]]:
    """The links at the foot of every page."""
    names = (*FOOT, ("Mes droits", "my_rights")) if scope.signed_in else OPEN
    return [(label, reverse(name)) for label, name in names]


def _label(door: _Door, scope: Scope) -> str:
    """Who types says « rapport du mois », who reads says « rapports »."""
    if door.name == "report_list" and not any(scope.may(action) for action in ENTER):
        return "Rapports"
    return door.label


def _under(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
