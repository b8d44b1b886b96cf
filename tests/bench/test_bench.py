"""The measures run on a small country: every line has its figure, nothing is left behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.files import ROOT

CHEAP = ("pages", "submission", "totals", "disk")
EVERY = (*CHEAP, "weights", "paper", "dossier", "growth")


def bench(tmp_path: Path, names: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    """``./run bench --quick`` on SQLite, its document under ``tmp_path``."""
    only = [word for name in names for word in ("--only", name)]
    command = [sys.executable, "-m", "bench", "--quick", "--engine", "sqlite", "--out", "out.md", *only]
    dropped = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    environment = kept | {"JEKABAARA_VAR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)}
    command[command.index("out.md")] = str(tmp_path / "out.md")
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def told(tmp_path: Path, names: tuple[str, ...]) -> str:
    done = bench(tmp_path, names)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "var").iterdir()) == []  # the scratch database went with its folder
    return (tmp_path / "out.md").read_text(encoding="utf-8")


def test_a_small_country_is_measured(tmp_path: Path) -> None:
    document = told(tmp_path, CHEAP)
    for line in (
        "| page du maire, × unité (processeur) | ≤ 3 | ",
        "| ordres SQL par envoi | ≤ 12 | ",
        "| différences après reconstruction | ≤ 0 | 0, tenu |",
        "| unité, connecté | ",
        "| totaux | ",
    ):
        assert line in document, line
    assert "| commande | `./run bench --quick" in document


@pytest.mark.long
def test_a_small_country_is_measured_in_full(tmp_path: Path) -> None:
    document = told(tmp_path, EVERY)
    for line in (
        "première visite",
        "PDF, × WeasyPrint nu",
        "dossier de réunion, × WeasyPrint nu",
        "dossiers de réunion prêts | ≥ 2 | 2, tenu",
        "exposant des mois",
        "rapports prêts | ≥ 2 | 2, tenu",
    ):
        assert line in document, line
