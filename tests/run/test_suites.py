"""What `./run test` asks of pytest."""

from pathlib import Path

import pytest

from ops import suites
from ops.places import Places


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (set(), "not deployed and not browser and not long and not newcomer"),
        ({"deployed"}, "not browser and not long and not newcomer"),
        ({"browser"}, "(browser) and not deployed and not long and not newcomer"),
        ({"deployed", "long"}, "not browser and not newcomer"),
    ],
)
def test_marks_left_out(asked: set[str], expected: str) -> None:
    assert suites.expression(asked) == expected


@pytest.mark.parametrize(
    ("arguments", "asked", "rest"),
    [
        (["--deployed", "-x"], {"deployed"}, ["-x"]),
        (["tests/long", "-k", "browser"], set(), ["tests/long", "-k", "browser"]),
        (["--long", "--browser"], {"long", "browser"}, []),
    ],
)
def test_what_is_not_ours_goes_to_pytest(arguments: list[str], asked: set[str], rest: list[str]) -> None:
    assert suites.split(arguments) == (asked, rest)


def test_no_two_suites_write_in_one_folder(tmp_path: Path) -> None:
    all_at_once = (set[str](), {"deployed"}, {"browser"}, {"newcomer"})
    folders = [suites.suite_environment(Places(tmp_path), asked)["JEKABAARA_VAR"] for asked in all_at_once]
    assert len(set(folders)) == len(folders)
    assert all(Path(folder).parent == tmp_path / "tests" for folder in folders)
