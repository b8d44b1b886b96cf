"""Every problem of a file in a CSV: its line, its column, what was typed, what to do."""

import csv
import io
from collections.abc import Iterator

from monitoring.sheets.comparing import Review
from monitoring.sheets.grid import plain

HEAD = ("Ligne", "Colonne", "Aire", "Case", "Valeur", "Problème", "Que faire")


def faults_file(review: Review) -> bytes:
    """As French spreadsheets open it; nothing in it is run."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows([plain(str(box)) for box in row] for row in _rows(review))
    return out.getvalue().encode("utf-8-sig")


def _rows(review: Review) -> Iterator[tuple[object, ...]]:
    for fault in review.faults:
        yield fault.line, fault.column, fault.aire, fault.cell, fault.typed, fault.why, fault.todo
    for clash in review.clashes:
        why = (
            f"Changée des deux côtés\u00a0: le rapport dit {clash.theirs} ({clash.their_name or 'un autre'})."
        )
        todo = "Choisissez le chiffre à garder, sur la page de vérification."
        yield clash.line, clash.column, clash.aire, clash.label, clash.mine, why, todo
