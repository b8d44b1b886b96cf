"""The rows of what somebody sent, whatever its name says: a workbook, a CSV as spreadsheets write it."""

import csv
import io
import re
import unicodedata

from core.tabular import RUN
from files.sheets.limits import LONGEST, MOST_COLUMNS, MOST_ROWS, UnknownSheet, Unreadable
from files.sheets.workbook import rows_of_workbook

WORKBOOK = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_HINT = re.compile(r"\A\s*sep=(.)\r?\n", re.IGNORECASE)  # a line that Excel understands
_FIRST = re.compile(r'\A\s*"?Format"?([;,\t])', re.IGNORECASE)
_PAGE = re.compile(r"\A\s*<", re.DOTALL)
EMPTY = "Ce fichier est vide."
OLD = (
    "Ce classeur est d’un ancien format (.xls), ou protégé par un mot de passe\u00a0: enregistrez-le "
    "sans mot de passe au format Excel (.xlsx), puis déposez-le."
)
WEB_PAGE = (
    "Ce fichier est une page web ou du XML, quoi qu’en dise son nom\u00a0: ouvrez-le dans un tableur, "
    "enregistrez-le au format Excel (.xlsx), puis déposez-le."
)
NO_SHEET = (
    "Ce fichier n’est ni une feuille de rapport d’ici, ni un fichier de secours\u00a0: sa première ligne ne "
    "le dit pas. Téléchargez une feuille, reportez-y vos chiffres, puis déposez-la."
)
NO_TEXT = (
    "Les lettres de ce fichier ne se lisent pas\u00a0: enregistrez-le au format Excel (.xlsx) "
    "ou en CSV UTF-8, puis déposez-le."
)


def rows_in(octets: bytes, mark: str, longest: int = LONGEST) -> list[list[str]]:
    """The rows of a workbook that bears ``mark``, of a CSV that begins as ours do, as texts.

    Raises Unreadable; UnknownSheet when the file is another one.
    """
    if not octets.strip():
        raise Unreadable(EMPTY)
    if octets.startswith(WORKBOOK):
        return rows_of_workbook(octets, mark, longest)
    if octets.startswith(OLD_WORKBOOK):
        raise Unreadable(OLD)
    text = decoded(octets)
    if _PAGE.match(text):
        raise Unreadable(WEB_PAGE)
    return _rows_of_csv(text, longest)


def decoded(octets: bytes) -> str:
    """UTF-8, UTF-16 with its mark (« texte Unicode »), or what a French Excel writes: cp1252."""
    marked = octets.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = octets.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(NO_TEXT)


def clean(text: str, longest: int = LONGEST) -> str:
    """A text that every database takes and a page can show: no control sign, no half of a letter."""
    whole = text[: longest * 2].encode("utf-8", "replace").decode()
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in whole).strip()[:longest]


def unmarked(text: str) -> str:
    """Without the « ' » that our exports put before what a spreadsheet would run."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RUN) else text


def _rows_of_csv(text: str, longest: int) -> list[list[str]]:
    hinted = _HINT.match(text)
    body = text[hinted.end() :] if hinted else text
    first = _FIRST.match(body)
    if first is None:
        raise UnknownSheet(NO_SHEET)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=first[1], strict=True)
    rows: list[list[str]] = [[]] if hinted else []  # the lines keep the numbers they have in the file
    try:
        for cells in reader:
            while len(rows) < reader.line_num - 1 + bool(hinted):  # a cell that runs over several lines
                rows.append([])
            rows.append([cell[: longest * 2] for cell in cells])
            if len(rows) > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise Unreadable(
                    f"Ce fichier a plus de {MOST_ROWS} lignes ou de {MOST_COLUMNS} colonnes\u00a0: "
                    "effacez ce qui n’est pas de la feuille, puis déposez-le de nouveau."
                )
    except csv.Error as error:
        line = reader.line_num + bool(hinted)
        raise Unreadable(
            f"Ligne {line}\u00a0: un guillemet n’est pas fermé, ou un caractère est interdit. "
            "Corrigez cette ligne, ou enregistrez la feuille au format Excel (.xlsx)."
        ) from error
    return rows
