"""The house's own pytest plugins do what they say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.template import engines
from hypothesis import settings as hypothesis_settings

from tests.house import profiles
from tests.house.files import ROOT, templates
from tests.house.undefined import is_ours

SUITE = """
import pytest
def test_runs(): pass
@pytest.mark.skip(reason="{reason}")
def test_skipped(): pass
"""
EXPECTED_TO_FAIL = """
import pytest
@pytest.mark.xfail(reason="un jour")
def test_fails(): assert False
"""


def run_pytest(folder: Path, suite: str, environment: dict[str, str]) -> tuple[int, str]:
    """Run pytest on one small suite with the plugin alone."""
    (folder / "test_it.py").write_text(suite)
    (folder / "pytest.ini").write_text("[pytest]\n")
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", "PYTEST_ADDOPTS"}}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.house.skips",
            "-p",
            "no:django",
            "-p",
            "no:cacheprovider",
            folder,
        ],
        cwd=folder,
        env=clean | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("reason", "environment", "status"),
    [
        ("pas envie", {"CI": "true"}, 1),
        ("pas envie", {}, 0),
        ("../shared/data est absent", {"CI": "true"}, 0),
    ],
)
def test_skips_in_ci_need_a_reason(
    tmp_path: Path, reason: str, environment: dict[str, str], status: int
) -> None:
    code, output = run_pytest(tmp_path, SUITE.format(reason=reason), environment)
    assert code == status, output
    assert ("skipped without a permitted reason" in output) is bool(status)


def test_an_expected_failure_needs_one_too(tmp_path: Path) -> None:
    code, output = run_pytest(tmp_path, EXPECTED_TO_FAIL, {"CI": "true"})
    assert code == 1, output
    assert "un jour" in output


@pytest.mark.parametrize("text", ["{{ absent }}", "{{ absent|default:'x' }}", "{{ given.absent }}"])
def test_an_undefined_variable_of_ours_fails(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.house.undefined.is_ours", lambda _origin: True)
    template = engines["django"].from_string(text)
    with pytest.raises(pytest.fail.Exception, match="undefined variable"):
        template.render({"given": {}})


@pytest.mark.parametrize("text", ["{% if absent %}x{% endif %}", "{{ given }}", "{% firstof absent given %}"])
def test_what_may_be_absent_does_not(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.house.undefined.is_ours", lambda _origin: True)
    engines["django"].from_string(text).render({"given": "1"})


def test_whose_templates_are_whose() -> None:
    assert all(is_ours(str(path)) for path in templates())
    assert not is_ours("")
    assert not is_ours("/usr/lib/django/contrib/admin/templates/admin/base.html")


def test_the_plugins_are_loaded(request: pytest.FixtureRequest) -> None:
    """The conftest names them; without that line these rules would be asleep."""
    for name in ("skips", "undefined", "profiles"):
        assert request.config.pluginmanager.has_plugin(f"tests.house.{name}")
    assert hypothesis_settings.default is hypothesis_settings.get_profile(profiles.chosen())
