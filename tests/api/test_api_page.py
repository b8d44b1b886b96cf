"""The page of the API: each command is run as it stands on a live site, its answer has the shape shown."""

import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from core.access import Action, PlaceKind
from core.models import ActLog
from files.store import store
from jobs.models import Job
from monitoring.workflow import KIND
from reports.models import Document
from tests.api.program import Program
from tests.cast import Cast

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
NUMBER = "RTP-2026-T3-ML020201-1"
# Keys of these are cells: they differ from report to report.
FREE = frozenset({"valeurs", "totaux"})
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str, str]]:
    """(command, kind of answer, answer) of the page, in its order."""
    blocks = [(kind, text.strip()) for kind, text in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
    return [
        (command, kind, shown)
        for (shell, command), (kind, shown) in pairwise(blocks)
        if shell == "sh" and "curl" in command
    ]


def unlike(shown: Any, found: Any, where: str = "") -> list[str]:
    """Where the shape of an answer is not the one shown; a list shows its first item."""
    if isinstance(shown, dict) and isinstance(found, dict):
        keys = set(shown) if where.endswith(tuple(FREE)) else set(shown) | set(found)
        missing = [f"{where}.{key}" for key in keys if key not in shown or key not in found]
        both = [key for key in shown if key in found]
        return missing + [line for key in both for line in unlike(shown[key], found[key], f"{where}.{key}")]
    if isinstance(shown, list) and isinstance(found, list):
        if bool(shown) != bool(found):
            return [f"{where}: {len(found)} items"]
        return unlike(shown[0], found[0], f"{where}[]") if shown else []
    numbers = (int, float)
    same = type(shown) is type(found) or (
        isinstance(shown, numbers) and isinstance(found, numbers) and bool not in {type(shown), type(found)}
    )
    return [] if same else [f"{where}: {found!r} for {shown!r}"]


@pytest.fixture
def told(story: Cast, settings: Any, tmp_path: Path) -> Cast:
    """The story of the figures, with an act, a paper, a job."""
    settings.FILES_ROOT = tmp_path
    host, salif = story.territory.host, story.person_of("salif")
    report = story.territory.second_aire.reports.get(period__month=8)
    ActLog.objects.create(
        kind=KIND, object_id=str(report.pk), act="declarer", from_state="brouillon", to_state="complet",
        version=1, person_id=1, person_name="Oumar Sangaré", role="cpm", place_name="Banamba Central",
    )  # fmt: skip
    kept = store(
        b"%PDF-1.7 un essai", name=f"{NUMBER}.pdf", mime="application/pdf", action=Action.DOCUMENT_SEE,
        place_kind=PlaceKind.COMMUNE, where=Document(commune=host).where(), created_by=None,
    )  # fmt: skip
    Document.objects.create(
        number=NUMBER, title="Rapport trimestriel, commune de Banamba", commune=host, quarter="2026-T3",
        file=kept, sha256=kept.sha256, data_cutoff_at=datetime(2026, 10, 20, tzinfo=UTC),
    )  # fmt: skip
    Job.objects.create(
        kind="essai", title="Rapport trimestriel, commune de Banamba", asked_by=salif, state=Job.State.DONE,
        done_steps=3, total_steps=3, finished_at=datetime(2026, 10, 20, tzinfo=UTC),
        result={"document": NUMBER, "liens": [{"label": "Le document", "url": f"/documents/{NUMBER}/"}]},
    )  # fmt: skip
    return story


@pytest.mark.django_db(transaction=True)
def test_every_example_answers_what_is_shown(told: Cast, live_server: Any) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not on this machine")
    given = {"PATH": os.environ["PATH"], "SITE": live_server.url, "JETON": Program(told, "salif").secret}
    for command, kind, shown in examples():
        run = subprocess.run(
            ["sh", "-euc", command], env=given, capture_output=True, text=True, timeout=60, check=False
        )
        assert (run.returncode, run.stderr) == (0, ""), command
        if kind == "text":
            assert run.stdout.strip() == shown, command
        else:
            assert unlike(json.loads(shown), json.loads(run.stdout)) == [], command


def test_every_family_has_its_example() -> None:
    commands = " ".join(command for command, _, _ in examples())
    families = (
        "moi", "communes", "aires", "recherche", "catalogue/formulaire", "catalogue/regles", "rapports",
        "mois", "catalogue/indicateurs", "districts", "completude", "documents", "travaux",
    )  # fmt: skip
    assert [family for family in families if f"/api/v1/{family}/" not in commands] == []


@pytest.mark.parametrize(
    ("shown", "found", "faults"),
    [
        ({"a": 1}, {"a": 2.5}, 0),
        ({"a": 1}, {"a": "1"}, 1),
        ({"a": 1}, {"a": True}, 1),
        ({"a": 1}, {"a": None}, 1),
        ({"a": 1}, {"a": 1, "b": 1}, 1),
        ({"a": [{"b": 1}]}, {"a": [{"c": 1}]}, 2),
        ({"a": [1]}, {"a": []}, 1),
        ({"valeurs": {"P3": 1}}, {"valeurs": {"P3": 1, "CPN2": 0}}, 0),
        ({"valeurs": {"P3": 1}}, {"valeurs": {"P3": "NA"}}, 1),
    ],
)
def test_the_comparison_sees(shown: Any, found: Any, faults: int) -> None:
    assert len(unlike(shown, found)) == faults
