"""`./run sbom`: what the deployed site is made of, as a CycloneDX list."""

import json
import subprocess
from pathlib import Path
from typing import Any

from ops import venvs
from ops.places import ROOT, Places, Problem, say

NAME = "sbom.cdx.json"
OPTIONS = (
    "--pyproject pyproject.toml --spec-version 1.6 --output-reproducible --output-format JSON --output-file -"
)
SHEETS = ("static/vendor/*/VENDOR.json", "static/fonts/VENDOR.json")


def run(arguments: list[str]) -> int:
    """Write the list to the path given, else under `var/`."""
    places = Places.from_environment()
    python = venvs.ensure(places.venv_dev, "requirements-dev.lock", rebuild=False)
    target = Path(arguments[0]) if arguments else places.var / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    found = of_packages(python)
    found["components"] = sorted(found["components"] + vendored(ROOT), key=lambda one: str(one["bom-ref"]))
    target.write_text(
        json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    say(f"✓ {len(found['components'])} composants\u00a0: {target}")
    return 0


def of_packages(python: Path) -> dict[str, Any]:
    """The Python packages of requirements.lock, each with the sums it is installed by; the same each time."""
    command = [str(python), "-m", "cyclonedx_py", "requirements", "requirements.lock", *OPTIONS.split()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Problem(f"La liste des composants n’a pas pu être faite.\n{done.stderr.strip()}")
    listed: dict[str, Any] = json.loads(done.stdout)
    return listed


def vendored(root: Path) -> list[dict[str, Any]]:
    """The libraries kept in `static/`, from the sheet beside each."""
    sheets = sorted(path for pattern in SHEETS for path in root.glob(pattern))
    return [_component(json.loads(sheet.read_text(encoding="utf-8"))) for sheet in sheets]


def _component(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "bom-ref": f"vendored:{told['name']}@{told['version']}",
        "type": "library",
        "name": told["name"],
        "version": told["version"],
        "licenses": [{"license": {"id": told["licence"]}}],
        "components": [
            {
                "bom-ref": f"vendored:{told['name']}@{told['version']}/{name}",
                "type": "file",
                "name": name,
                "hashes": [{"alg": "SHA-256", "content": digest}],
            }
            for name, digest in sorted(told["files"].items())
        ],
    }
