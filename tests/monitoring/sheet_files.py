"""Sheets for tests: downloaded, changed as a spreadsheet would, sent back, confirmed."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from core.access import Role
from cscom.models import Aire
from mandates.models import Mandate
from monitoring.models import Period, SheetUpload
from tests.cast import Cast
from tests.monitoring.pages import address

Rows = list[list[str]]
HEAD = 7  # the row of the codes, in every sheet


def take(client: Client, aire: Aire, period: Period, ending: str = "csv", *, blank: bool = False) -> bytes:
    """The sheet of one report, as this browser downloads it."""
    answer = client.get(address("report_file", aire, period, ending), {"vide": "1"} if blank else {})
    assert answer.status_code == 200
    content: bytes = answer.content
    return content


def rows_of(content: bytes) -> Rows:
    """The rows of a CSV of ours."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def csv_of(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def line_of(rows: Rows, key: str) -> int:
    """The number of the line of one cell, as a spreadsheet shows it."""
    return next(number for number, row in enumerate(rows, 1) if row[1:2] == [key])


def filled(client: Client, aire: Aire, period: Period, cells: Mapping[str, str]) -> bytes:
    """The sheet of one report with some boxes typed over."""
    return csv_of(typed(rows_of(take(client, aire, period)), cells))


def both_aires(cast: Cast, period: Period, cells: Mapping[str, str]) -> bytes:
    """One sheet, a column for each of the two aires of the territory, ``cells`` in both."""
    rows = rows_of(cast.client_of("salif").get(f"/districts/ML02-CSREF-1/feuilles/{period.code}.csv").content)
    return csv_of(typed(typed(rows, cells, 4), cells, 5))


def typed(rows: Rows, cells: Mapping[str, str], column: int = 4) -> Rows:
    """The same rows with some boxes typed over, by code."""
    left = dict(cells)
    changed = []
    for row in rows:
        if len(row) > 1 and row[1] in left:
            wide = row + [""] * (column + 1 - len(row))
            changed.append([*wide[:column], left.pop(row[1]), *wide[column + 1 :]])
        else:
            changed.append(row)
    assert left == {}, "no such code in the sheet"
    return changed


def in_workbook(content: bytes, change: Callable[[Any], None]) -> bytes:
    """A workbook opened, changed, saved."""
    book = load_workbook(io.BytesIO(content))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def box_of(page: Any, key: str, column: int = 5) -> Any:
    """The box of one cell of the form in a workbook."""
    return next(row[column - 1] for row in page.iter_rows() if row[1].value == key)


def send(client: Client, content: bytes, name: str = "feuille.csv") -> Any:
    return client.post("/feuilles/", {"fichier": SimpleUploadedFile(name, content)})


def sent(client: Client, content: bytes, name: str = "feuille.csv") -> SheetUpload:
    """Send a file that is read."""
    answer = send(client, content, name)
    assert answer.status_code == 302, said(answer)
    return SheetUpload.objects.get(pk=answer["Location"].split("/")[2])


def page_of(client: Client, upload: SheetUpload) -> Any:
    return client.get(f"/feuilles/{upload.pk}/")


def read_by(client: Client, upload: SheetUpload) -> str:
    """Read the dry run: its mark, that the button sends back."""
    mark = re.search(r'name="vu" value="(\w+)"', page_of(client, upload).content.decode())
    assert mark
    return mark[1]


def pressed(client: Client, upload: SheetUpload, mark: str, **more: str) -> Any:
    """Press the button of a dry run that was read some time ago."""
    return client.post(f"/feuilles/{upload.pk}/", {"vu": mark} | more)


def confirmed(client: Client, upload: SheetUpload, **more: str) -> Any:
    """Read the dry run, press the button."""
    return pressed(client, upload, read_by(client, upload), **more)


def said(answer: Any) -> str:
    """The words of a page, spaces made plain."""
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", bare.replace("&#x27;", "'").replace("&quot;", '"'))


def rescue(*reports: dict[str, object], **more: object) -> bytes:
    """As the device writes it."""
    whole = {
        "format": "jekabaara-secours-1",
        "personne": "Kadia Traoré",
        "fait_le": "2026-11-02T08:00:00.000Z",
    }
    return json.dumps(whole | {"rapports": list(reports)} | more, indent=1).encode()


def of(
    aire: str,
    base: Mapping[str, object],
    values: Mapping[str, object],
    month: str = "2026-10",
    **more: object,
) -> dict[str, object]:
    """What the rescue file says of one report."""
    return {"aire": aire, "mois": month, "version": 1, "base": base, "valeurs": values} | more


def also_types_in(cast: Cast, name: str, aire: Aire) -> None:
    """A second mandate: this person is secretary of another aire too."""
    Mandate.objects.create(
        person=cast.person_of(name), role=Role.SECRETAIRE, aire=aire, starts_on=date(2020, 1, 1)
    )
