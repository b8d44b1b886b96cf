"""What `./run` answers to words it knows or does not."""

import subprocess
import sys

import pytest

from tests.house.files import ROOT


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, ROOT / "run", *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("arguments", [(), ("aide",), ("--help",)])
def test_alone_it_says_what_it_can_do(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    for command in ("demo", "test", "check", "manage", "lock"):
        assert f"    ./run {command}" in done.stdout


@pytest.mark.parametrize("arguments", [("démo",), ("demo", "vite"), ("check", "tout")])
def test_an_unknown_word_is_told_and_fails(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Commande inconnue\u00a0: {' '.join(arguments)}\n")
    assert "./run demo" in done.stderr
