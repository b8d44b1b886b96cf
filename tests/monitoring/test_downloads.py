"""What is on a page of figures, cell by cell, is in its files: same numbers, same doubts, same silences."""

import csv
import html
import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from communes.models import Commune
from cscom.models import AirePopulation
from monitoring.totals import rebuild
from tests.cast import Cast
from tests.figured import PENTA3
from tests.monitoring.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def salif(story: Cast) -> Client:
    return story.client_of("salif")


def lines(answer: Any) -> list[list[str]]:
    """The lines of a CSV."""
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def table(answer: Any, above: int = 2) -> list[dict[str, str]]:
    """The lines under its head, by column."""
    head, *rows = lines(answer)[above:]
    return [dict(zip(head, row, strict=True)) for row in rows]


def shown(page: Any, caption: str) -> list[list[str]]:
    """The cells of one table of a page, row by row, as they are read."""
    body = page.content.decode()
    found = next(t for t in re.findall(r"<table.*?</table>", body, re.DOTALL) if caption in t)
    rows = re.findall(r"<tr>.*?</tr>", found.split("<tbody>")[1], re.DOTALL)
    return [[_plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def _plain(cell: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", cell))).strip()


def as_read(row: dict[str, str], column: str) -> str:
    """A value of the file as the screen writes it: rounded, or its silence."""
    return rounded(row[column]) if row[column] else "—"


def rounded(value: str) -> str:
    return str(round(float(value.replace(",", "."))))


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("salif", "aire"),
        ("fanta", "commune"),
        ("boubacar", "commune"),
        ("salif", "district"),
        ("nana", "region"),
    ],
)
def test_the_ten_figures_are_those_of_the_page(story: Cast, who: str, kind: str) -> None:
    t = story.territory
    code = {"aire": t.aire, "commune": t.host, "district": t.district, "region": t.region}[kind].code
    client = story.client_of(who)
    page = client.get(f"/{kind}s/{code}/chiffres/")
    rows = table(client.get(f"/{kind}s/{code}/chiffres.csv"))
    screen = shown(page, '<table class="tb figs cards">')
    assert len(rows) == len(screen) == 10
    for figure, row, (label, value, state, *_) in zip(page.context["figures"], rows, screen, strict=True):
        assert label.startswith(figure.label)
        assert row["Code"] == figure.code
        if row["État"] == "non reçu":
            assert (row["Valeur"], value) == ("", "non reçu")
            continue
        assert value.startswith(as_read(row, "Valeur") if not figure.decimals else figure.value_text)
        assert row["État"] in state.lower()
        assert (row["Provisoire"] == "oui") is ("provisoire" in state)
        assert _plain(row["À vérifier"]) in state
        assert f"{row['Reçus']} / {row['Attendus']}" == figure.received_text


def test_the_numbers_of_a_commune_done_by_hand(story: Cast) -> None:
    """97.8 of 91.8, 106.5 %: see the story; nothing received is an empty cell and its word, never a zero."""
    told = story.client_of("fanta").get(f"/communes/{story.territory.host.code}/chiffres.csv")
    penta = next(row for row in table(told) if row["Code"] == PENTA3)
    assert (penta["Valeur"], penta["Compté"], penta["Rapporté à"]) == ("106,5359", "97,8", "91,8")
    assert (penta["Reçus"], penta["Attendus"], penta["Provisoire"]) == ("5", "6", "oui")
    silent = next(row for row in table(told) if row["État"] == "non reçu")
    assert (silent["Valeur"], silent["Compté"], silent["Reçus"]) == ("", "", "0")


def test_a_file_says_where_when_and_what_it_counts(story: Cast, salif: Client) -> None:
    t = story.territory
    answer = salif.get(f"/communes/{t.host.code}/chiffres.csv?periode=trimestre")
    assert lines(answer)[:2] == [
        [f"Commune de {t.host.name}, de juillet à septembre 2026"],
        ["Compté\u00a0: rapports reçus, provisoires compris."],
    ]
    name = f'filename="dix-chiffres-{t.host.code}-banamba-trimestre-2026-09.csv"'
    assert name in answer["Content-Disposition"]


def test_the_workbook_holds_numbers(story: Cast, salif: Client) -> None:
    t = story.territory
    answer = salif.get(f"/districts/{t.district.code}/lieux.xlsx?par=aires&tri={PENTA3}")
    head, *rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=3, values_only=True)
    at = next(i for i, title in enumerate(head) if "Penta 3 (" in str(title))
    assert [(row[1], row[at]) for row in rows] == [
        (t.aire.name, pytest.approx(63 / 68 * 100, abs=1e-4)),
        (t.second_aire.name, pytest.approx(60 / 51 * 100, abs=1e-4)),
    ]


@pytest.mark.parametrize(
    ("who", "kind", "inside", "caption"),
    [
        ("salif", "district", "aires", "Les aires du district"),
        ("salif", "district", "communes", "Les communes du district"),
        ("nana", "cercle", "communes", "Les communes du cercle"),
        ("nana", "region", "districts", "Les districts de la région"),
        ("nana", "region", "communes", "Les communes de la région"),
    ],
)
@pytest.mark.parametrize("order", ["", f"&tri={PENTA3}", "&tri=nom"])
def test_the_places_inside_are_those_of_the_page(
    story: Cast, who: str, kind: str, inside: str, caption: str, order: str
) -> None:
    t = story.territory
    code = {"district": t.district, "cercle": t.cercle, "region": t.region}[kind].code
    client = story.client_of(who)
    page = client.get(f"/{kind}s/{code}/chiffres/?par={inside}{order}")
    rows = table(client.get(f"/{kind}s/{code}/lieux.csv?par={inside}{order}"))
    screen = shown(page, f'<caption class="sr">{caption}')
    assert len(rows) == len(screen)
    for row, (name, *cells) in zip(rows, screen, strict=True):
        values = list(row.values())
        assert name == " ".join(filter(None, values[1:3]))
        for at, cell in enumerate(cells):
            value, state, received, expected = values[3 + 4 * at : 7 + 4 * at]
            if state == "non reçu":
                assert (value, cell) == ("", "non reçu")
            else:
                assert cell.split()[0] == rounded(value)
                assert f"{received} / {expected}" in cell
                assert all(word in _plain(cell).lower() for word in _plain(state).split(", "))


def test_the_aires_of_a_commune_then_the_commune_itself(story: Cast) -> None:
    fanta = story.client_of("fanta")
    code = story.territory.host.code
    page = fanta.get(f"/communes/{code}/chiffres/")
    rows = table(fanta.get(f"/communes/{code}/lieux.csv"))
    assert [row["Aire de santé"] for row in rows] == [
        *(entry.unit.name for entry in page.context["aires"].entries),
        "Commune",
    ]
    column = next(name for name in rows[0] if "Penta 3 (" in name)
    assert column.endswith("Penta 3 (%, cible 90\u202f%)")
    turned = next(cells for cells in shown(page, "côte à côte") if "Penta 3" in cells[0])
    assert [
        cell.split()[0] if i == len(rows) - 1 else cell.split(" : ")[1].split()[0]
        for i, cell in enumerate(turned[1:])
    ] == [as_read(row, column) for row in rows]
    notes = [row["Précision"] for row in rows]
    assert notes == [*(entry.unit.note for entry in page.context["aires"].entries), "ensemble"]
    assert "part de la commune\u00a0: 60\u202f%" in notes


def test_the_months_of_an_indicator_beside_those_of_a_year_before(story: Cast, salif: Client) -> None:
    address = f"/aires/{story.territory.aire.code}/chiffres/{PENTA3}"
    page, rows = salif.get(f"{address}/"), table(salif.get(f"{address}.csv"), above=3)
    screen = page.context["chart"].rows
    assert len(rows) == 12
    for row, (_, value, reports), (_, before, _) in zip(rows, screen[12:], screen[:12], strict=True):
        silent = row["État"] == "non reçu"
        assert re.split(r"\s", value)[0] == ("non" if silent else as_read(row, "Valeur"))
        assert before.startswith(row["Un an avant, état"])
        if row["Attendus"] != "0":
            assert f"{row['Reçus']} / {row['Attendus']}" == reports
    july = next(row for row in rows if row["Mois"] == "juillet 2026")
    assert (july["Valeur"], july["État"]) == ("88,2353", "")  # 30 of 34
    assert rows[-1]["État"] == "non reçu"


def test_who_is_missing_and_for_how_long(story: Cast, salif: Client) -> None:
    t = story.territory
    page, rows = salif.get("/completude/"), table(salif.get("/completude.csv"), above=3)
    marks = {row.aire.name: row for row in page.context["rows"]}
    months = list(rows[0])[3:-4]
    assert months[-1] == "octobre 2026 (provisoire)"
    for row in rows[:-2]:
        said = [mark.words.split(", ", 2)[2] for mark in marks[row["Aire de santé"]].marks]
        assert said == [row[month] for month in months]
        assert f"{row['Validés']} / {row['Dus']}" == marks[row["Aire de santé"]].validated
    first = next(row for row in rows if row["Code"] == t.aire.code)
    assert (first["Mois manquants"], first["Depuis (mois)"]) == ("septembre", "1")
    assert first["août 2026"] == "validé, à temps"
    received, timely = rows[-2:]
    assert [received["Aire de santé"], timely["Aire de santé"]] == [
        "Reçus, % (complétude)",
        "À temps, % (promptitude)",
    ]
    for row, rates in ((received, page.context["received"]), (timely, page.context["timely"])):
        for month, rate in zip(months, rates, strict=True):
            if rate.value is None:
                assert row[month] == "pas encore dû"
            else:
                assert as_read(row, month) == f"{rate.value:.0f}"


def test_the_districts_of_a_region_each_a_row(story: Cast) -> None:
    nana = story.client_of("nana")
    page, answer = nana.get("/completude/"), nana.get("/completude.csv")
    rows = table(answer, above=3)
    screen = shown(page, "Part des rapports reçus")
    for row, (name, missing, timely, *cells) in zip(rows, screen, strict=True):
        assert name.startswith(row["District"])
        if row["District"] != "Ensemble":
            assert missing == row["Manquent"]
            assert row["À temps, état"] in timely.lower()
        for value, cell in zip(list(row.values())[6:], cells, strict=True):
            assert ("·" if value == "pas encore dû" else rounded(value)) in cell.split()
    assert lines(answer)[1] == [page.context["lead"]]
    district = story.territory.district
    one = nana.get(f"/completude.csv?district={district.code}")
    assert f"completude-{district.code}-banamba-2026-09.csv" in one["Content-Disposition"]
    assert nana.get("/completude.csv?district=XX99").status_code == 404


def test_a_name_that_begins_like_a_formula_is_text(story: Cast, salif: Client) -> None:
    t = story.territory
    Commune.objects.filter(pk=t.host.pk).update(name="=1+1")
    told = lines(salif.get(f"/districts/{t.district.code}/lieux.csv?par=communes"))
    assert "'=1+1" in {row[1] for row in told if len(row) > 1}
    book = load_workbook(
        io.BytesIO(salif.get(f"/districts/{t.district.code}/lieux.xlsx?par=communes").content)
    )
    typed = [cell.data_type for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert typed == ["s"]


def test_nothing_to_divide_by_is_neither_silence_nor_zero(story: Cast, salif: Client) -> None:
    t = story.territory
    AirePopulation.objects.all().delete()
    rebuild()
    row = next(r for r in table(salif.get(f"/aires/{t.aire.code}/chiffres.csv")) if r["Code"] == PENTA3)
    assert (row["Valeur"], row["État"], row["Reçus"]) == ("", "sans objet", "2")
    assert row["À vérifier"] == "à vérifier\u00a0: population inconnue ou nulle"
    assert "à vérifier : population inconnue ou nulle" in text_of(
        salif.get(f"/aires/{t.aire.code}/chiffres/")
    )


@pytest.mark.parametrize(
    "page",
    ["chiffres.csv", "chiffres.xlsx", "lieux.csv", f"chiffres/{PENTA3}.csv"],
)
def test_the_neighbour_takes_nothing(story: Cast, page: str) -> None:
    t, drissa = story.territory, story.client_of("drissa")
    assert drissa.get(f"/communes/{t.host.code}/{page}").status_code == 404
    assert drissa.get(f"/communes/{t.neighbour.code}/{page}").status_code == 200


@pytest.mark.parametrize(
    "page", ["chiffres.pdf", "lieux.pdf", "lieux.csv?par=planetes", "chiffres/I99.csv", "chiffres/I27.ods"]
)
def test_what_does_not_exist_is_said_so(story: Cast, page: str) -> None:
    assert story.client_of("fanta").get(f"/communes/{story.territory.host.code}/{page}").status_code == 404


def test_the_pages_lead_to_their_files(story: Cast, salif: Client) -> None:
    t = story.territory
    page = salif.get(f"/districts/{t.district.code}/chiffres/?periode=trimestre&tri=nom").content.decode()
    for address in (
        f"/districts/{t.district.code}/chiffres.csv?periode=trimestre",
        f"/districts/{t.district.code}/lieux.xlsx?periode=trimestre&amp;tri=nom&amp;par=aires",
        f"/districts/{t.district.code}/lieux.csv?periode=trimestre&amp;tri=nom&amp;par=communes",
    ):
        assert address in page
        assert salif.get(html.unescape(address)).status_code == 200
    one = salif.get(f"/districts/{t.district.code}/chiffres/{PENTA3}/").content.decode()
    for address in re.findall(r'href="([^"]+\.(?:csv|xlsx)[^"]*)"', one):
        assert salif.get(html.unescape(address)).status_code == 200
    assert one.count(".csv") == 3
