"""The lines of a draft by a sheet: taken away, read before they are written, written whole or not at all."""

import csv
import io
import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from conventions.enums import CamKind
from conventions.lines import MOST, remove_line, write_line
from conventions.models import Cam, Commitment
from core.tabular import as_text
from tests.cast import Cast
from tests.conventions.moves import walk

Rows = list[list[Any]]
HEAD = 5  # rows above the titles
PARTY, TEXT, WHEN, MONTH, DAY, AMOUNT, PROOF, TAG, OUT = range(9)
NEW = ["ASACO", "Payer la gardienne", "chaque mois", "", "", "30000", "Reçu", "", ""]


def at(cam: Cam, rest: str = "/") -> str:
    return f"/conventions/{cam.aire.code}/{cam.commune.code}/{cam.edition}/lignes/feuille{rest}"


def taken(everybody: Cast, cam: Cam, ending: str = "csv", name: str = "fanta") -> Rows:
    """The rows of the sheet, as a spreadsheet reads them."""
    answer = everybody.client_of(name).get(at(cam, f".{ending}"))
    assert answer.status_code == 200
    if ending == "csv":
        return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    page = load_workbook(io.BytesIO(answer.getvalue())).active
    assert page is not None
    return [["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)]


def octets_of(rows: Rows, ending: str = "csv", *, formulas: bool = False) -> bytes:
    out = io.BytesIO()
    if ending == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=";").writerows(rows)
        return text.getvalue().encode("utf-8-sig")
    book = Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    if not formulas:
        as_text(page)
    book.save(out)
    return out.getvalue()


def many(count: int) -> Rows:
    return [["ASACO", f"Tenir la réunion {n}", *NEW[2:]] for n in range(count)]


def sent(everybody: Cast, cam: Cam, octets: bytes, name: str = "fanta", called: str = "f.csv") -> Any:
    return everybody.client_of(name).post(at(cam), {"fichier": SimpleUploadedFile(called, octets)})


def confirmed(everybody: Cast, cam: Cam, answer: Any, name: str = "fanta") -> Any:
    """The button pressed on that dry run."""
    seal = re.search(r'name="feuille" value="([^"]+)"', answer.content.decode())
    assert seal
    body = {"feuille": seal[1], "confirmer": "1"}
    return everybody.client_of(name).post(at(cam), body, follow=True)


def said(cam: Cam) -> list[tuple[Any, ...]]:
    """All that the draft says, in its order."""
    names = ("key", "rank", "party", "text", "amount", "frequency", "due_on", "due_month", "evidence")
    return list(cam.commitments.values_list(*names))


@pytest.fixture
def odd(cam: Cam, everybody: Cast) -> Commitment:
    """A line that a spreadsheet would run, on two lines, done once."""
    values = {
        "party": "etat", "text": "=HYPERLINK(1)\nFaire  le reste", "amount": 0, "frequency": "une_fois",
        "due_on": date(2027, 6, 30), "due_month": 6, "evidence": "-1+1",
    }  # fmt: skip
    return write_line(cam, everybody.scope_of("issa"), values, key=uuid.uuid4())


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_it_is_read_then_written(cam: Cam, odd: Commitment, everybody: Cast, ending: str) -> None:
    """What goes out comes back in unchanged; what is changed, added, taken out is told, then written once."""
    before, rows = said(cam), taken(everybody, cam, ending)
    same = sent(everybody, cam, octets_of(rows, ending))
    assert same.status_code == 200
    assert "il n’y a rien à enregistrer" in same.content.decode()
    assert "confirmer" not in same.content.decode()
    first, second, kept = rows[HEAD + 1], rows[HEAD + 2], rows[HEAD + 3]
    first[AMOUNT], first[WHEN], first[MONTH], first[DAY] = 250_000, "Une fois", "", "31/03/2027"
    second[OUT] = "x"
    added = [*NEW[:AMOUNT], 30_000, *NEW[AMOUNT + 1 :]]
    rows = [*rows[: HEAD + 3], *rows[HEAD + 4 :], added]  # the row that is not there stays
    answer = sent(everybody, cam, octets_of(rows, ending))
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("<del>chaque année</del>", "<ins>31/03/2027</ins>", "<ins>250000</ins>", "30\u202f000"):
        assert words in page
    assert "1 engagement du projet n’est pas dans la feuille et reste" in page.replace("\u00a0", " ")
    assert said(cam) == before, "nothing before it is confirmed"
    for _ in range(2):  # the button pressed twice
        done = confirmed(everybody, cam, answer)
        assert done.redirect_chain
    lines = list(cam.commitments.all())
    assert len(lines) == len(before)
    assert (lines[0].amount, lines[0].frequency, lines[0].due_on) == (250_000, "une_fois", date(2027, 3, 31))
    assert (lines[0].version, lines[1].text) == (1, kept[TEXT])
    assert (lines[-1].text, lines[-1].amount, lines[-1].due_month) == ("Payer la gardienne", 30_000, 12)
    assert lines[-1].rank == max(line.rank for line in lines)
    stays = cam.commitments.get(pk=odd.pk)
    assert (stays.text, stays.evidence, stays.version) == (odd.text, odd.evidence, odd.version)
    assert Cam.objects.get(pk=cam.pk).version == 2, "one version for the odd line, one for the sheet"


def test_each_fault_is_told_with_its_cell_and_nothing_is_written(cam: Cam, everybody: Cast) -> None:
    cam.starts_on = date(2027, 1, 1)
    cam.save()
    rows, before = taken(everybody, cam), said(cam)
    top = len(rows)
    wrong: list[tuple[dict[int, str], str, str]] = [
        ({PARTY: ""}, "", "quelle partie s’engage"),
        ({PARTY: "préfet"}, "A", "une partie de la liste"),
        ({TEXT: ""}, "", "ce à quoi la partie s’engage"),
        ({TEXT: "x" * 301}, "B", "300 caractères au plus"),
        ({WHEN: "parfois"}, "C", "chaque trimestre"),
        ({MONTH: "brumaire"}, "D", "brumaire"),
        ({WHEN: "une fois"}, "", "a une date"),
        ({DAY: "30/06/2027"}, "E", "Ce qui revient a un mois"),
        ({WHEN: "une fois", DAY: "31/12/2026"}, "E", "avant la date d’effet"),
        ({WHEN: "une fois", DAY: "30/06/1907"}, "E", "trop loin"),
        ({AMOUNT: "-3"}, "F", "au moins 0"),
        ({AMOUNT: "=2+2"}, "F", "nombre"),
        ({AMOUNT: "9" * 14}, "F", "au plus"),
        ({TAG: rows[HEAD + 1][TAG]}, "H", f"déjà à la ligne {HEAD + 2}"),
        ({TAG: "E-12"}, "H", "la forme des nôtres"),
        ({TAG: f"E-{uuid.uuid4().hex}-{'0' * 16}"}, "H", "n’est plus dans le projet"),
        ({OUT: "x"}, "I", "qui a son repère"),
        ({OUT: "peut-être"}, "I", "Mettez x"),
        ({TEXT: rows[HEAD + 1][TEXT].upper(), PARTY: "commune"}, "B", "déjà dans le projet"),
        ({TEXT: "Payer la gardienne, encore"}, "", ""),
        ({TEXT: "Payer la gardienne, encore"}, "B", f"déjà à la ligne {top + 20}"),
    ]
    for n, (typed, _, _) in enumerate(wrong):
        rows.append(
            [typed.get(place, f"{text} {n}" if place == TEXT else text) for place, text in enumerate(NEW)]
        )
    rows.append([*NEW, "hors du tableau"])
    answer = sent(everybody, cam, octets_of(rows))
    page = answer.content.decode()
    assert answer.status_code == 422
    told = re.findall(
        r'<tr><th scope="row">ligne (\d+)(?:, colonne (\w))?</th>.*?<span class="far">.*?</svg>(.*?)</span>',
        page,
    )
    found = {int(row): (column, why) for row, column, why in told}
    for n, (_, column, words) in enumerate(wrong, top + 1):
        if words:
            assert words in found[n][1], n
            assert found[n][0] == column, n
        else:
            assert n not in found
    assert "n’a pas de titre" in found[top + len(wrong) + 1][1]
    assert 'name="confirmer"' not in page
    assert said(cam) == before


def test_what_others_changed_meanwhile_is_never_written_over(cam: Cam, everybody: Cast) -> None:
    rows, scope = taken(everybody, cam), everybody.scope_of("issa")
    lines = list(cam.commitments.all())
    rows[HEAD + 1][AMOUNT] = "5"
    rows[HEAD + 4][OUT] = "x"
    own = octets_of(rows)
    dry = sent(everybody, cam, own)
    change = {
        name: getattr(lines[0], name) for name in ("party", "frequency", "due_on", "due_month", "evidence")
    }
    write_line(cam, scope, change | {"text": "Autre texte", "amount": 7}, key=lines[0].key, seen=0)
    late = confirmed(everybody, cam, dry)
    page = late.content.decode()
    assert late.status_code == 422
    assert "rien n’a été enregistré" in page
    assert "«\u00a0Montant (FCFA)\u00a0» est maintenant «\u00a07\u00a0»" in page
    assert cam.commitments.filter(pk=lines[3].pk).exists(), "all or nothing"
    # The same sheet, without that change: what others did is told, left as it is.
    rows[HEAD + 1][AMOUNT] = ""
    remove_line(cam, scope, lines[1].key, seen=0)
    change = {name: getattr(lines[3], name) for name in change}
    write_line(cam, scope, change | {"text": "Encore autre", "amount": 1}, key=lines[3].key, seen=0)
    page = sent(everybody, cam, octets_of(rows)).content.decode()
    assert "la feuille n’y touche pas" in page
    assert "«\u00a0Autre texte\u00a0»" in page
    assert f"«\u00a0{lines[1].text}\u00a0»" in page
    assert "Quelqu’un a changé cet engagement depuis" in page, "no line that others changed is taken out"


# What is made of the rows of the sheet that was taken → what is said of it.
FILES: list[tuple[Callable[[Rows], bytes], str]] = [
    (lambda _: b"", "est vide"),
    (lambda _: b"<html><table><tr><td>Format</td></tr></table></html>", "page web"),
    (lambda _: b"PK\x03\x04 rien", "abîmé"),
    (lambda _: b"Format;engagements-1", "n’est pas la feuille d’un projet"),
    (lambda _: octets_of([["a"]], "xlsx"), "n’est pas la feuille d’un projet"),
    (lambda rows: octets_of([*rows[:1], ["Convention", "CAM-AUTRE-1"], *rows[2:]]), "CAM-AUTRE-1"),
    (lambda rows: octets_of(rows[:HEAD]), "La ligne des titres"),
    (lambda rows: octets_of([*rows[:HEAD], [*rows[HEAD], "Reste"]]), "n’est pas d’ici"),
    (lambda rows: octets_of([*rows[:HEAD], rows[HEAD][:4]]), "ne sont plus ceux de la feuille"),
    (lambda rows: octets_of(rows[: HEAD + 1]), "n’a aucun engagement"),
    (lambda rows: octets_of([*rows, *([NEW] * (2 * MOST))]), f"plus de {2 * MOST} engagements"),
    (lambda rows: octets_of([*rows, *([NEW] * 10_000)]), "plus de 3000 lignes"),
    (lambda rows: octets_of([*rows, *([NEW] * 10_000)], "xlsx"), "3000 lignes"),
    (lambda rows: octets_of([*rows, *many(MOST)]), "80 engagements au plus"),
    (lambda rows: octets_of([*rows, ["ASACO", "=1+1", *NEW[2:]]], "xlsx", formulas=True), "une formule"),
]


def test_another_file_is_refused_in_words(cam: Cam, everybody: Cast) -> None:
    before, rows = said(cam), taken(everybody, cam)
    for make, sentence in FILES:
        answer = sent(everybody, cam, make(rows), called="feuille.xlsx")
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), sentence
    assert said(cam) == before


def test_who_writes_it_and_when(cam: Cam, everybody: Cast) -> None:
    """Its writers alone, while it is a draft; a dry run is of one convention, one person."""
    own = octets_of([*taken(everybody, cam), NEW])
    for name, status in (("issa", 200), ("moussa", 200), ("seydou", 403), ("drissa", 404), ("kadia", 403)):
        assert sent(everybody, cam, own, name).status_code == status, name
        assert everybody.client_of(name).get(at(cam)).status_code == status, name
        assert everybody.client_of(name).get(at(cam, ".xlsx")).status_code == status, name
    assert everybody.client_of("fanta").get(at(cam, ".pdf")).status_code == 404
    dry, before = sent(everybody, cam, own), said(cam)
    stolen = confirmed(everybody, cam, dry, "moussa")
    forged = everybody.client_of("fanta").post(at(cam), {"feuille": "rien", "confirmer": "1"})
    for answer in (stolen, forged):
        assert answer.status_code == 422
        assert "n’est plus valable" in answer.content.decode()
    walk(cam, everybody, ("fanta", "deposer"))
    late = confirmed(everybody, cam, dry)
    again = sent(everybody, cam, own)
    for answer in (late, again):
        assert answer.status_code == 422
        assert "n’est plus un projet" in answer.content.decode()
    assert said(cam) == before
    assert cam.kind == CamKind.FIRST
