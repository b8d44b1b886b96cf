"""A sheet as a file: a workbook for Excel or LibreOffice, a CSV that French spreadsheets open."""

import csv
import io
from collections.abc import Iterator, Sequence
from copy import deepcopy

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.tabular import as_text
from monitoring.enums import ValueType
from monitoring.sheets.grid import ABOVE, FIRST, Column, Sheet, letter, rows

TAB = "Rapport"
INK, PALE, SHUT = "FF22303C", "FFEEF1F4", "FFD9DEE3"
LINE = Side(style="thin", color="FFB4BCC4")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEAD_FONT = Font(bold=True, color=INK)
SMALL = Font(size=9, color=INK)
HEAD_FILL = PatternFill("solid", fgColor=PALE)
SHUT_FILL = PatternFill("solid", fgColor=SHUT)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
# One word a cell: seven thousand cells dressed piece by piece take a second more.
LABEL, TYPED, LOCKED = "libellé", "à saisir", "fermé"
STYLES = (
    NamedStyle(LABEL, font=SMALL, border=BOX, alignment=Alignment(wrap_text=True, vertical="center")),
    NamedStyle(TYPED, border=BOX, alignment=RIGHT, number_format="0", protection=Protection(locked=False)),
    NamedStyle(LOCKED, border=BOX, alignment=RIGHT, number_format="0", fill=SHUT_FILL),
)
WIDTHS = (16, 17, 46, 11)


def csv_file(sheet: Sheet) -> bytes:
    """UTF-8 with its mark, semicolons: what a French Excel opens by itself."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows(sheet))
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(sheet: Sheet) -> bytes:
    """Labels locked and frozen, cells that refuse what is no number, A4 with its head on each page."""
    book = Workbook()
    for style in STYLES:
        book.add_named_style(deepcopy(style))
    page: Worksheet = book.active
    page.title = TAB
    for row in rows(sheet):
        page.append(row)
    as_text(page)
    _dress_head(page, sheet)
    _dress_lines(page, sheet)
    _guard(page, sheet)
    _paper(page, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dress_head(page: Worksheet, sheet: Sheet) -> None:
    for number, width in enumerate(WIDTHS):
        page.column_dimensions[letter(number)].width = width
    for number in range(FIRST, FIRST + len(sheet.columns)):
        page.column_dimensions[letter(number)].width = 15
    for row in page.iter_rows(min_row=1, max_row=ABOVE):
        for cell in row:
            cell.font = SMALL
    for cell in page[ABOVE]:
        cell.font, cell.fill, cell.border, cell.alignment = HEAD_FONT, HEAD_FILL, BOX, CENTRED
    for cell in page[ABOVE - 2][FIRST:]:
        cell.font, cell.alignment = HEAD_FONT, CENTRED
    for cell in page[ABOVE - 1][FIRST:]:
        cell.alignment = CENTRED
    page["C2"].font = HEAD_FONT


def _dress_lines(page: Worksheet, sheet: Sheet) -> None:
    for number, (section, _) in enumerate(sheet.lines, ABOVE + 1):
        boxes = page[number]
        for cell in boxes[:FIRST]:
            cell.style = LABEL
        for cell, column in zip(boxes[FIRST:], sheet.columns, strict=True):
            cell.style = TYPED if section.code in column.open else LOCKED


def _guard(page: Worksheet, sheet: Sheet) -> None:
    """Locked without a password: it keeps from accidents, the server keeps from the rest."""
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    if not sheet.columns:
        return
    first = letter(FIRST)
    last = letter(FIRST + len(sheet.columns) - 1)
    for yes_no, start, end in _runs(sheet):
        rule = _yes_no_rule() if yes_no else _number_rule(f"{first}{start}")
        rule.add(f"{first}{start}:{last}{end}")
        page.add_data_validation(rule)


def _runs(sheet: Sheet) -> Iterator[tuple[bool, int, int]]:
    """Neighbouring rows of one kind: (answered by yes or no?, first row, last row)."""
    start = ABOVE + 1
    kinds = [cell.type == ValueType.YES_NO for _, cell in sheet.lines]
    for number, kind in enumerate(kinds, ABOVE + 1):
        following = number - ABOVE
        if following == len(kinds) or kinds[following] != kind:
            yield kind, start, number
            start = number + 1


def _number_rule(cell: str) -> DataValidation:
    return DataValidation(
        type="custom",
        formula1=f'OR({cell}="so",AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell})))',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Ce n’est pas un nombre entier",
        error="Écrivez un nombre entier, sans virgule, ou so (sans objet). Vide\u00a0: pas compté.",
    )


def _yes_no_rule() -> DataValidation:
    return DataValidation(
        type="list",
        formula1='"oui,non,so"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Oui ou non",
        error="Écrivez oui, non, ou so (sans objet).",
    )


def _paper(page: Worksheet, sheet: Sheet) -> None:
    """A4: upright for a few aires, lying for a district, labels and head again on each page."""
    few = len(sheet.columns) <= 2
    page.freeze_panes = f"{letter(FIRST)}{ABOVE + 1}"
    page.print_title_rows = f"{ABOVE - 2}:{ABOVE}"
    page.print_title_cols = f"B:{letter(FIRST - 1)}"
    setup = page.page_setup
    setup.paperSize = page.PAPERSIZE_A4
    setup.orientation = page.ORIENTATION_PORTRAIT if few else page.ORIENTATION_LANDSCAPE
    if few:
        page.sheet_properties.pageSetUpPr.fitToPage = True
        setup.fitToWidth, setup.fitToHeight = 1, 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddHeader.left.text = sheet.title
    page.oddHeader.right.text = _names(sheet.columns)
    page.oddFooter.center.text = "Page &P sur &N"


def _names(columns: Sequence[Column]) -> str:
    if len(columns) == 1:
        return columns[0].aire.name.replace("&", "&&")
    return f"{len(columns)} aires de santé"
