"""The bar is drawn on a terminal, and nowhere else."""

import io

from communes.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_steps_then_a_clean_line() -> None:
    seen = Terminal()
    progress = Progress(seen, 2)
    for label in ("lecture", "chargement"):
        progress.step(label)
    progress.end()
    drawn = seen.getvalue().split("\r\x1b[K")
    assert [line.partition(" ")[2] for line in drawn[1:3]] == ["lecture", "chargement"]
    assert drawn[2].count("█") == 12
    assert drawn[-1] == ""


def test_a_file_sees_nothing() -> None:
    seen = io.StringIO()
    progress = Progress(seen, 2)
    progress.step("lecture")
    progress.end()
    assert seen.getvalue() == ""
