"""How much a sheet may hold, the error of one that cannot be read."""

MB = 1024 * 1024
HEAVIEST = 5 * MB  # of what is sent
MOST_ROWS = 3000
MOST_COLUMNS = 100
LONGEST = 200  # characters kept of a cell
MOST_FIGURES = 40_000


class Unreadable(Exception):
    """A file that says nothing of a report; the message is a French sentence, with what to do."""


class UnknownSheet(Unreadable):
    """A file whose first lines do not say that it is the sheet awaited."""
