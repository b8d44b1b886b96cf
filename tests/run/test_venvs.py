"""Virtual environments are made once, then again when their lock changes."""

import os
from pathlib import Path

import pytest

from ops import venvs
from ops.places import Problem


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    lock = tmp_path / "essai.lock"
    lock.write_text("# nothing to install\n")
    return lock


@pytest.fixture
def broken_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A uv that always fails stands first on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "uv").write_text("#!/bin/sh\nexit 1\n")
    (folder / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("broken_uv")
def test_made_once_with_pip_when_uv_fails(
    tmp_path: Path, lock: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    venv = tmp_path / "venv"
    python = venvs.ensure(venv, str(lock), rebuild=True)
    assert venvs.works(python)
    assert "reprise avec pip" in capsys.readouterr().out

    (venv / "witness").touch()
    assert venvs.ensure(venv, str(lock), rebuild=True) == python
    assert capsys.readouterr().out == "", "nothing to do, nothing said"

    lock.write_text("# still nothing, said otherwise\n")
    venvs.ensure(venv, str(lock), rebuild=False)
    assert (venv / "witness").exists(), "brought up to date in place"

    lock.write_text("# and once more\n")
    venvs.ensure(venv, str(lock), rebuild=True)
    assert not (venv / "witness").exists(), "made anew"


@pytest.mark.usefixtures("broken_uv")
def test_a_package_without_its_hash_is_refused(tmp_path: Path, lock: Path) -> None:
    lock.write_text("a-package-nobody-wrote==1.0\n")
    with pytest.raises(Problem, match="n’ont pas pu être installées"):
        venvs.ensure(tmp_path / "venv", str(lock), rebuild=True)
    assert not (tmp_path / "venv" / venvs.STAMP).exists(), "the next run tries again"
