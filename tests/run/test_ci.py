"""How `.ci/run` runs its lanes: side by side, each to its end, told one after the other."""

from pathlib import Path

import pytest

from ops import ci

# Each command says two words and waits, in between, for the one of the other lane to have begun.
RUN = """
import sys, time
from pathlib import Path
name, awaited, code = sys.argv[1:]
print(name, "begins")
Path(name).touch()
end = time.monotonic() + 20
while awaited != "-" and not Path(awaited).exists():
    if time.monotonic() > end:
        sys.exit("alone")
    time.sleep(0.01)
print(name, "ends")
print("===== 3 passed in 0.10s =====" if code == "0" else "===== 1 failed, 2 passed in 0.10s =====")
sys.exit(int(code))
"""
LANES: tuple[ci.Lane, ...] = (
    (("a1", ["a1", "b1", "1"]), ("a2", ["a2", "b2", "0"])),
    (("b1", ["b1", "a1", "0"]), ("b2", ["b2", "a2", "0"])),
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project whose `./run` only waits and talks."""
    (tmp_path / "run").write_text(RUN)
    monkeypatch.setattr(ci, "ROOT", tmp_path)


def test_lanes_run_side_by_side_and_go_on_after_a_failure() -> None:
    steps = ci.run_together(LANES)

    assert [(step.name, step.passed) for step in steps] == [
        ("a1", False), ("a2", True), ("b1", True), ("b2", True)
    ]  # fmt: skip
    assert [step.closing.strip("= ") for step in steps[:2]] == [
        "1 failed, 2 passed in 0.10s", "3 passed in 0.10s"
    ]  # fmt: skip


def test_words_are_told_whole_one_lane_after_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    ci.run_together(LANES)

    said = [line for line in capsys.readouterr().out.splitlines() if line and "=====" not in line]
    assert said == [
        word
        for lane in LANES
        for name, arguments in lane
        for word in (f"──── {name}: ./run {' '.join(arguments)}", f"{name} begins", f"{name} ends")
    ]


def test_every_step_is_in_one_lane() -> None:
    names = [name for lanes in ci.STAGES for lane in lanes for name, _ in lane]

    assert sorted(names) == sorted(
        ["install", "check", "suite, SQLite", "suite, PostgreSQL and Redis", "browser", "newcomer"]
    )
