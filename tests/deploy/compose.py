"""docker-compose.yml as an engine reads it: variables put in, anchors followed."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from tests.house.files import ROOT

FILE = ROOT / "docker-compose.yml"
NEEDED = {"SITE_NAME": "jekabaara.example"}
# $$ · ${NAME} · ${NAME:-default} · ${NAME:?why}
_VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?::([-?])([^}]*))?\})")


def interpolate(text: str, environment: Mapping[str, str]) -> str:
    """Put the variables in; KeyError for one that must be given and is not."""

    def one(found: re.Match[str]) -> str:
        dollar, name, how, default = found.groups()
        if dollar:
            return "$"
        value = environment.get(name, "")
        if value or how is None:
            return value
        if how == "?":
            raise KeyError(f"{name}: {default}")
        return default

    return _VARIABLE.sub(one, text)


def variables() -> set[str]:
    """The names that the file asks the environment for."""
    text = "\n".join(line for line in FILE.read_text().splitlines() if not line.lstrip().startswith("#"))
    return {name for _, name, *_ in _VARIABLE.findall(text) if name}


def _filled(node: Any, environment: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _filled(value, environment) for key, value in node.items()}
    if isinstance(node, list):
        return [_filled(one, environment) for one in node]
    return interpolate(node, environment) if isinstance(node, str) else node


@cache
def raw() -> dict[str, Any]:
    """The file, anchors followed, variables as they are written."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def project(**environment: str) -> dict[str, Any]:
    """The file with its variables put in; the one that has no default is given."""
    filled: dict[str, Any] = _filled(raw(), NEEDED | environment)
    return filled


def services(**environment: str) -> dict[str, dict[str, Any]]:
    """Each service by its name."""
    found: dict[str, dict[str, Any]] = project(**environment)["services"]
    return found
