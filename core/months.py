"""Calendar months, quarters, semesters, their codes (« 2026-10 », « 2026-T3 », « 2026-S1 »)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core import formats

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-T([1-4])")
_SEMESTER = re.compile(r"(\d{4})-S([12])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar, by year and number (1–12)."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, code: str) -> "Month":
        """« 2026-10 » → Month(2026, 10). Raises ValueError for anything else."""
        found = _MONTH.fullmatch(code)
        if not found:
            raise ValueError(f"« {code} » n’est pas un mois (exemple : 2026-10).")
        return cls(int(found[1]), int(found[2]))

    @property
    def code(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return (self + 1).first_day - timedelta(days=1)

    def day_at(self, number: int) -> date:
        """Its day of this number (from 1); its last day when it has fewer."""
        last = self.last_day
        return last.replace(day=min(number, last.day))

    @property
    def quarter(self) -> "Quarter":
        return Quarter(self.year, (self.number + 2) // 3)

    def __add__(self, months: int) -> "Month":
        total = self.year * 12 + self.number - 1 + months
        return Month(total // 12, total % 12 + 1)

    def __sub__(self, months: int) -> "Month":
        return self + -months

    def until(self, last: "Month") -> list["Month"]:
        """Every month from this one to ``last``, both included."""
        count = (last.year - self.year) * 12 + last.number - self.number + 1
        return [self + i for i in range(max(count, 0))]


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of the calendar, by year and number (1–4)."""

    year: int
    number: int

    @classmethod
    def parse(cls, code: str) -> "Quarter":
        """« 2026-T3 » → Quarter(2026, 3). Raises ValueError for anything else."""
        found = _QUARTER.fullmatch(code)
        if not found:
            raise ValueError(f"« {code} » n’est pas un trimestre (exemple : 2026-T3).")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def last_closed(cls, day: date) -> "Quarter":
        """The last quarter that was over on ``day``."""
        quarter = Month.of(day).quarter
        return cls(quarter.year - 1, 4) if quarter.number == 1 else cls(quarter.year, quarter.number - 1)

    @property
    def code(self) -> str:
        return f"{self.year}-T{self.number}"

    @property
    def words(self) -> str:
        """« 3e trimestre 2026 »."""
        return formats.quarter(self.year, self.number)

    @property
    def months(self) -> list[Month]:
        first = Month(self.year, self.number * 3 - 2)
        return [first, first + 1, first + 2]


@dataclass(frozen=True, slots=True, order=True)
class Semester:
    """Half a year of the calendar, by year and number (1–2)."""

    year: int
    number: int

    @classmethod
    def parse(cls, code: str) -> "Semester":
        """« 2026-S1 » → Semester(2026, 1). Raises ValueError for anything else."""
        found = _SEMESTER.fullmatch(code)
        if not found:
            raise ValueError(f"« {code} » n’est pas un semestre (exemple : 2026-S1).")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def last_closed(cls, day: date) -> "Semester":
        """The last semester that was over on ``day``."""
        return cls(day.year - 1, 2) if day.month <= 6 else cls(day.year, 1)

    @property
    def code(self) -> str:
        return f"{self.year}-S{self.number}"

    @property
    def words(self) -> str:
        """« 1er semestre 2026 »."""
        return f"{formats.ordinal(self.number)} semestre {self.year}"

    @property
    def months(self) -> list[Month]:
        first = Month(self.year, self.number * 6 - 5)
        return [first + i for i in range(6)]

    @property
    def last_day(self) -> date:
        return self.months[-1].last_day

    @property
    def before(self) -> "Semester":
        return Semester(self.year, 1) if self.number == 2 else Semester(self.year - 1, 2)


def year_of(text: str, today: date) -> int:
    """The year an address asks for, 2000 to 2100; this one otherwise."""
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today.year
    return asked if 2000 <= asked <= 2100 else today.year
