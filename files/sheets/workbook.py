"""A workbook somebody sent, read in a limited child process after a look at its directory."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from core.formats import size as size_words
from files.sheets.limits import LONGEST, MOST_COLUMNS, MOST_ROWS, UnknownSheet, Unreadable

CHILD = Path(__file__).with_name("child.py")
PATIENCE = 15  # seconds of the clock; the child has fewer of the processor
MEMBERS = 200
UNPACKED = 40 * 1024 * 1024
RATIO = 100  # a member above one megabyte packed better than that is a bomb
MEGA = 1024 * 1024
MADE_TO_HARM = (
    "Ce classeur se déploie en un fichier démesuré\u00a0: il n’a pas été ouvert. "
    "Téléchargez une feuille d’ici et reportez-y vos chiffres."
)
NO_WORKBOOK = (
    "Ce classeur est abîmé\u00a0: il ne s’ouvre pas. Ouvrez-le dans Excel ou LibreOffice, "
    "puis «\u00a0Enregistrer sous\u00a0», au format Excel (.xlsx)."
)
FAULTS = {
    "dtd": (
        "Ce classeur contient une définition de document (DTD), qu’aucun tableur n’écrit\u00a0: "
        "il n’a pas été lu. Téléchargez une feuille d’ici et reportez-y vos chiffres."
    ),
    "size": (
        f"Ce classeur a des chiffres au-delà de {MOST_ROWS} lignes ou de {MOST_COLUMNS} colonnes\u00a0: "
        "effacez ce qui n’est pas de la feuille, puis déposez-la de nouveau."
    ),
    "text": (
        "Ce classeur a bien plus de texte qu’une feuille d’ici\u00a0: effacez ce qui n’est pas de la "
        "feuille, puis déposez-la de nouveau."
    ),
    "mark": (
        "Ce classeur n’est pas une feuille de rapport d’ici\u00a0: sa première ligne ne le dit pas. "
        "Téléchargez une feuille, reportez-y vos chiffres, puis déposez-la."
    ),
}


def rows_of_workbook(content: bytes, mark: str, longest: int = LONGEST) -> list[list[str]]:
    """The rows of the tab that bears ``mark``, as texts of ``longest`` characters at most.

    Raises Unreadable; UnknownSheet when no tab bears it.
    """
    _look_at_directory(content)
    command = [sys.executable, "-I", str(CHILD), mark, str(MOST_ROWS), str(MOST_COLUMNS), str(longest)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, our own words
            command, input=content, capture_output=True, timeout=PATIENCE, check=False
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except subprocess.TimeoutExpired as error:
        raise Unreadable(MADE_TO_HARM) from error
    except ValueError as error:
        raise Unreadable(NO_WORKBOOK) from error
    if "fault" in answer:
        kind = UnknownSheet if answer["fault"] == "mark" else Unreadable
        raise kind(FAULTS[answer["fault"]])
    if "rows" not in answer:
        raise Unreadable(NO_WORKBOOK)
    rows: list[list[str]] = answer["rows"]
    return rows


def _look_at_directory(content: bytes) -> None:
    """What the archive says of itself, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Unreadable(NO_WORKBOOK) from error
    names = [member.filename for member in members]
    if "xl/workbook.xml" not in names or len(set(names)) < len(names):
        raise Unreadable(NO_WORKBOOK)
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("Ce classeur est protégé par un mot de passe\u00a0: enlevez-le, puis déposez-le.")
    swollen = any(
        member.file_size > MEGA and member.file_size > RATIO * member.compress_size for member in members
    )
    if len(members) > MEMBERS or swollen or sum(member.file_size for member in members) > UNPACKED:
        raise Unreadable(f"{MADE_TO_HARM} (Une feuille pèse moins de {size_words(MEGA)}.)")
