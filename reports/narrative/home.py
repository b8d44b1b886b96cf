"""What a home says of the quarterly report: it awaits one's text, or it is late."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from communes.models import Commune
from core.access import Action, Holding, PlaceKind, Scope
from core.formats import HARD, counted, day, de, join_and
from core.months import Quarter
from cscom.models import Aire
from reports.due import communes_due, issued_from
from reports.home_parts import Part
from reports.models import Document
from reports.narrative.opening import Window, open_now
from reports.voices import Narrative, PartyKind

NAMED = 4  # communes named; beyond, they are counted
KINDS = {
    PlaceKind.COMMUNE: PartyKind.COMMUNE,
    PlaceKind.AIRE: PartyKind.ASACO,
    PlaceKind.DISTRICT: PartyKind.CSREF,
}
Said = tuple[str, str, str]  # words before the link, its words, its address


def quarter_part(scope: Scope, holding: Holding) -> list[Part]:
    """« Le rapport du trimestre », when there is something to say of it. Three queries at most."""
    today = timezone.localdate()
    lines = [*_awaited(scope, holding, today), *_late(scope, holding, today)]
    return [Part("quarter", "Le rapport du trimestre", {"lines": lines})] if lines else []


def _awaited(scope: Scope, holding: Holding, today: date) -> list[Said]:
    """The reports that await the text of one's party. Two queries, while texts are open."""
    kind = KINDS.get(holding.place_kind)
    if kind is None or holding.place_id is None or not scope.may(Action.NARRATIVE_WRITE):
        return []
    window = open_now(today)
    if window is None:
        return []
    written = Narrative.objects.filter(quarter=window.quarter.code, party=kind)
    code = window.quarter.code
    if kind == PartyKind.CSREF:
        due = communes_due(window.quarter).filter(district=holding.place_id)
        left = list(due.exclude(pk__in=written.values("commune")).order_by("name", "code"))
        return [_csref(left, window)] if left else []
    if kind == PartyKind.ASACO:
        aire = Aire.objects.select_related("host_commune").get(pk=holding.place_id)
        commune, key, mine = aire.host_commune, aire.code, written.filter(aire=aire)
    else:
        commune = Commune.objects.get(pk=holding.place_id)
        key, mine = str(kind), written.filter(commune=commune)
    if mine.exists():
        return []
    url = reverse("narrative_write", args=[commune.code, code, key])
    words = f"Le rapport de la commune {de(commune.name)}, {window.quarter.words}, attend votre mot"
    return [(f"{words} {window.until_words(today)}.", "Écrire", url)]


def _csref(left: Sequence[Commune], window: Window) -> Said:
    count = counted(len(left), "rapport attend", "rapports attendent")
    words = (
        f"{count} le mot du CSRéf pour le {window.quarter.words} {window.until_words(timezone.localdate())}"
    )
    url = reverse("narrative_write", args=[left[0].code, window.quarter.code, PartyKind.CSREF])
    return (f"{words}{HARD}: {_names(left)}.", f"Écrire pour {left[0].name}", url)


def _late(scope: Scope, holding: Holding, today: date) -> list[Said]:
    """The reports that the calendar should have issued, and that do not exist. One query."""
    quarter = Quarter.last_closed(today)
    begins = issued_from(quarter)
    if not scope.may(Action.DOCUMENT_SEE) or begins is None or today <= begins:
        return []
    done = Document.objects.communes_of(quarter)
    due = communes_due(quarter).within(scope.reach(Action.DOCUMENT_SEE))
    if holding.place_kind == PlaceKind.AIRE:
        due = communes_due(quarter).filter(hosted_aires=holding.place_id)
    found = list(due.exclude(pk__in=done).select_related("cercle").order_by("name", "code"))
    if not found:
        return []
    since = f"attendu le {day(begins)}, n’est pas établi"
    if len(found) == 1:
        words = f"Le rapport de la commune {de(found[0].name)}, {quarter.words}, {since}."
    else:
        words = f"{len(found)} rapports du {quarter.words}, attendus le {day(begins)}, ne sont pas établis"
        words = f"{words}{HARD}: {_names(found)}."
    return [(words, *_door(scope, found, quarter))]


def _door(scope: Scope, found: Sequence[Commune], quarter: Quarter) -> tuple[str, str]:
    """Where one goes from there: to ask for them, else to the documents."""
    if len(found) == 1 and scope.may(Action.DOCUMENT_ISSUE, found[0].where()):
        return "L’établir", f"{reverse('report_ask', args=[found[0].code])}?trimestre={quarter.code}"
    if scope.may(Action.DOCUMENT_BATCH):
        return "Les établir", f"{reverse('report_batch')}?trimestre={quarter.code}"
    return "Les documents", reverse("document_list")


def _names(communes: Sequence[Commune]) -> str:
    names = [commune.name for commune in communes[:NAMED]]
    if len(communes) > NAMED:
        names.append(counted(len(communes) - NAMED, "autre", "autres"))
    return join_and(names)
