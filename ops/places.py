"""Where things live on this machine."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Problem(Exception):
    """Something the reader of the terminal can mend; its text is a French sentence."""


@dataclass(frozen=True)
class Places:
    """The folders of one installation: all that is written goes under `var`."""

    var: Path

    @classmethod
    def from_environment(cls) -> "Places":
        """`var/` of the project, or where JEKABAARA_VAR points."""
        chosen = os.environ.get("JEKABAARA_VAR")
        return cls(var=Path(chosen).expanduser().resolve() if chosen else ROOT / "var")

    @property
    def venv(self) -> Path:
        """Virtual environment of production dependencies."""
        return self.var / "venv"

    @property
    def venv_dev(self) -> Path:
        """Virtual environment with the tests' and checks' tools."""
        return self.var / "venv-dev"

    @property
    def logs(self) -> Path:
        """One file per supervised program."""
        return self.var / "logs"


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / "bin" / "python"


def say(text: str) -> None:
    """One line to the terminal, at once, even into a pipe."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One line to the error stream, at once."""
    print(text, file=sys.stderr, flush=True)
