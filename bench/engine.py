"""One engine, in the process whose environment leads to its scratch database: build, measure, hand over."""

import argparse
import cProfile
import io
import json
import pstats
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402 - Django must be ready first
from django.test import override_settings  # noqa: E402

from bench import clients, disk, dossiers, growth, pages, paper, submission, totals, weights  # noqa: E402
from bench.country import Built, build  # noqa: E402
from bench.finding import Finding, Rows, Table, broken, french  # noqa: E402
from bench.sizes import SIZES, Size  # noqa: E402

# In this order: the first read what was built, the last change it.
MEASURES: dict[str, Callable[[Size], Finding]] = {
    "pages": pages.measure,
    "submission": submission.measure,
    "weights": weights.measure,
    "totals": totals.measure,
    "disk": disk.measure,
    "paper": paper.measure,
    "dossier": dossiers.measure,
    "clients": clients.measure,
    "growth": growth.measure,
}
PROFILED = (pages.MAYOR, pages.REGION)
LINES = 18


def main(arguments: Sequence[str]) -> None:
    """``python -m bench.engine SIZE OUT NAME…``: findings as JSON in OUT."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="+", choices=MEASURES)
    asked = parser.parse_args(arguments)
    size = SIZES[asked.size]
    findings: list[Finding] = []

    def found(finding: Finding) -> None:
        """Kept at once: a run that is cut short leaves what it found."""
        findings.append(finding)
        asked.out.write_text(json.dumps([one.plain() for one in findings]))

    found(_built(size, build(size, tell)))
    for name, measure in MEASURES.items():
        if name in asked.names:
            start = time.perf_counter()
            found(_taken(name, measure, size))
            tell(f"{name} : {time.perf_counter() - start:.0f} s")
    if "pages" in asked.names:
        found(_profiles(size))


def tell(text: str) -> None:
    """One line of progress; the site's own log goes to stderr."""
    print(f"{connection.vendor} · {text}", flush=True)


def _taken(name: str, measure: Callable[[Size], Finding], size: Size) -> Finding:
    """One measure; one that breaks is told as such, and the others are taken all the same."""
    try:
        return measure(size)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        said = f"{type(error).__name__} : {error}"[:300]
        tell(traceback.format_exc())
        return Finding(name, [Table(f"{name}, {connection.vendor}", note=said)], [broken(name)])


def _built(size: Size, built: Built) -> Finding:
    rows: Rows = [
        ("lieux, personnes, catalogue", french(built.places, 1)),
        (f"{french(built.count)} rapports, leurs actes, visas, modifications", french(built.reports, 1)),
        (f"totaux de {size.months} mois", french(built.totals, 1)),
    ]
    return Finding("country", [Table(f"Le pays, {connection.vendor}", ("partie", "durée (s)"), rows)])


def _profiles(size: Size) -> Finding:
    """Where the time of the dashboards goes: the head of a profile of ten readings."""
    finding = Finding("profiles")
    with override_settings(ROOT_URLCONF="bench.unit"):
        for page in pages.pages(size):
            if page.name in PROFILED:
                page.read()
                profile = cProfile.Profile()
                for _ in range(10):
                    profile.runcall(page.read)
                title = f"Profil, {page.name}, {connection.vendor} (dix lectures)"
                finding.tables.append(Table(title, listing=_head(profile)))
    return finding


def _head(profile: cProfile.Profile) -> str:
    """The costliest functions, by time inside them; without the paths of this machine."""
    out = io.StringIO()
    pstats.Stats(profile, stream=out).strip_dirs().sort_stats("tottime").print_stats(LINES)
    lines = out.getvalue().splitlines()
    start = next(i for i, line in enumerate(lines) if line.lstrip().startswith("ncalls"))
    return "\n".join(line.rstrip() for line in lines[start:] if line.strip())


if __name__ == "__main__":
    main(sys.argv[1:])
