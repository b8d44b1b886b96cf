"""The acts a reader may do on a report now, as buttons."""

from dataclasses import dataclass

from core.access import Scope
from monitoring.models import MonthlyReport
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
        why = guards(report, move.act, scope) if post else ""
        if why and move.to is None:
            continue
        label = LABELS.get(move.act, move.label)
        url = act_url(report, ROUTES[move.act])
        offered.append(Button(move.act, label, url, post, why, grave=move.act == "renvoyer"))
    return offered
