"""`./run sbom` lists every production package and vendored file, the same each time, in a valid CycloneDX."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from ops import sbom, venvs
from tests.house.files import ROOT

LOCKED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list, written by the command in the environment of the run."""
    path = tmp_path_factory.mktemp("sbom") / "deep" / "sbom.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(venvs, "ensure", lambda *_, **__: Path(sys.executable))
        assert sbom.run([str(path)]) == 0
        first = path.read_bytes()
        assert sbom.run([str(path)]) == 0
    assert path.read_bytes() == first
    return path


def components(path: Path) -> dict[str, dict[str, Any]]:
    return {one["name"].lower(): one for one in json.loads(path.read_text())["components"]}


def test_it_is_valid(written: Path) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written.read_text()) is None


def test_every_locked_package_stands_in_it(written: Path) -> None:
    locked = dict(LOCKED.findall((ROOT / "requirements.lock").read_text()))
    assert len(locked) > 40
    found = components(written)
    assert {name: found[name]["version"] for name in locked} == locked


def test_nothing_of_the_tests_does(written: Path) -> None:
    assert not {"pytest", "playwright", "mypy"} & components(written).keys()


def test_vendored_files_too(written: Path) -> None:
    sheets = [path for pattern in sbom.SHEETS for path in ROOT.glob(pattern)]
    assert sheets
    for sheet in sheets:
        told = json.loads(sheet.read_text())
        listed = components(written)[told["name"].lower()]
        assert listed["version"] == told["version"]
        assert {one["name"]: one["hashes"][0]["content"] for one in listed["components"]} == told["files"]


def test_it_says_what_of(written: Path) -> None:
    assert json.loads(written.read_text())["metadata"]["component"]["name"] == "jekabaara"
