"""A progress bar for commands, on a terminal only."""

from typing import Any

WIDTH = 24


class Progress:
    """``Progress(stream, steps)`` then ``step("communes.csv")``: one line redrawn; silent off a terminal."""

    def __init__(self, stream: Any, steps: int) -> None:
        self.stream, self.steps, self.done = stream, max(1, steps), 0
        self.shown = bool(getattr(stream, "isatty", lambda: False)())

    def step(self, label: str) -> None:
        """One step begins: ``label`` says which."""
        self._draw(label)
        self.done = min(self.done + 1, self.steps)

    def end(self) -> None:
        """The line is wiped: what follows is the report."""
        if self.shown:
            self._write("\r\x1b[K")

    def _draw(self, label: str) -> None:
        if self.shown:
            filled = WIDTH * self.done // self.steps
            self._write(f"\r\x1b[K{'█' * filled}{'·' * (WIDTH - filled)} {label}")

    def _write(self, text: str) -> None:
        raw = getattr(
            self.stream, "_out", self.stream
        )  # Django's wrapper would end each write with a new line
        raw.write(text)
        raw.flush()
