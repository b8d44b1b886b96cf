"""What `./run test` asks of pytest."""

import pytest

from ops import suites


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
