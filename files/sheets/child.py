"""A program of its own that reads one workbook under limits: octets come in, rows go out as JSON.

It is never imported by the site: a workbook made to exhaust its reader takes this process down, nothing else.
It says « {"rows": […]} » or « {"fault": "…"} »; a death says that the file is no workbook worth reading.
"""

import datetime as dt
import io
import json
import re
import resource
import sys
import zipfile

from python_calamine import CalamineWorkbook

MEMORY = 512 * 1024 * 1024
SECONDS = 10
TABS = 10  # looked at, to find ours
MOST_TEXT = 1_000_000  # characters of a tab: a text written once may stand in each of its cells
XML = (".xml", ".rels")
# A cell that holds an error, or a formula that nobody reckoned: the reader takes both for empty, we do not.
BROKEN = re.compile(
    rb"""<c\b(?=[^>]*\br=["']([A-Z]{1,3})([0-9]{1,7})["'])"""
    rb"""(?:(?=[^>]*\bt=["']e["'])[^>]*>|[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>)"""
)
# The tabs in their order, each with the name of its relation; the relations, each with its member.
TAB = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*\b\w+:id=["']([^"']+)["']""")
RELATION = re.compile(
    rb"""<Relationship\b(?=[^>]*\bId=["']([^"']+)["'])(?=[^>]*\bTarget=["']/?(?:xl/)?([^"']+)["'])"""
)


class Fault(Exception):
    """A word that the site turns into a sentence."""


def limit() -> None:
    """Memory, time, no file of its own, no trace of its memory on the disk."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def broken_cells(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Member of a tab → (row, column) of its cells in error. Raises Fault when the file has a DTD."""
    found: dict[str, set[tuple[int, int]]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            if not member.endswith(XML):
                continue
            text = archive.read(member)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise Fault("dtd")
            if member.startswith("xl/worksheets/"):
                found[member] = {(int(row) - 1, index_of(name)) for name, row in BROKEN.findall(text)}
    return found


def members_of(content: bytes) -> list[str]:
    """The member of each tab, in the order of the workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tabs = TAB.findall(archive.read("xl/workbook.xml"))
        members = dict(RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")))
    return [f"xl/{members.get(tab, b'').decode()}" for tab in tabs]


def index_of(name: bytes) -> int:
    """« A » → 0, « AA » → 26."""
    number = 0
    for sign in name:
        number = number * 26 + sign - 64
    return number - 1


def text_of(value: object, longest: int) -> str:
    """A cell as somebody would have typed it: 12.0 is « 12 », 12.5 is « 12,5 », a day is no number."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, dt.date):  # a datetime too
        return f"{value:%d/%m/%Y}"
    return str(value)[:longest]


def rows_of(content: bytes, mark: str, most_rows: int, most_columns: int, longest: int) -> list[list[str]]:
    """The rows of the first tab that bears the mark. Raises Fault."""
    broken, members = broken_cells(content), members_of(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for number in range(min(len(book.sheet_names), TABS)):
        tab = book.get_sheet_by_index(number)
        if tab.end is None:
            continue
        last_row, last_column = tab.end
        if last_row >= most_rows or last_column >= most_columns:
            raise Fault("size")
        rows = [[text_of(cell, longest) for cell in row] for row in tab.to_python(skip_empty_area=False)]
        if not any(mark in row for row in rows[:20]):
            continue
        if sum(len(text) for row in rows for text in row) > MOST_TEXT:
            raise Fault("text")
        member = members[number] if number < len(members) else ""
        # A tab whose member is not found has the errors of all: refused wrongly rather than emptied.
        for row, column in broken.get(member, set().union(*broken.values())):
            if row < len(rows) and column < len(rows[row]) and not rows[row][column]:
                rows[row][column] = "#ERREUR"
        return rows
    raise Fault("mark")


def main(mark: str, most_rows: str, most_columns: str, longest: str) -> None:
    limit()
    try:
        answer: dict[str, object] = {
            "rows": rows_of(sys.stdin.buffer.read(), mark, int(most_rows), int(most_columns), int(longest))
        }
    except Fault as fault:
        answer = {"fault": str(fault)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
