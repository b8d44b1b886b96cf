"""Vendored files are what their makers published."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.house.files import ROOT, all_files, named

PLACES = [ROOT / "static" / "vendor", ROOT / "tests" / "vendor"]


def libraries() -> list[Path]:
    """One folder a library, named NAME-VERSION."""
    return sorted(
        folder for place in PLACES if place.exists() for folder in place.iterdir() if folder.is_dir()
    )


def faults(folder: Path) -> list[str]:
    """What disagrees between a folder's VENDOR.json and what lies beside it."""
    sheet = folder / "VENDOR.json"
    if not sheet.exists():
        return ["no VENDOR.json"]
    told = json.loads(sheet.read_text(encoding="utf-8"))
    wrong = [f"says nothing of {key}" for key in ("name", "version", "licence", "files") if not told.get(key)]
    if wrong:
        return wrong
    if folder.name != f"{told['name']}-{told['version']}":
        wrong.append(f"is named {folder.name}")
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != sheet
    }
    return wrong + sorted(f"differs: {name}" for name, _sum in found.items() ^ told["files"].items())


def test_vendored_files_are_untouched() -> None:
    assert {named(folder): faults(folder) for folder in libraries() if faults(folder)} == {}


def test_nothing_is_vendored_outside_a_library() -> None:
    owned = {path for folder in libraries() for path in folder.rglob("*")}
    stray = [named(p) for p in all_files() if p.parent in PLACES and p not in owned and p.name != "README.md"]
    assert stray == []


@pytest.mark.parametrize("change", ["none", "edited", "added", "removed", "renamed"])
def test_the_rule_sees(tmp_path: Path, change: str) -> None:
    folder = tmp_path / "lib-1.0"
    folder.mkdir()
    (folder / "lib.min.js").write_text("go()")
    told = {"lib.min.js": hashlib.sha256(b"go()").hexdigest()}
    (folder / "VENDOR.json").write_text(
        json.dumps({"name": "lib", "version": "1.0", "licence": "MIT", "files": told})
    )
    if change == "edited":
        (folder / "lib.min.js").write_text("stop()")
    elif change == "added":
        (folder / "more.js").write_text("go()")
    elif change == "removed":
        (folder / "lib.min.js").unlink()
    elif change == "renamed":
        folder = folder.rename(tmp_path / "lib-2.0")
    assert bool(faults(folder)) is (change != "none")
