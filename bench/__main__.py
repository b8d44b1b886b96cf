"""``./run bench``: a fictitious country on each engine, what its pages and acts cost, the document of it.

``--quick``: a small country, to prove the command; nothing is written but the terminal.
``--only NAME`` (several times), ``--engine postgresql`` or ``sqlite``: a part of it.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.finding import BROKEN, Finding
from bench.report import load_now, table, verdict_lines, write, zip_findings
from bench.scratch import ENGINES, scratch
from bench.sizes import FULL, QUICK, Size
from ops.places import ROOT, Problem, complain

NAMES = ("pages", "submission", "weights", "totals", "disk", "paper", "dossier", "clients", "growth")
DOCUMENT = ROOT / "docs" / "performance.md"
NOTES = ROOT / "bench" / "notes.md"


def main(arguments: Sequence[str]) -> int:
    """Measure, tell, write; 0 when every measure was taken, whatever the verdicts: no timing is a gate."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="petit pays, rien n’est écrit")
    parser.add_argument("--only", action="append", choices=NAMES, help="cette mesure seulement")
    parser.add_argument("--engine", choices=ENGINES, help="ce moteur seulement")
    parser.add_argument("--out", type=Path, help="où écrire le document (docs/performance.md)")
    asked = parser.parse_args(arguments)
    size = QUICK if asked.quick else FULL
    engines = [asked.engine] if asked.engine else list(ENGINES)
    before = load_now()
    try:
        found = {engine: run(engine, size, asked.only or NAMES) for engine in engines}
    except Problem as problem:
        complain(str(problem))
        return 1
    for finding in (one for group in zip_findings(found) for one in group):
        for one in finding.tables:
            print(table(one))
    print("\n".join(verdict_lines(found)))
    whole = not (asked.quick or asked.only or asked.engine)
    if whole or asked.out:
        command = " ".join(["./run bench", *arguments])
        notes = NOTES.read_text(encoding="utf-8") if NOTES.exists() else ""
        write(asked.out or DOCUMENT, command, country(size), (before, load_now()), found, notes)
    taken = all(v.measured != BROKEN for findings in found.values() for f in findings for v in f.verdicts)
    return 0 if taken else 1


def country(size: Size) -> str:
    return f"{size.communes} communes, {size.aires} aires de santé, {size.months} mois"


def run(engine: str, size: Size, names: Sequence[str]) -> list[Finding]:
    """One engine on a database of its own, in a process of its own."""
    with scratch(engine) as place:
        out = place.var / "findings.json"
        with (place.var / "engine.log").open("wb") as log:
            done = subprocess.run(
                [sys.executable, "-m", "bench.engine", size.name, str(out), *names],
                cwd=ROOT,
                env=place.environment,
                stdin=subprocess.DEVNULL,
                stderr=log,
                check=False,
            )
        if done.returncode:
            told = (place.var / "engine.log").read_text(errors="replace")[-3_000:]
            raise Problem(f"La mesure sur {engine} s’est arrêtée (code {done.returncode}).\n{told}")
        return [Finding.read(one) for one in json.loads(out.read_text())]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
