"""The acts a reader may do on a report now, as buttons."""

from dataclasses import dataclass

from core.access import Scope
from monitoring.enums import ReportState, SectionKind
from monitoring.models import MonthlyReport
from monitoring.paper import recordable
from monitoring.paper_words import TITLES
from monitoring.views.frame import act_url
from monitoring.workflow import CIRCUIT, guards

ROUTES = {
    "declarer": "report_check",
    "viser": "report_visa",
    "signer": "report_sign",
    "valider": "report_validate",
    "renvoyer": "report_return",
    "rouvrir": "report_reopen",
}
PAGES = frozenset({"declarer", "renvoyer", "rouvrir"})  # these open a page; the others act at once
LABELS = {"declarer": "Vérifier et déclarer complet"}


@dataclass(frozen=True, slots=True)
class Button:
    """``why``: the sentence that would refuse, shown beside a button that cannot be pressed."""

    act: str
    label: str
    url: str
    post: bool
    why: str = ""
    grave: bool = False


def buttons(report: MonthlyReport, scope: Scope) -> list[Button]:
    """What this reader may do in the present state; an act already done is not offered again."""
    if report._state.adding:
        return []
    offered = []
    for move in CIRCUIT.open_to(report, scope):
        post = move.act not in PAGES
        # One that came back is offered to be reopened only when it is not open already.
        asked = post or (move.act == "rouvrir" and report.state == ReportState.RETURNED)
        why = guards(report, move.act, scope) if asked else ""
        if why and (move.to is None or move.act == "rouvrir"):
            continue
        label = LABELS.get(move.act, move.label)
        if move.act == "rouvrir" and report.reopened_until:
            label = "Prolonger ou élargir la réouverture"
        url = act_url(report, ROUTES[move.act])
        offered.append(Button(move.act, label, url, post, why, grave=move.act == "renvoyer"))
    return offered


def paper_links(
    report: MonthlyReport, scope: Scope, unstamped: frozenset[SectionKind]
) -> list[tuple[str, str]]:
    """(words, address) of the acts this reader may now record from paper."""
    links = []
    for act in recordable(report, scope, unstamped):
        alone = act == "valider"
        url = act_url(report, "report_paper_validate") if alone else act_url(report, "report_paper", act)
        links.append((TITLES[act], url))
    return links
