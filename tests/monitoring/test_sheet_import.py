"""A file sent back: read and compared first, then written whole, once, as its reader decided."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cscom.models import Aire
from jobs.registry import brooms
from monitoring.models import MonthlyReport, Period, ReportDiff, SheetUpload
from monitoring.tasks import forget_sheets
from monitoring.workflow import authors
from tests.cast import Cast
from tests.monitoring.pages import told, values_of
from tests.monitoring.sheet_files import (
    also_types_in,
    both_aires,
    confirmed,
    csv_of,
    filled,
    line_of,
    of,
    page_of,
    pressed,
    read_by,
    rescue,
    rows_of,
    said,
    send,
    sent,
    take,
    typed,
)
from tests.reporting import complete_report, type_in, validated_report


# ---- The dry run ----
def test_nothing_is_written_before_it_is_confirmed(kadia: Client, aire: Aire, october: Period) -> None:
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14", "CPN3": "so"}))
    page = said(page_of(kadia, upload))
    assert "Rien n’est encore enregistré" in page
    assert "2 cases" in page
    assert values_of(aire, october) == {}
    assert not MonthlyReport.objects.exists()


def test_it_says_line_column_and_both_values(cast: Cast, kadia: Client, aire: Aire, october: Period) -> None:
    type_in(cast, "kadia", aire, october, {"CPN2": 12})
    content = filled(kadia, aire, october, {"CPN2": "14"})
    line = line_of(rows_of(content), "CPN2")
    page = page_of(kadia, sent(kadia, content)).content.decode()
    assert f"ligne {line}, colonne E" in page
    assert '<td data-l="Avant">12</td><td data-l="Après"><b>14</b></td>' in page


def test_what_is_confirmed_is_written(kadia: Client, aire: Aire, october: Period) -> None:
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14", "CPN3": "so", "CS_RAP": "oui"}))
    answer = confirmed(kadia, upload)
    assert (answer.status_code, answer["Location"]) == (302, f"/feuilles/{upload.pk}/")
    assert values_of(aire, october) == {"CPN2": 14, "CPN3": "NA", "CS_RAP": 1}
    diff = ReportDiff.objects.get()
    assert (diff.origin, str(diff.person)) == ("fichier", "Kadia Traoré")
    assert "3 cases enregistrées" in said(page_of(kadia, upload))


def test_a_double_click_counts_once(kadia: Client, aire: Aire, october: Period) -> None:
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    mark = read_by(kadia, upload)
    answers = [pressed(kadia, upload, mark).status_code for _ in range(3)]
    assert answers == [302, 200, 200]  # then the page of what was done
    assert ReportDiff.objects.count() == 1


def test_sent_again_it_has_nothing_to_say(kadia: Client, aire: Aire, october: Period) -> None:
    content = filled(kadia, aire, october, {"CPN2": "14"})
    confirmed(kadia, sent(kadia, content))
    again = sent(kadia, content)
    page = said(page_of(kadia, again))
    assert "Il n’y a rien à enregistrer" in page
    assert "Enregistrer 0" not in page


def test_what_was_said_is_forgotten_once_written(kadia: Client, aire: Aire, october: Period) -> None:
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    assert upload.content["figures"]
    confirmed(kadia, upload)
    upload.refresh_from_db()
    assert upload.content == {}


def test_it_may_be_given_up(kadia: Client, aire: Aire, october: Period) -> None:
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    answer = kadia.post(f"/feuilles/{upload.pk}/", {"abandonner": "1"})
    assert answer["Location"] == "/feuilles/"
    assert "rien n’a été enregistré" in told(answer)[0]
    assert page_of(kadia, upload).status_code == 404
    assert values_of(aire, october) == {}


def test_it_waits_two_days(kadia: Client, aire: Aire, october: Period, now: time_machine.Traveller) -> None:
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    assert upload.name in said(kadia.get("/feuilles/"))
    now.shift(timedelta(days=2, minutes=1))
    assert forget_sheets in brooms()
    assert page_of(kadia, upload).status_code in (302, 404)  # the session may be over as well
    assert forget_sheets() == 1
    assert not SheetUpload.objects.exists()


def test_ten_at_most_wait(kadia: Client, aire: Aire, october: Period) -> None:
    content = filled(kadia, aire, october, {"CPN2": "14"})
    for _ in range(10):
        sent(kadia, content)
    answer = send(kadia, content)
    assert answer.status_code == 422
    assert "Dix fichiers" in said(answer)


def test_it_is_its_person_s_alone(cast: Cast, kadia: Client, aire: Aire, october: Period) -> None:
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    for name in ("awa", "salif", "yaya"):
        assert page_of(cast.client_of(name), upload).status_code == 404
        assert cast.client_of(name).get(f"/feuilles/{upload.pk}/erreurs.csv").status_code == 404


def test_changes_stand_on_pages(cast: Cast, kadia: Client, aire: Aire, october: Period) -> None:
    rows = rows_of(take(kadia, aire, october))
    cells = {row[1]: "1" for row in rows[7:] if row[3] != "oui ou non"}
    upload = sent(kadia, csv_of(typed(rows, cells)))
    first = page_of(kadia, upload).content.decode()
    assert first.count('data-l="Avant"') == 100
    second = kadia.get(f"/feuilles/{upload.pk}/", {"page": "2"}).content.decode()
    assert second.count('data-l="Avant"') == len(cells) - 100
    confirmed(kadia, upload)
    assert len(values_of(aire, october)) == len(cells)


# ---- Changed on both sides ----
@pytest.fixture
def clashing(cast: Cast, kadia: Client, aire: Aire, october: Period) -> SheetUpload:
    """Kadia's sheet says 14, then Awa types 13; another cell is Kadia's alone."""
    type_in(cast, "kadia", aire, october, {"CPN2": 12})
    content = filled(kadia, aire, october, {"CPN2": "14", "CPN3": "5"})
    type_in(cast, "awa", aire, october, {"CPN2": 13})
    return sent(kadia, content)


def test_a_clash_shows_both_values_and_who(kadia: Client, clashing: SheetUpload) -> None:
    page = said(page_of(kadia, clashing))
    assert "Changées des deux côtés" in page
    assert "Garder 13 Awa Diarra, le 3 novembre 2026" in page
    assert "Prendre 14 le fichier" in page


def test_a_clash_nobody_decided_writes_nothing(
    kadia: Client, clashing: SheetUpload, aire: Aire, october: Period
) -> None:
    answer = confirmed(kadia, clashing)
    assert answer.status_code == 422
    assert "Choisissez" in said(answer)
    assert values_of(aire, october) == {"CPN2": 13}


@pytest.mark.parametrize("choice", ["fichier", "serveur"])
@pytest.mark.parametrize("field", ["choix.0", "tous"])
def test_its_reader_decides_a_clash(
    kadia: Client, clashing: SheetUpload, aire: Aire, october: Period, choice: str, field: str
) -> None:
    assert confirmed(kadia, clashing, **{field: choice}).status_code == 302
    assert values_of(aire, october) == {"CPN2": {"fichier": 14, "serveur": 13}[choice], "CPN3": 5}
    kept = "garde le chiffre déjà reçu" in said(page_of(kadia, clashing))
    assert kept == (choice == "serveur")


def test_a_choice_holds_for_the_figure_that_was_seen(
    cast: Cast, kadia: Client, clashing: SheetUpload, aire: Aire, october: Period
) -> None:
    """Between the page and the button, Awa corrects her figure: nothing is written, the page shows it."""
    mark = read_by(kadia, clashing)
    type_in(cast, "awa", aire, october, {"CPN2": 15})
    answer = pressed(kadia, clashing, mark, **{"choix.0": "fichier"})
    assert answer.status_code == 409
    assert "Garder 15" in said(answer)
    assert values_of(aire, october) == {"CPN2": 15}


def test_a_change_elsewhere_meanwhile_stops_nothing(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    mark = read_by(kadia, upload)
    type_in(cast, "awa", aire, october, {"CPN3": 2})
    assert pressed(kadia, upload, mark).status_code == 302
    assert values_of(aire, october) == {"CPN2": 14, "CPN3": 2}


def test_a_stamp_that_falls_is_said(cast: Cast, kadia: Client, aire: Aire, october: Period) -> None:
    report = complete_report(cast, october)
    for name, what in (("awa", "report_visa"), ("salif", "report_return")):
        body = {"version": str(MonthlyReport.objects.get().version), "reasons": "papier", "text": "À revoir."}
        path = {"report_visa": "viser", "report_return": "renvoyer"}[what]
        assert cast.client_of(name).post(f"{report.get_absolute_url()}{path}/", body).status_code == 302
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "11"}))
    confirmed(kadia, upload)
    assert "Visas et signatures à refaire" in said(page_of(kadia, upload))


# ---- Several aires ----
def test_two_aires_are_written_together(cast: Cast, kadia: Client, october: Period) -> None:
    also_types_in(cast, "kadia", cast.territory.second_aire)
    confirmed(kadia, sent(kadia, both_aires(cast, october, {"CPN2": "7"})))
    assert [values_of(a, october) for a in cast.territory.aires] == [{"CPN2": 7}] * 2
    assert ReportDiff.objects.count() == 2


def test_all_or_nothing(cast: Cast, kadia: Client, october: Period) -> None:
    """The second report is declared complete between the page and the button: the first keeps its figures."""
    also_types_in(cast, "kadia", cast.territory.second_aire)
    upload = sent(kadia, both_aires(cast, october, {"CPN2": "7"}))
    mark = read_by(kadia, upload)
    second = type_in(cast, "kadia", cast.territory.second_aire, october, {"CPN3": 1}).report
    MonthlyReport.objects.filter(pk=second.pk).update(state="complet", declared_at=timezone.now())
    answer = pressed(kadia, upload, mark)
    assert answer.status_code == 409
    assert "Verrouillé" in said(answer)
    assert [values_of(a, october) for a in cast.territory.aires] == [{}, {"CPN3": 1}]


def test_one_wrong_box_holds_the_whole_file(cast: Cast, kadia: Client, october: Period) -> None:
    also_types_in(cast, "kadia", cast.territory.second_aire)
    rows = rows_of(both_aires(cast, october, {"CPN2": "7"}))
    upload = sent(kadia, csv_of(typed(rows, {"CPN3": "douze"}, 5)))
    page = said(page_of(kadia, upload))
    assert "douze" in page
    assert "Ce n’est pas un nombre" in page
    assert "Le fichier est d’abord à corriger" in page
    answer = confirmed(kadia, upload, laisser="1")
    assert answer.status_code == 422
    assert [values_of(a, october) for a in cast.territory.aires] == [{}, {}]


def test_two_aires_cost_no_more_queries_than_one(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    also_types_in(cast, "kadia", cast.territory.second_aire)
    one = sent(kadia, filled(kadia, aire, october, {"CPN2": "7"}))
    two = sent(kadia, both_aires(cast, october, {"CPN2": "7"}))
    page_of(kadia, one)  # the catalogue is kept from here on
    counts = []
    for upload in (one, two):
        with CaptureQueriesContext(connection) as asked:
            page_of(kadia, upload)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# ---- Who ----
@pytest.mark.parametrize("name", ["moussa", "seydou", "fanta", "nana"])
def test_who_types_nothing_sends_nothing(
    cast: Cast, kadia: Client, aire: Aire, october: Period, name: str
) -> None:
    content = filled(kadia, aire, october, {"CPN2": "14"})
    assert send(cast.client_of(name), content).status_code == 403


def test_the_csref_takes_back_what_came_on_paper_or_was_rescued(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    """A sheet of the whole district, then the rescue file of one aire; who typed is in the history."""
    salif = cast.client_of("salif")
    confirmed(salif, sent(salif, both_aires(cast, october, {"CPN2": "7"})))
    assert [values_of(a, october) for a in cast.territory.aires] == [{"CPN2": 7}] * 2
    confirmed(salif, sent(salif, rescue(of(aire.code, {"CPN3": None}, {"CPN3": "4"})), "secours.json"))
    assert values_of(aire, october) == {"CPN2": 7, "CPN3": 4}
    assert {str(diff.person) for diff in ReportDiff.objects.all()} == {"Salif Diallo"}
    assert cast.person_of("salif").pk in authors(MonthlyReport.objects.get(aire=aire))


@pytest.mark.parametrize("code", ["ML02-CSCOM-2", "ML09-CSCOM-1", "NULLE-PART"])
def test_an_aire_out_of_reach_reads_like_one_that_is_not(
    kadia: Client, aire: Aire, october: Period, code: str
) -> None:
    rows = rows_of(filled(kadia, aire, october, {"CPN2": "14"}))
    rows[6][4] = code
    page = said(page_of(kadia, sent(kadia, csv_of(rows))))
    assert f"ligne 7, colonne E {code} 1 chiffre" in page.replace("\u202f", " ")
    assert "Aire inconnue ou hors de votre ressort." in page
    assert "Banamba Central" not in page


def test_a_section_of_somebody_else_is_refused_box_by_box(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    """Sitan keeps the accounts: she reads nothing of the clinical figures through a sheet of Kadia's."""
    type_in(cast, "kadia", aire, october, {"CPN2": 31})
    content = filled(kadia, aire, october, {"CPN2": "31", "REC_ACT": "500"})
    sitan = cast.client_of("sitan")
    page = said(page_of(sitan, sent(sitan, content)))
    assert "Votre fonction ne donne pas la saisie de cette section." in page
    rows = [row for row in rows_of(content) if row[1:2] != ["CPN2"]]
    confirmed(sitan, sent(sitan, csv_of(rows)))
    assert values_of(aire, october) == {"CPN2": 31, "REC_ACT": 500}


def test_a_right_that_ended_meanwhile_writes_nothing(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    also_types_in(cast, "kadia", cast.territory.second_aire)
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    mark = read_by(kadia, upload)
    cast.end_mandate_of("kadia")
    answer = pressed(kadia, upload, mark)
    assert answer.status_code in (302, 409)
    assert values_of(aire, october) == {}


# ---- Errors in a file ----
def test_every_problem_stands_in_a_file(kadia: Client, aire: Aire, october: Period) -> None:
    cells = {"CPN2": "douze", "CPN3": "-4", "CPN4": "=cmd()"}
    content = filled(kadia, aire, october, cells)
    upload = sent(kadia, content)
    answer = kadia.get(f"/feuilles/{upload.pk}/erreurs.csv")
    rows = rows_of(answer.content)
    assert rows[0] == ["Ligne", "Colonne", "Aire", "Case", "Valeur", "Problème", "Que faire"]
    assert [row[:2] for row in rows[1:]] == [[str(line_of(rows_of(content), key)), "E"] for key in cells]
    assert [row[4] for row in rows[1:]] == ["douze", "’-4", "’=cmd()"]
    assert "négatif" in rows[2][5]
    assert "erreurs.csv" in answer["Content-Disposition"]


def test_a_clash_stands_in_it_too(kadia: Client, clashing: SheetUpload) -> None:
    rows = rows_of(kadia.get(f"/feuilles/{clashing.pk}/erreurs.csv").content)
    assert "le rapport dit 13 (Awa Diarra)" in rows[1][5]


# ---- The rescue file ----
def test_a_rescue_file_is_taken_back(cast: Cast, kadia: Client, aire: Aire, october: Period) -> None:
    """One cell was empty for the device, one held 12, one has been typed by somebody else since."""
    type_in(cast, "awa", aire, october, {"CPN2": 12, "CPN4": 9})
    base = {"CPN2": 12, "CPN3": None, "CPN4": None}
    content = rescue(of(aire.code, base, {"CPN2": "13", "CPN3": "s. o.", "CPN4": "8"}))
    upload = sent(kadia, content, "secours-2026-11-02.json")
    page = said(page_of(kadia, upload))
    assert "Fichier de secours de Kadia Traoré" in page
    assert "Garder 9 Awa Diarra" in page
    confirmed(kadia, upload, **{"choix.0": "serveur"})
    assert values_of(aire, october) == {"CPN2": 13, "CPN3": "NA", "CPN4": 9}
    assert ReportDiff.objects.latest("pk").origin == "secours"


def test_what_is_wrong_in_a_rescue_file_may_be_left(kadia: Client, aire: Aire, october: Period) -> None:
    content = rescue(of(aire.code, {"CPN2": None, "CPN3": None}, {"CPN2": "13", "CPN3": "12a"}))
    upload = sent(kadia, content, "secours.json")
    assert "12a" in said(page_of(kadia, upload))
    assert confirmed(kadia, upload).status_code == 422
    assert values_of(aire, october) == {}
    assert confirmed(kadia, upload, laisser="1").status_code == 302
    assert values_of(aire, october) == {"CPN2": 13}
    assert "1 chiffre à corriger est resté de côté" in said(page_of(kadia, upload))


def test_what_a_rescue_file_says_of_cells_is_shown(kadia: Client, aire: Aire, october: Period) -> None:
    """A comment that never left the device is not taken back: its writer is told so, and reads it."""
    notes = {
        "CPN2": {"texte": "Compté deux fois ?", "a_suivre": True},
        "CPN3": {"texte": "", "a_suivre": None},
    }
    upload = sent(kadia, rescue(of(aire.code, {}, {"CPN2": "1"}, notes=notes)), "secours.json")
    page = said(page_of(kadia, upload))
    assert "Commentaires à écrire de nouveau" in page
    assert f"{aire.code}, 2026-10, CPN2 : « Compté deux fois ? », à suivre" in page
    assert "CPN3" not in page


def test_a_rescue_file_of_several_reports(cast: Cast, kadia: Client, aire: Aire, october: Period) -> None:
    also_types_in(cast, "kadia", cast.territory.second_aire)
    second = cast.territory.second_aire
    content = rescue(of(aire.code, {}, {"CPN2": "1"}), of(second.code, {}, {"CPN2": "2"}))
    confirmed(kadia, sent(kadia, content, "secours.json"))
    assert (values_of(aire, october), values_of(second, october)) == ({"CPN2": 1}, {"CPN2": 2})


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"{}",
        b'{"format": "jekabaara-secours-2", "rapports": []}',
        b'{"format": "jekabaara-secours-1", "rapports": {}}',
        b'{"format": "jekabaara-secours-1", "rapports": [1]}',
        rescue({"aire": "A", "mois": "13/2026", "base": {}, "valeurs": {}}),
        rescue(of("A", {"CPN2": True}, {"CPN2": "1"})),
        rescue(of("A", {"CPN2": 1.5}, {"CPN2": "1"})),
        rescue(of("A", {}, {"CPN2": {"a": 1}})),
        rescue(of("A", {}, {"CPN2": "1"}, notes=["b"])),
        rescue(of("A", {}, {"CPN2": "1"}, notes={"CPN2": "b"})),
        rescue(of("A", {}, {"CPN2": "1"}), of("A", {}, {"CPN2": "2"})),
        rescue(*[of(f"A{n}", {}, {}) for n in range(201)]),
        rescue(of("A", {}, {f"C{n}": "1" for n in range(3001)})),
        b'{"format": "jekabaara-secours-1", "rapports": ' + b"[" * 100_000,
    ],
)
def test_a_damaged_rescue_file(kadia: Client, october: Period, content: bytes) -> None:
    answer = send(kadia, content, "secours.json")
    assert answer.status_code == 422
    assert "fichier de secours" in said(answer)
    assert not SheetUpload.objects.exists()


def test_strange_letters_of_a_rescue_file_are_shown(kadia: Client, aire: Aire, october: Period) -> None:
    """Half a letter, a zero octet: neither the database nor the page stumbles."""
    content = rescue(of(aire.code, {}, {"CPN2": "1\ud800\u00002"}), personne="K\ud83d\u0000a")
    assert "K? a" in said(page_of(kadia, sent(kadia, content, "secours.json")))


def test_a_validated_report_stays_shut(cast: Cast, kadia: Client, aire: Aire, october: Period) -> None:
    validated_report(cast, october)
    upload = sent(kadia, rescue(of(aire.code, {"CPN2": 10}, {"CPN2": "11"})), "secours.json")
    page = said(page_of(kadia, upload))
    assert "Verrouillé : le rapport est validé" in page
    assert "11" in page
