"""A table as a file: a CSV that a French spreadsheet opens by itself, a workbook with its head frozen."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from django.http import Http404, HttpResponse
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

Value: TypeAlias = str | int | float | None  # None: an empty cell
Above: TypeAlias = str | Sequence[str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
TYPES = {"csv": CSV, "xlsx": XLSX}
RUN = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
WIDEST, NARROWEST = 50, 9  # characters of a column


def csv_bytes(rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with its mark, semicolons, decimal commas."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_plain(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | int:
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, str) and value.startswith(RUN):
        return f"'{value}"  # a spreadsheet would run it
    return "" if value is None else value


def as_text(page: Any) -> None:
    """No text of a sheet is a formula, whatever it begins with."""
    for row in page.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"


def _cells(line: Above) -> list[str]:
    return [line] if isinstance(line, str) else list(line)


def xlsx_bytes(title: str, above: Sequence[Above], rows: Sequence[Sequence[Value]]) -> bytes:
    """``above``: lines over the table, of one cell or several; the first of ``rows`` is its head."""
    book = Workbook()
    page = book.active
    page.title = "".join(one for one in title if one not in "[]:*?/\\")[:31]
    for line in above:
        page.append(_cells(line))
    head = len(above) + 1
    for row in rows:
        page.append(list(row))
    as_text(page)
    for cell in page[head]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for number, column in enumerate(page.iter_cols(min_row=head), 1):
        longest = max(len(str(cell.value or "")) for cell in column)
        letter = page.cell(head, number).column_letter
        page.column_dimensions[letter].width = min(WIDEST, max(NARROWEST, longest + 2))
    page.freeze_panes = page.cell(head + 1, 2)
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{head}:{head}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_response(
    ending: str, name: str, above: Sequence[Above], rows: Sequence[Sequence[Value]]
) -> HttpResponse:
    """The table as a download, « csv » or « xlsx », 404 else; ``above`` tells where it comes from."""
    if ending not in TYPES:
        raise Http404
    body = xlsx_bytes(name, above, rows) if ending == "xlsx" else csv_bytes([*map(_cells, above), *rows])
    response = HttpResponse(body, content_type=TYPES[ending])
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def links(view: str, *args: str, query: str = "") -> list[tuple[str, str]]:
    """Where a table is taken as a file: ending, address; the ending is the last word of the address."""
    return [(ending, reverse(view, args=[*args, ending]) + query) for ending in TYPES]
