"""What stands in the database, in the folder of files, after the storm: each fault as one sentence."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.chaos.clients import Sent, Told
from tests.chaos.house import House
from tests.chaos.people import World
from tests.rows import json_of

Faults = Iterator[str]
DIFFS = """
SELECT a.code || '/' || p.year || '-' || lpad(p.month::text, 2, '0'),
    d.operation::text, d.before, d.after, d.version
FROM monitoring_reportdiff d JOIN monitoring_monthlyreport r ON r.id = d.report_id
JOIN cscom_aire a ON a.id = r.aire_id JOIN monitoring_period p ON p.id = r.period_id
ORDER BY d.version
"""
REPORTS = """
SELECT a.code || '/' || p.year || '-' || lpad(p.month::text, 2, '0'),
    r.id::text, r.values, r.version, r.state
FROM monitoring_monthlyreport r
JOIN cscom_aire a ON a.id = r.aire_id JOIN monitoring_period p ON p.id = r.period_id
"""
ACTS = "SELECT object_id, act, version FROM core_actlog WHERE kind = 'rapport' ORDER BY version"
JOBS = "SELECT id::text, state, failures, attempts FROM jobs_job"
PAPERS = """
SELECT c.code, d.quarter, d.edition, d.sha256, f.sha256, f.path, f.size
FROM reports_document d JOIN communes_commune c ON c.id = d.commune_id
JOIN files_storedfile f ON f.id = d.file_id
"""


def faults(site: House, world: World, told: Told, submissions: int) -> list[str]:
    """Everything that is not as promised; empty when nothing was lost, doubled, or stuck."""
    found = [*saves(site, world, told, submissions), *lasts(site, told), *acts(site, world, told)]
    found += [*papers(site, world), *jobs(site)]
    return found


def saves(site: House, world: World, told: Told, submissions: int) -> Faults:
    """Each acknowledged save once, in one difference, in the report; nothing that nobody sent."""
    if len(told.saves) != submissions:
        yield f"{len(told.saves)} envois reçus sur {submissions}"
    sent = {one.operation: one for one in told.saves}
    kept: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    seen: Counter[str] = Counter()
    for report, operation, before, after, version in site.ask(DIFFS):
        kept[report].append((operation, json_of(before), json_of(after), version))
        seen[operation] += 1
    yield from (f"perdu\u00a0: {one}" for one in sent.values() if not seen[one.operation])
    yield from (f"en double\u00a0: {operation}" for operation, count in seen.items() if count > 1)
    yield from (f"inconnu\u00a0: {operation}" for operation in seen if operation not in sent)
    rows = {report: (json_of(values), version) for report, _, values, version, _ in site.ask(REPORTS)}
    for desk in world.desks:
        yield from _one_report(desk.report, kept[desk.report], sent, *rows.get(desk.report, ({}, 0)))


def _one_report(
    name: str, diffs: list[tuple[Any, ...]], sent: dict[str, Sent], now: dict[str, Any], version: int
) -> Faults:
    if [diff[3] for diff in diffs] != list(range(1, version + 1)):
        yield f"{name}\u00a0: version {version}, différences {[diff[3] for diff in diffs]}"
    values: dict[str, Any] = {}
    for operation, before, after, _ in diffs:
        if before != {cell: values.get(cell) for cell in after}:
            yield f"{name}\u00a0: avant {operation}, {before} ne suit pas {values}"
        if (one := sent.get(operation)) and after != one.cells:
            yield f"{name}\u00a0: {operation} a écrit {after} au lieu de {one.cells}"
        values |= after
    if now != {cell: value for cell, value in values.items() if value is not None}:
        yield f"{name}\u00a0: les cases ne sont pas la somme de leurs différences"


def lasts(site: House, told: Told) -> Faults:
    """Each cell holds what was acknowledged last: one program, or one device, types in it."""
    rows = {report: json_of(values) for report, _, values, *_ in site.ask(REPORTS)}
    last = {(one.report, cell): value for one in told.saves for cell, value in one.cells.items()}
    for (report, cell), value in last.items():
        if (now := rows.get(report, {}).get(cell)) != value:
            yield f"{report}\u00a0: {cell} vaut {now}, la dernière valeur reçue est {value}"


def lost_answers(site: House, told: Told) -> int:
    """Sendings of devices that were written before the message that was answered left."""
    written = dict(
        site.ask("SELECT operation::text, extract(epoch FROM saved_at) FROM monitoring_reportdiff")
    )
    return sum(one.device and float(written[one.operation]) < one.left_at for one in told.saves)


def acts(site: House, world: World, told: Told) -> Faults:
    """Each acknowledged act once in the log, versions without a gap."""
    names = {pk: report for report, pk, *_ in site.ask(REPORTS)}
    versions = {report: version for report, _, _, version, _ in site.ask(REPORTS)}
    logged = [(names[pk], act, version) for pk, act, version in site.ask(ACTS)]
    for lost in set(told.acts) - set(logged):
        yield f"acte perdu\u00a0: {lost}"
    for extra in (Counter(logged) - Counter(told.acts)).elements():
        yield f"acte en trop\u00a0: {extra}"
    for office in world.offices:
        mine = [version for report, _, version in logged if report == office.report]
        if mine != list(range(1, versions[office.report] + 1)):
            yield f"{office.report}\u00a0: version {versions[office.report]}, actes {mine}"


def papers(site: House, world: World) -> Faults:
    """Exactly one paper a commune, its file on the disk with its fingerprint."""
    count: Counter[str] = Counter()
    for commune, quarter, edition, told, kept, path, size in site.ask(PAPERS):
        count[commune] += 1
        if (quarter, edition) != (world.quarter, 1):
            yield f"{commune}\u00a0: édition {edition} du {quarter}"
        file = files_of(site) / path
        content = file.read_bytes() if file.exists() else b""
        if not (hashlib.sha256(content).hexdigest() == told == kept and len(content) == size):
            yield f"{commune}\u00a0: le fichier {path} n’est pas celui du document"
        if not content.endswith(b"%%EOF\n"):
            yield f"{commune}\u00a0: le PDF {path} est coupé"
    if len(count) != world.communes:
        yield f"{len(count)} communes imprimées sur {world.communes}"
    yield from (f"{commune}\u00a0: {n} documents" for commune, n in count.items() if n != 1)


def jobs(site: House) -> Faults:
    """Nothing waits, nothing runs, nothing failed."""
    for pk, state, failures, attempts in site.ask(JOBS):
        if state != "termine" or json_of(failures):
            yield f"travail {pk}\u00a0: {state} après {attempts} essais, {json_of(failures)}"


def orphans(site: House) -> list[Path]:
    """Files that no row knows: written just before a death; the database took back what they were for."""
    known = {path for (path,) in site.ask("SELECT path FROM files_storedfile")}
    root = files_of(site)
    return [one for one in root.glob("??/??/*") if str(one.relative_to(root)) not in known]


def files_of(site: House) -> Path:
    """The folder of stored files."""
    return site.folder / "var" / "files"
