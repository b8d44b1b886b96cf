"""The floors of the house, as import-linter is told of them."""

import tomllib
from typing import Any

from django.apps import apps

from tests.house.files import ROOT, named, python_files

# Folders of Python that are not part of the product that runs.
BESIDE = {"ops", "tests", "bench", "docs", "deploy"}


def linter() -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told: dict[str, Any] = settings["tool"]["importlinter"]
    return told


def packages() -> set[str]:
    """Top folders that hold Python."""
    return {named(path).partition("/")[0] for path in python_files() if "/" in named(path)} - BESIDE - {".ci"}


def on_floors() -> list[str]:
    """Names in the contract of floors, in order."""
    layers = next(c for c in linter()["contracts"] if c["type"] == "layers")["layers"]
    return [name.strip() for layer in layers for name in layer.replace(":", "|").split("|")]


def test_every_package_stands_on_one_floor() -> None:
    assert sorted(on_floors()) == sorted(packages())
    assert sorted(linter()["root_packages"]) == sorted(packages())


def test_circles_are_looked_for_in_every_package() -> None:
    circles = next(c for c in linter()["contracts"] if c["type"] == "acyclic_siblings")
    assert sorted(circles["ancestors"]) == sorted(packages())


def test_every_app_of_ours_is_installed() -> None:
    installed = {config.name for config in apps.get_app_configs()}
    assert packages() - {"config"} <= installed


def test_imports_for_types_are_imports() -> None:
    assert linter()["exclude_type_checking_imports"] is False
