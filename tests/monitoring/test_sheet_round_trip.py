"""What goes out in a sheet comes back unchanged, through every format and every habit of a spreadsheet."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.entry import save_cells
from monitoring.enums import ValueType
from monitoring.form import Form, Value
from monitoring.models import MonthlyReport, Period
from monitoring.sheets.comparing import Review, compare
from monitoring.sheets.contents import Content
from monitoring.sheets.grid import sheet_of
from monitoring.sheets.loaders import reports_at
from monitoring.sheets.reading import read
from monitoring.sheets.writing import csv_file, xlsx_file
from tests.cast import Cast
from tests.monitoring.sheet_files import box_of, csv_of, in_workbook, rows_of
from tests.reporting import type_in

WRITERS = {"csv": csv_file, "xlsx": xlsx_file}


def some_values(form: Form, seed: int) -> dict[str, Value | None]:
    """A report filled at random: vide, 0, sans objet, small numbers, great ones."""
    draw = random.Random(seed)
    values: dict[str, Value | None] = {}
    for key, cell in form.cells.items():
        if cell.type == ValueType.YES_NO:
            values[key] = draw.choice([None, 0, 1, "NA"])
        else:
            values[key] = draw.choice([None, 0, "NA", draw.randrange(1, 2000), draw.randrange(10**12 + 1)])
    return values


def gone_out(cast: Cast, period: Period, ending: str, *, blank: bool = False) -> bytes:
    scope = cast.scope_of("kadia")
    aire = type(cast.territory.aire).objects.located().get(pk=cast.territory.aire.pk)
    return WRITERS[ending](sheet_of(reports_at([aire], period), scope, blank=blank))


def come_back(cast: Cast, content: bytes) -> Review:
    """Read, kept as JSON, compared."""
    kept = Content.from_json(read(content).as_json())
    return compare(kept, cast.scope_of("kadia"))


def written(cast: Cast, period: Period, values: dict[str, Value | None]) -> MonthlyReport:
    return type_in(cast, "kadia", cast.territory.aire, period, values).report


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("seed", range(4))
def test_a_sheet_comes_back_unchanged(
    cast: Cast, october: Period, form: Form, ending: str, seed: int
) -> None:
    report = written(cast, october, some_values(form, seed))
    review = come_back(cast, gone_out(cast, october, ending))
    assert (review.changes, review.clashes, review.faults, review.notes) == ([], [], [], [])
    assert review.same == len(report.values)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("seed", range(2))
def test_a_filled_sheet_fills_an_empty_report(
    cast: Cast, october: Period, form: Form, ending: str, seed: int
) -> None:
    """Taken from one report, put back in the same once it has been emptied: the same values, all of them."""
    values = some_values(form, seed)
    report = written(cast, october, values)
    content = gone_out(cast, october, ending)
    MonthlyReport.objects.filter(pk=report.pk).update(values={}, version=0)
    report.diffs.all().delete()
    if ending == "csv":
        rows = rows_of(content)
        rows[5][4] = "0"
        content = csv_of(rows)
    else:
        content = in_workbook(content, lambda page: page.__setitem__("E6", 0))
    review = come_back(cast, content)
    assert review.faults == []
    (part,) = review.parts
    assert part.values == {key: value for key, value in values.items() if value is not None}


@settings(max_examples=15, deadline=timedelta(seconds=20), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_boxes_typed_over_are_the_only_changes(
    cast: Cast, october: Period, form: Form, data: st.DataObject
) -> None:
    report = MonthlyReport.objects.filter(aire=cast.territory.aire, period=october).first()
    if report is None:
        report = written(cast, october, some_values(form, 7))
    keys = sorted(k for k, c in form.cells.items() if c.type != ValueType.YES_NO and not k.endswith(".nd"))
    typed = data.draw(st.dictionaries(st.sampled_from(keys), st.integers(0, 10**12), max_size=12))
    rows = rows_of(gone_out(cast, october, "csv"))
    for row in rows[7:]:
        if row[1] in typed:
            row[4] = str(typed[row[1]])
    review = come_back(cast, csv_of(rows))
    expected = {key: value for key, value in typed.items() if report.values.get(key) != value}
    assert review.faults == []
    assert review.parts[0].values == expected


# ---- What spreadsheets do to a file ----
def mangled(text: str, how: str) -> str:
    """A number as some spreadsheet, or some hand, writes it."""
    if how == "float":
        return f"{text}.0"
    if how == "comma":
        return f"{text},00"
    grouped = f"{int(text):,}"
    return {"narrow": grouped.replace(",", "\u202f"), "hard": grouped.replace(",", "\u00a0"),
            "plain": grouped.replace(",", " "), "padded": f"  {text} "}[how]  # fmt: skip


@pytest.mark.parametrize("how", ["float", "comma", "narrow", "hard", "plain", "padded"])
def test_numbers_as_spreadsheets_write_them(cast: Cast, october: Period, form: Form, how: str) -> None:
    written(cast, october, some_values(form, 11))
    rows = rows_of(gone_out(cast, october, "csv"))
    for row in rows[7:]:
        if row[4].isdigit():
            row[4] = mangled(row[4], how)
    review = come_back(cast, csv_of(rows))
    assert (review.changes, review.faults) == ([], [])


@pytest.mark.parametrize("word", ["so", "SO", "s. o.", "s.\u00a0o.", "S.O", "NA", "sans objet", "s/o"])
def test_sans_objet_however_it_is_written(cast: Cast, october: Period, form: Form, word: str) -> None:
    written(cast, october, {"CPN2": "NA"})
    rows = rows_of(gone_out(cast, october, "csv"))
    next(row for row in rows if row[1:2] == ["CPN2"])[4] = word
    review = come_back(cast, csv_of(rows))
    assert (review.changes, review.faults) == ([], [])


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_as_any_spreadsheet_saves_it(
    cast: Cast, october: Period, form: Form, delimiter: str, encoding: str
) -> None:
    written(cast, october, some_values(form, 5))
    rows = rows_of(gone_out(cast, october, "csv"))
    out = csv_of(rows, delimiter=delimiter, encoding="utf-8").decode()
    # cp1252 has no narrow space and no ≤: Excel writes a question mark.
    review = come_back(cast, out.encode(encoding, "replace"))
    assert (review.changes, review.faults) == ([], [])


def test_the_hint_and_blank_lines_of_excel(cast: Cast, october: Period, form: Form) -> None:
    written(cast, october, some_values(form, 5))
    content = gone_out(cast, october, "csv").decode("utf-8-sig")
    review = come_back(cast, ("sep=;\r\n" + content + ";;;;\r\n\r\n").encode())
    assert (review.changes, review.faults) == ([], [])


def test_rows_moved_and_a_column_added_change_nothing(cast: Cast, october: Period, form: Form) -> None:
    written(cast, october, some_values(form, 5))
    rows = rows_of(gone_out(cast, october, "csv"))
    body = rows[7:]
    random.Random(1).shuffle(body)
    review = come_back(cast, csv_of([*rows[:7], *(row + [""] * 3 for row in body)]))
    assert (review.changes, review.faults) == ([], [])


def test_a_workbook_of_floats_and_texts(cast: Cast, october: Period, form: Form) -> None:
    """LibreOffice keeps every number as 12.0; a hand types « 1 234 » in a cell that has become a text."""
    written(cast, october, {"CPN2": 12, "REC_ACT": 1234, "CS_RAP": 1, "CPN3": "NA"})

    def change(page: object) -> None:
        box_of(page, "CPN2").value = 12.0
        box_of(page, "REC_ACT").value = "1\u202f234"
        box_of(page, "CS_RAP").value = "Oui"
        box_of(page, "CPN3").value = "s. o."

    review = come_back(cast, in_workbook(gone_out(cast, october, "xlsx"), change))
    assert (review.changes, review.faults) == ([], [])


def test_the_version_in_the_sheet_says_what_was_emptied(cast: Cast, october: Period, form: Form) -> None:
    """Emptied in the filled sheet: emptied here. Left empty in the empty sheet: nothing."""
    written(cast, october, {"CPN2": 12, "CPN3": 4})
    rows = rows_of(gone_out(cast, october, "csv"))
    next(row for row in rows if row[1:2] == ["CPN2"])[4] = ""
    review = come_back(cast, csv_of(rows))
    assert [(c.key, c.before, c.after, c.emptied) for c in review.changes] == [("CPN2", "12", "vide", True)]
    assert come_back(cast, gone_out(cast, october, "csv", blank=True)).changes == []


def test_an_old_sheet_changes_only_what_was_typed_in_it(cast: Cast, october: Period, form: Form) -> None:
    """Somebody else went on typing: what the sheet left alone stays theirs, what both changed is a clash."""
    report = written(cast, october, {"CPN2": 12, "CPN3": 4})
    rows = rows_of(gone_out(cast, october, "csv"))
    save_cells(
        report, {"CPN2": 13, "CPN3": 5, "CPN4": 6}, form=form, scope=cast.scope_of("awa"),
        base_version=report.version, operation=uuid4(),
    )  # fmt: skip
    next(row for row in rows if row[1:2] == ["CPN2"])[4] = "14"
    review = come_back(cast, csv_of(rows))
    assert review.changes == []
    assert [(c.key, c.mine, c.theirs, c.their_name) for c in review.clashes] == [
        ("CPN2", "14", "13", "Awa Diarra")
    ]
