"""Nothing a partner can open depends on a small count: two worlds that differ by one answer him alike."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from django.db import transaction
from django.urls import reverse

from cscom.models import Aire
from monitoring.enums import ReportState
from monitoring.models import MonthlyReport, Period
from monitoring.totals import rebuild
from tests.access.asking import Asked, Askers, targets
from tests.access.expected import ROUTES
from tests.access.world import World
from tests.reporting import make_period

AUGUST = "2026-08"
SPAN = f"depuis={AUGUST}&jusqu_a=2026-10"
# The small counts of the first aire, in two worlds; beside it the same large ones, so that every total of the
# commune, the district, the cercle and the région is rounded alike: 23 and 24 to 20, 32 and 31 to 30.
NONE = {"DM.domicile": 0, "DM.trajet": 0}
SMALL: tuple[Mapping[str, int], Mapping[str, int]] = (
    {"DM.cscom": 3, **NONE, "CPN4": 2, "P1.nd": 40, "P3.nd": 39, "PAL_GRV.nd": 3},
    {"DM.cscom": 4, **NONE, "CPN4": 1, "P1.nd": 40, "P3.nd": 38, "PAL_GRV.nd": 2},
)
LARGE = {"DM.cscom": 20, **NONE, "CPN4": 30, "P1.nd": 60, "P3.nd": 60, "PAL_GRV.nd": 9}
NEAR = ("", "mine", "aire1", "aire2", "banamba", "ben_kadi", "district", "cercle", "region")
PERIODS = ("", "annee", "trimestre", "semestre", "douze-mois")
MADE_OF_THEM = ("I13", "I14", "I21", "I29")
SPANNED = ("api_totals", "api_figures", "api_curve", "api_table")
# They speak of no figure: the schema takes seconds, the probe tells the time.
APART = ("api_schema", "api_documentation", "sync_probe")
KINDS = {"aire1": "aire", "banamba": "commune", "ben_kadi": "commune", "district": "district"}
KINDS |= {"cercle": "cercle", "region": "region"}
# What changes from one asking to the next, and tells nothing.
TOKENS = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|value="[0-9a-f-]{36}"|\d+\u00a0?min'
)


def plant(world: World, small: Mapping[str, int]) -> None:
    """August, validated: the small counts in the first aire, the large ones in the second."""
    period = make_period(AUGUST)
    aires = Aire.objects.in_bulk([world.codes["aire1"], world.codes["aire2"]], field_name="code")
    for name, values in (("aire1", small), ("aire2", LARGE)):
        at = datetime(2026, 9, 3, 9, tzinfo=UTC)
        MonthlyReport.objects.create(
            aire=aires[world.codes[name]], period=period, state=ReportState.VALIDATED, values=dict(values),
            first_declared_at=at, declared_at=at, validated_at=at,
        )  # fmt: skip
    rebuild(list(Period.objects.all()))


def addresses(askers: Askers, player: str) -> Iterator[str]:
    """Every address by GET near the small counts, then figures by period and by indicator."""
    for name, route in ROUTES.items():
        for target in targets(route) if name not in APART else ():
            if target in NEAR:
                asked = askers.address(Asked(name, "GET", target), player)
                yield (
                    f"{asked}?{SPAN}"
                    if name.startswith(("api_totals", "api_figures", "api_curve"))
                    else asked
                )
    for name, kind in KINDS.items():
        code = askers.world.codes[name]
        for page in ("figures", "everything"):
            yield from (f"{reverse(f'{page}_{kind}', args=[code])}?periode={one}" for one in PERIODS)
        yield reverse(f"api_totals_{kind}", args=[code]) + f"?depuis={AUGUST}&jusqu_a={AUGUST}"
        for indicator in MADE_OF_THEM:
            yield from _by_indicator(kind, code, indicator)


def _by_indicator(kind: str, code: str, indicator: str) -> Iterator[str]:
    yield reverse(f"indicator_{kind}", args=[code, indicator]) + "?periode=trimestre"
    yield reverse(f"api_curve_{kind}", args=[code, indicator]) + f"?depuis={AUGUST}&jusqu_a={AUGUST}"
    if kind == "aire":
        return
    asked = f"?indicateur={indicator}&periode=trimestre&avec=avant"
    for inside in ("districts", "communes", "aires"):
        yield reverse(f"ranking_{kind}", args=[code]) + f"{asked}&par={inside}"
        yield reverse(f"ranking_file_{kind}", args=[code, "csv"]) + f"{asked}&par={inside}"
    yield reverse(f"api_table_{kind}", args=[code, indicator]) + f"?{SPAN}"
    if kind in ("district", "region"):
        yield reverse(f"map_{kind}", args=[code]) + asked


def answers(askers: Askers, player: str, small: Mapping[str, int]) -> dict[str, str]:
    """Address → status and text, with these small counts; all of it undone."""
    with transaction.atomic():
        plant(askers.world, small)
        found = {}
        for address in dict.fromkeys(addresses(askers, player)):
            client = (askers.program if address.startswith("/api/") else askers.browser)(player)
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            found[address] = f"{response.status_code} {TOKENS.sub('', body.decode('utf-8', 'replace'))}"
        transaction.set_rollback(True)
    return found


def test_no_answer_to_a_partner_depends_on_a_small_count(askers: Askers) -> None:
    one, other = (answers(askers, "julie", small) for small in SMALL)
    assert sum(text.startswith("200") for text in one.values()) > 150
    assert not [address for address, text in one.items() if text.startswith(("429", "500"))]
    assert [address for address in one if one[address] != other[address]] == []


def test_an_official_reads_them_all(askers: Askers) -> None:
    """The same addresses, the DRS: pages, files and programs of every kind change with the counts."""
    one, other = (answers(askers, "nana", small) for small in SMALL)
    changed = {address.partition("?")[0] for address in one if one[address] != other[address]}
    code = askers.world.codes["region"]
    for name in ("figures", "everything", "ranking", "map", "api_totals", "api_figures"):
        assert reverse(f"{name}_region", args=[code]) in changed, name
    assert reverse("ranking_file_region", args=[code, "csv"]) in changed
    assert reverse("essential_show", args=[askers.world.codes["banamba"]]) in changed
