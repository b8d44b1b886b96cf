"""How hard hypothesis looks: the same examples each time in CI, ten times as many for `--long`."""

import os
from pathlib import Path

from hypothesis import configuration, settings

configuration.set_hypothesis_home_dir(Path(__file__).resolve().parents[2] / "var" / "cache" / "hypothesis")

settings.register_profile("desk", max_examples=60, stateful_step_count=30, deadline=None)
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, print_blob=True)
settings.register_profile("long", max_examples=500, stateful_step_count=60, deadline=None)


def chosen() -> str:
    """Which profile this run is for."""
    if os.environ.get("JEKABAARA_LONG"):
        return "long"
    return "ci" if os.environ.get("CI") else "desk"


settings.load_profile(chosen())
