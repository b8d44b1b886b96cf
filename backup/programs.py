"""Other programs, run to their end: their last words when they fail."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from backup.refused import Refused

LAST = 5  # lines of what a program said that help


def must_succeed(
    command: Sequence[str], environment: Mapping[str, str], failure: str, folder: Path | None = None
) -> None:
    """Run ``command`` in ``folder``. Raises Refused: ``failure``, then its last words."""
    done = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        last = "\n".join(done.stderr.strip().splitlines()[-LAST:])
        raise Refused(f"{failure}\u00a0:\n{last}")
