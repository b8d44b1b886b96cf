"""The whole site is killed, part by part, while it works: nothing lost, nothing twice, nothing stuck."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.places import ROOT
from tests.chaos.house import possible
from tests.chaos.plan import Kind, draw

SEED = 7
CHAOS = [sys.executable, "-m", "tests.chaos", "--ci", "--seed", str(SEED)]


def test_the_draw_is_the_seed() -> None:
    assert draw(SEED, 20) == draw(SEED, 20) != draw(SEED + 1, 20)


@pytest.mark.parametrize("kills", [7, 20])
def test_each_kind_dies_in_turn(kills: int) -> None:
    drawn = draw(SEED, kills)
    assert len(drawn) == kills
    assert {kill.kind for kill in drawn} == set(Kind)
    assert [kill.at for kill in drawn] == sorted(kill.at for kill in drawn)
    assert 0 < drawn[0].at < drawn[-1].at < 1


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL may cross, which pytest's own are not."""
    if not possible():
        pytest.skip("no PostgreSQL or no redis-server on this machine")
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.mark.deployed
def test_nothing_is_lost(folder: Path) -> None:
    """A machine shared with other work may be slow to restart a program: it gets thirty seconds, not ten."""
    command = [*CHAOS, "--patience", "30"]
    env = os.environ | {"TMPDIR": str(folder)}
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TENU" in done.stdout
    assert left_in(folder) == []


@pytest.mark.deployed
def test_an_interruption_leaves_nothing(folder: Path) -> None:
    env = os.environ | {"TMPDIR": str(folder)}
    with subprocess.Popen(CHAOS, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if "base migrée" in line:
                    break
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 130
        finally:
            process.kill()
    assert left_in(folder) == []
    assert [one for one in Path("/proc").glob("[0-9]*") if str(folder) in command_of(one)] == []


def left_in(folder: Path) -> list[Path]:
    """What stays behind; a program killed at once leaves the folder its interpreter made for it, empty."""
    return [one for one in folder.iterdir() if not (one.name.startswith("pymp-") and not any(one.iterdir()))]


def command_of(process: Path) -> str:
    """Its command, "" when it has just ended."""
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
