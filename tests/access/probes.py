"""What a page shows or lets be written, beyond its status: parts of reports, lists, entry, admin."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import uuid4

from django.db import transaction

from monitoring.entry import FIELD
from monitoring.models import MonthlyReport
from tests.access.asking import Asked, Askers
from tests.access.expected import WORLD, holds, in_reach
from tests.access.world import CLINICAL, MANAGEMENT


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


def _provisional(askers: Askers, player: str, aire: str) -> bool:
    text = askers.ask(player, Asked("indicator_aire", "GET", aire)).text
    return str(CLINICAL[aire]) in digits(text)


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


PROBES: Mapping[str, Probe] = MappingProxyType(
    {
        "clinical figures": Probe(
            ("voir le rapport, clinique", "voir les chiffres provisoires"), _sees(CLINICAL)
        ),
        "management figures": Probe(
            ("voir le rapport, gestion", "voir les chiffres provisoires"), _sees(MANAGEMENT)
        ),
        "provisional figures": Probe(("voir les totaux", "voir les chiffres provisoires"), _provisional),
        "clinical entry": Probe(("saisir la clinique",), _enters("cpn", "CPN2")),
        "management entry": Probe(("saisir la gestion",), _enters("finances", "REC_MED")),
        "completeness": Probe(("voir la complétude",), _followed),
        "queue": Probe(("valider",), _queued),
        "batch": Probe(("établir tous les documents",), _in_batch, about=WORLD["commune"], kind="commune"),
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
