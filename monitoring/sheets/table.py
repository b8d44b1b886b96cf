"""The rows of a workbook or a CSV understood: which month, which aires, what stands in each box."""

from collections.abc import Sequence

from core.months import Month
from files.sheets.limits import LONGEST, MOST_FIGURES, Unreadable
from files.sheets.rows import clean
from monitoring.sheets.contents import Content, Fault, Figure, Kind, Spot
from monitoring.sheets.grid import FIRST, FORM_ROW, FORMAT, FORMAT_ROW, HEAD, MONTH_ROW, VERSION_ROW, letter

HEAD_WITHIN = 20  # rows looked at for the head of the table
AGAIN = "Téléchargez une feuille, reportez-y vos chiffres, puis déposez-la."
Row = Sequence[str]


def content_of_table(rows: Sequence[Row]) -> Content:
    """Raises Unreadable when the lines above the table do not say what it is."""
    above = {_at(row, 0).casefold(): (number, row) for number, row in enumerate(rows[:HEAD_WITHIN], 1)}
    _check_format(above)
    month = _month(above)
    number, head = _head(rows)
    versions = above.get(VERSION_ROW.casefold(), (0, ()))
    spots, columns, faults = _spots(head, number, versions, month)
    figures, more = _figures(rows[number:], number + 1, columns)
    form = _at(above.get(FORM_ROW.casefold(), (0, ()))[1], 1)
    return Content(Kind.SHEET, tuple(spots), tuple(figures), tuple(faults + more), form)


def _at(row: Row, place: int) -> str:
    return clean(row[place]) if place < len(row) else ""


def _check_format(above: dict[str, tuple[int, Row]]) -> None:
    _, row = above.get(FORMAT_ROW.casefold(), (0, ()))
    if _at(row, 1) != FORMAT:
        raise Unreadable(
            "Ce fichier n’est pas une feuille de rapport d’ici, ou elle est d’un autre modèle\u00a0: "
            f"la ligne «\u00a0{FORMAT_ROW}\u00a0» ne dit pas «\u00a0{FORMAT}\u00a0». {AGAIN}"
        )


def _month(above: dict[str, tuple[int, Row]]) -> str:
    number, row = above.get(MONTH_ROW.casefold(), (0, ()))
    said = _at(row, 1)
    try:
        return Month.parse(said.casefold().removeprefix(MONTH_ROW.casefold()).strip()).code
    except ValueError:
        raise Unreadable(
            f"Ligne {number or 2}, colonne B\u00a0: «\u00a0{said[:40]}\u00a0» ne dit pas de quel mois est la "
            f"feuille. Écrivez par exemple «\u00a0{MONTH_ROW} 2026-10\u00a0»."
        ) from None


def _head(rows: Sequence[Row]) -> tuple[int, Row]:
    """The row of the codes: its number, its boxes."""
    for number, row in enumerate(rows[:HEAD_WITHIN], 1):
        if [_at(row, place).casefold() for place in (0, 1)] == [HEAD[0].casefold(), HEAD[1].casefold()]:
            return number, row
    raise Unreadable(
        f"La ligne qui commence par «\u00a0{HEAD[0]}\u00a0», «\u00a0{HEAD[1]}\u00a0» manque\u00a0: "
        f"les colonnes n’ont plus de nom. {AGAIN}"
    )


def _spots(
    head: Row, line: int, versions: tuple[int, Row], month: str
) -> tuple[list[Spot], dict[int, int], list[Fault]]:
    """The aires of the head; column → rank of its report; what is wrong in the head itself."""
    spots: list[Spot] = []
    columns: dict[int, int] = {}
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for place in range(FIRST, len(head)):
        code = _at(head, place)
        if not code:
            continue
        column = letter(place)
        if code in seen:
            why = f"Cette aire est déjà dans la colonne {seen[code]}."
            faults.append(Fault(line, column, code, "", code, why, "Gardez une seule des deux colonnes."))
            continue
        version = _version(_at(versions[1], place))
        if version is None:
            why = "La version du rapport n’est plus un nombre."
            typed = _at(versions[1], place)
            todo = "Remettez le nombre de la feuille d’origine, ou téléchargez-la de nouveau."
            faults.append(Fault(versions[0], column, code, VERSION_ROW, typed, why, todo))
            continue
        seen[code] = column
        columns[place] = len(spots)
        spots.append(Spot(code, month, line, column, version))
    if not spots and not faults:
        raise Unreadable(f"Ligne {line}\u00a0: aucune colonne ne porte le code d’une aire. {AGAIN}")
    return spots, columns, faults


def _version(text: str) -> int | None:
    """« 3 », « 3.0 » → 3; nothing → 0: as if nothing had been filled in the sheet."""
    whole = text.removesuffix(".0").removesuffix(",0") or "0"
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 10 else None


def _figures(rows: Sequence[Row], first: int, columns: dict[int, int]) -> tuple[list[Figure], list[Fault]]:
    """The boxes under the head, the empty ones too: what was filled and is now empty was emptied."""
    figures: list[Figure] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, first):
        key = _at(row, 1)
        texts = {place: _at(row, place) for place in range(FIRST, len(row))}
        if not key:
            faults += [_nameless(line, place, text) for place, text in texts.items() if text][:1]
            continue
        if key in seen:
            if any(texts.values()):
                why = f"La case {key[:40]} est déjà à la ligne {seen[key]}."
                faults.append(Fault(line, "B", "", key[:80], "", why, "Gardez une seule des deux lignes."))
            continue
        seen[key] = line
        figures += [Figure(line, spot, key[:80], texts.get(place, "")) for place, spot in columns.items()]
        faults += [
            _astray(line, place, text) for place, text in texts.items() if text and place not in columns
        ]
    if len(figures) > MOST_FIGURES:
        raise Unreadable("Ce fichier a trop de chiffres\u00a0: partagez-le en plusieurs feuilles.")
    return figures, faults[:MOST_FIGURES]


def _nameless(line: int, place: int, text: str) -> Fault:
    why = "Cette ligne n’a plus de code\u00a0: on ne sait pas quelle case elle remplit."
    return Fault(line, letter(place), "", "", text[:LONGEST], why, "Remettez le code, ou effacez la ligne.")


def _astray(line: int, place: int, text: str) -> Fault:
    why = "Cette colonne ne porte pas le code d’une aire que la feuille puisse remplir."
    return Fault(
        line, letter(place), "", "", text[:LONGEST], why, "Effacez ce chiffre, ou mettez le code en tête."
    )
