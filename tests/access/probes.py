"""What a page shows or lets be written, beyond its status: parts of reports, lists, entry, admin."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from django.db import transaction

from followup.models import Followup
from monitoring.entry import FIELD
from monitoring.interpreting import mark_of
from monitoring.models import Interpretation, MonthlyReport
from monitoring.spans import last_due, spans
from tests.access.asking import Asked, Askers
from tests.access.expected import WORLD, holds, in_reach
from tests.access.world import CLINICAL, DEATHS, MANAGEMENT


def digits(text: str) -> str:
    """A page without any space, so that « 710 000 001 » is found however it was set."""
    return "".join(text.split())


@dataclass(frozen=True)
class Probe:
    """A question of content: the rights it proves, how to ask it about a place. No report is validated."""

    rights: tuple[str, ...]  # all of them are needed
    ask: Callable[[Askers, str, str], bool]
    about: tuple[str, ...] = WORLD["aire"]
    kind: str = "aire"

    def expected(self, player: str, aire: str) -> bool:
        return all(
            in_reach(right, player, self.kind, aire) if aire else holds(right, player)
            for right in self.rights
        )


def _sees(numbers: Mapping[str, int]) -> Callable[[Askers, str, str], bool]:
    def ask(askers: Askers, player: str, aire: str) -> bool:
        return str(numbers[aire]) in digits(askers.ask(player, Asked("report_show", "GET", aire)).text)

    return ask


def _reads_the_death(askers: Askers, player: str, aire: str) -> bool:
    text = askers.ask(player, Asked("report_deaths", "GET", aire)).text
    return f"Décèsdu{DEATHS[aire]}septembre2026,àdomicile" in digits(text)


def _provisional(askers: Askers, player: str, aire: str) -> bool:
    text = askers.ask(player, Asked("indicator_aire", "GET", aire)).text
    return str(CLINICAL[aire]) in digits(text)


def _reads_comments(askers: Askers, player: str, aire: str) -> bool:
    """Who may know a small count reads what is said of figures: a sentence may tell one."""
    text = askers.ask(player, Asked("indicator_aire", "GET", aire)).text
    return f"CANARI dit {aire}" in text


def _enters(section: str, key: str) -> Callable[[Askers, str, str], bool]:
    def ask(askers: Askers, player: str, aire: str) -> bool:
        world = askers.world
        report = MonthlyReport.objects.get(aire__code=world.codes[aire], period__month=10)
        fields = {f"{FIELD}{key}": "17", "version": str(report.version), "operation": str(uuid4())}
        with transaction.atomic():
            askers.browser(player).post(f"/rapports/{world.codes[aire]}/2026-10/{section}/", fields)
            report.refresh_from_db()
            transaction.set_rollback(True)
        return bool(report.values.get(key) == 17)

    return ask


def _interprets(askers: Askers, player: str, aire: str) -> bool:
    """What the form of a figure would send, sent whether or not it is shown."""
    world, reader = askers.world, askers.browser(player)
    address = f"/aires/{world.codes[aire]}/chiffres/I11/"
    shown = mark_of(spans(last_due())[0])
    said = {"texte": "Essai", "periode_lue": shown, "operation": str(uuid4())}
    with transaction.atomic():
        reader.post(address, said)
        kept = Interpretation.objects.filter(operation=said["operation"]).exists()
        transaction.set_rollback(True)
    return kept


DISTRICT_OF = MappingProxyType(
    {
        "aire1": "district",
        "aire2": "district",
        "aire3": "district",
        "aire4": "district2",
        "aire_z": "district_z",
    }
)


def _followed(askers: Askers, player: str, aire: str) -> bool:
    """The page of completeness names the aire, whatever district is asked for."""
    codes, browser = askers.world.codes, askers.browser(player)
    asked: tuple[dict[str, str], ...] = ({}, {"district": codes[DISTRICT_OF[aire]]})
    answers = [browser.get("/completude/", query) for query in asked]
    return any(f"Lieu-{aire}" in a.content.decode() for a in answers if a.status_code == 200)


def _queued(askers: Askers, player: str, aire: str) -> bool:
    return askers.world.codes[aire] in askers.ask(player, Asked("review_queue", "GET", "")).text


def _in_batch(askers: Askers, player: str, commune: str) -> bool:
    return askers.world.codes[commune] in askers.ask(player, Asked("report_batch", "GET", "")).text


def _administers(askers: Askers, player: str, aire: str) -> bool:
    return askers.browser(player).get("/administration/communes/coefficient/").status_code == 200


def _reads_lines(askers: Askers, player: str, place: str) -> bool:
    return f"CANARI suivi {place}." in askers.ask(player, Asked("followup_list", "GET", "")).text


def _reads_organs(askers: Askers, player: str, place: str) -> bool:
    return f"CANARI organe {place}." in askers.ask(player, Asked("organ_list", "GET", "")).text


def _reads_cumuls(askers: Askers, player: str, place: str) -> bool:
    return f"Siège-{place}." in askers.ask(player, Asked("cumul_list", "GET", "")).text


def _keeps_lines(askers: Askers, player: str, place: str) -> bool:
    """In the table, where nobody is asked which line they may keep."""
    line = askers.world.followups[place]
    fields = {
        f"l{line.pk}-seen": f"{line.version}/{line.state}/{line.due_on}",
        f"l{line.pk}-state": "fait",
        f"l{line.pk}-due_on": "31 10 2026",
        f"l{line.pk}-word": "",
    }
    with transaction.atomic():
        askers.browser(player).post("/suivi/", fields)
        state = Followup.objects.get(pk=line.pk).state
        transaction.set_rollback(True)
    return state == "fait"


def _opens_papers(askers: Askers, player: str, place: str) -> bool:
    """The paper of an item, by the door to files: keeping a meeting does not open it, reading it does."""
    paper = askers.world.decisions[place].item.paper_id
    answer: Any = askers.browser(player).get(f"/fichiers/{paper}/")
    if answer.streaming:
        b"".join(answer)  # read to its end, it closes its file
    return bool(answer.status_code == 200)


PROBES: Mapping[str, Probe] = MappingProxyType(
    {
        "clinical figures": Probe(
            ("voir le rapport, clinique", "voir les chiffres provisoires"), _sees(CLINICAL)
        ),
        "management figures": Probe(
            ("voir le rapport, gestion", "voir les chiffres provisoires"), _sees(MANAGEMENT)
        ),
        "provisional figures": Probe(("voir les totaux", "voir les chiffres provisoires"), _provisional),
        "declared deaths": Probe(("lire les décès déclarés",), _reads_the_death),
        "comments read": Probe(("voir les totaux", "lire les petits nombres"), _reads_comments),
        "comments of figures": Probe(("commenter un chiffre",), _interprets),
        "clinical entry": Probe(("saisir la clinique",), _enters("cpn", "CPN2")),
        "management entry": Probe(("saisir la gestion",), _enters("finances", "REC_MED")),
        "completeness": Probe(("voir la complétude",), _followed),
        "queue": Probe(("valider",), _queued),
        "batch": Probe(("établir tous les documents",), _in_batch, about=WORLD["commune"], kind="commune"),
        "lines read": Probe(("voir le suivi",), _reads_lines, about=WORLD["followup"], kind="followup"),
        "organs read": Probe(("lire les organes",), _reads_organs, about=WORLD["organ"], kind="organ"),
        "cumuls read": Probe(
            ("lire les fonctions tenues ensemble",), _reads_cumuls, about=WORLD["organ"], kind="organ"
        ),
        "lines kept": Probe(("tenir le suivi",), _keeps_lines, about=WORLD["followup"], kind="followup"),
        "papers of meetings": Probe(
            ("lire les réunions",), _opens_papers, about=WORLD["organ"], kind="organ"
        ),
        "administration": Probe(("administrer les références",), _administers, about=("",)),
    }
)


def wrong_probes(askers: Askers, player: str, names: tuple[str, ...] = tuple(PROBES)) -> list[str]:
    """The probes whose answer is not the table's."""
    return [
        f"{name} of {aire or 'the site'}"
        for name in names
        for aire in PROBES[name].about
        if PROBES[name].ask(askers, player, aire) != PROBES[name].expected(player, aire)
    ]
