"""The document of the figures: date, command, machine, goals with their verdicts, tables."""

import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import django
import psycopg2

from bench.finding import Finding, Table, Verdict

HEAD = """# Ce que cela coûte

Chiffres mesurés, non promis : ils disent à quoi s’attendre, sur quelle machine, par quelle commande.
Aucun temps n’est une condition des tests. Un pays fictif ({country})
est construit sur une base à part, lu, puis effacé. Les temps sont pris tour à tour (A B C A B C…)
pour que le bruit de la machine touche tout le monde ; ils se lisent en multiples de l’unité : une page
d’une seule requête dans le cadre du site, avec tous ses intergiciels.
"""
NO, YES = "manqué", "tenu"


def write(
    path: Path,
    command: str,
    country: str,
    load: Sequence[str],
    found: Mapping[str, list[Finding]],
    notes: str,
) -> None:
    """Write the whole document; ``notes``: what is explained by hand."""
    parts = [HEAD.format(country=country), *machine(command, load), "## Buts\n", goals(found)]
    if notes:
        parts.append(notes)
    for finding in (one for group in zip_findings(found) for one in group):
        parts += [table(one) for one in finding.tables]
    path.write_text("\n".join(parts).replace("\n\n\n", "\n\n").rstrip() + "\n", encoding="utf-8")


def machine(command: str, load: Sequence[str]) -> list[str]:
    """When, how, on what."""
    return [
        "| | |",
        "|---|---|",
        f"| date | {datetime.now().astimezone():%Y-%m-%d %H:%M} |",
        f"| commande | `{command}` |",
        f"| processeur | {processor()}, {os.cpu_count()} cœurs, partagé avec d’autres travaux |",
        f"| charge (1, 5, 15 min) au début, à la fin | {' ; '.join(load)} |",
        f"| versions | Python {platform.python_version()}, Django {django.get_version()}, {databases()} |",
        "",
    ]


def databases() -> str:
    """SQLite's and PostgreSQL's client versions."""
    number = psycopg2.extensions.libpq_version()
    return f"SQLite {sqlite3.sqlite_version}, PostgreSQL (libpq {number // 10_000})"


def processor() -> str:
    """The model of the processor."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next(
        (one.partition(":")[2].strip() for one in lines if one.startswith("model name")), platform.machine()
    )


def load_now() -> str:
    """« 1,2 0,9 0,5 »."""
    return " ".join(f"{one:.1f}".replace(".", ",") for one in os.getloadavg())


def goals(found: Mapping[str, list[Finding]]) -> str:
    """One line a goal, one column an engine."""
    engines = list(found)
    told: dict[str, dict[str, Verdict]] = {}
    for engine, findings in found.items():
        for verdict in (v for finding in findings for v in finding.verdicts):
            told.setdefault(verdict.what, {})[engine] = verdict
    lines = [
        "| but | voulu | " + " | ".join(engines) + " |",
        "|---|---|" + "---|" * len(engines),
    ]
    for what, by_engine in told.items():
        goal = next(iter(by_engine.values())).goal
        lines.append(f"| {what} | {goal} | " + " | ".join(_said(by_engine.get(e)) for e in engines) + " |")
    return "\n".join(lines) + "\n"


def _said(verdict: Verdict | None) -> str:
    if verdict is None:
        return "—"
    return f"{verdict.measured}, {YES if verdict.held else f'**{NO}**'}"


def zip_findings(found: Mapping[str, list[Finding]]) -> list[list[Finding]]:
    """The same measure on each engine, side by side."""
    names = list(dict.fromkeys(f.name for findings in found.values() for f in findings))
    return [[f for findings in found.values() for f in findings if f.name == name] for name in names]


def table(one: Table) -> str:
    """A table in Markdown, or a listing."""
    parts = [f"## {one.title}\n"]
    if one.rows:
        parts.append("| " + " | ".join(one.head) + " |\n|" + "---|" * len(one.head))
        parts[-1] += "".join("\n| " + " | ".join(row) + " |" for row in one.rows) + "\n"
    if one.listing:
        parts.append(f"```\n{one.listing}\n```\n")
    if one.note:
        parts.append(one.note + "\n")
    return "\n".join(parts)


def verdict_lines(found: Mapping[str, list[Finding]]) -> list[str]:
    """The goals, for a terminal."""
    return [
        f"{engine:<11}{YES if v.held else NO:<8}{v.what} : {v.measured} ({v.goal})"
        for engine, findings in found.items()
        for finding in findings
        for v in finding.verdicts
    ]
