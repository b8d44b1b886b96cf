"""What is said of a cell: by whom, once, in sight of whoever sees its section."""

import re
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from monitoring.models import CellNote, MonthlyReport, Period
from tests.cast import Cast
from tests.monitoring.pages import address, field_of, text_of, told
from tests.reporting import complete_report, type_in, validated_report

FAIR = "Foire de Banamba, beaucoup de passage."


def cell_page(cast: Cast, name: str, period: Period, key: str = "CC_HA", section: str = "curatif") -> Any:
    return cast.client_of(name).get(address("report_cell", cast.territory.aire, period, section, key))


def say(cast: Cast, name: str, period: Period, text: str = "", **more: Any) -> Any:
    """Post a word on a cell (``key``, ``section``, ``suivre``, ``operation``)."""
    key, section = more.pop("key", "CC_HA"), more.pop("section", "curatif")
    body = {"texte": text, "operation": str(uuid4()), **more}
    return cast.client_of(name).post(address("report_cell", cast.territory.aire, period, section, key), body)


def test_a_comment_is_read_with_who_wrote_it_under_which_function(cast: Cast, october: Period) -> None:
    type_in(cast, "kadia", cast.territory.aire, october, {"CC_HA": 40})
    answer = say(cast, "kadia", october, FAIR)
    assert (answer.status_code, told(answer)) == (302, ["C’est noté."])
    page = text_of(cell_page(cast, "awa", october))
    assert f"{FAIR} Kadia Traoré, secrétaire de l’ASACO, 3 novembre 2026 à 10 h 00" in page
    assert "1 commentaire" in page
    section = cast.client_of("kadia").get(address("report_section", cast.territory.aire, october, "curatif"))
    assert "reçu par le serveur, 1 commentaire" in field_of(section, "CC_HA")
    assert re.search(r'<td class="cell c-ok c-com"><input id="c\.CC_HA"', section.content.decode())
    assert '<a class="more said" href="CC_HA/">1 commentaire</a>' in section.content.decode()


def test_several_persons_make_a_thread_in_order(cast: Cast, october: Period) -> None:
    for name, text in (("kadia", "un"), ("awa", "deux"), ("salif", "trois")):
        assert say(cast, name, october, text).status_code == 302
    page = text_of(cell_page(cast, "kadia", october))
    assert re.search(r"un Kadia Traoré.*deux Awa Diarra.*trois Salif Diallo, chargé du SIS", page)
    assert "3 commentaires" in page


def test_a_flag_is_set_listed_and_lifted(cast: Cast, october: Period) -> None:
    type_in(cast, "kadia", cast.territory.aire, october, {"CC_HA": 40})
    say(cast, "kadia", october, FAIR, suivre="oui")
    report = cast.client_of("kadia").get(address("report_show", cast.territory.aire, october))
    assert f"À suivre Nouveaux cas venant de hors aire « {FAIR} », Kadia Traoré" in text_of(report)
    queue = cast.client_of("salif").get("/a-verifier/")
    assert f"octobre 2026 : Nouveaux cas venant de hors aire « {FAIR} », Kadia Traoré" in text_of(queue)
    say(cast, "salif", october, suivre="non")
    assert "Cases à suivre" not in text_of(cast.client_of("salif").get("/a-verifier/"))
    assert "Suivi levé Salif Diallo" in text_of(cell_page(cast, "kadia", october))
    assert CellNote.objects.flagging().count() == 0


def test_a_flag_that_is_so_already_moves_nothing(cast: Cast, october: Period) -> None:
    say(cast, "kadia", october, suivre="oui")
    again = say(cast, "awa", october, suivre="oui")
    assert again.status_code == 422
    assert CellNote.objects.count() == 1


def test_the_same_sending_counts_once_and_belongs_to_its_author(cast: Cast, october: Period) -> None:
    number = str(uuid4())
    assert [say(cast, "kadia", october, FAIR, operation=number).status_code for _ in range(2)] == [302, 302]
    assert CellNote.objects.count() == 1
    other = say(cast, "awa", october, FAIR, operation=number)
    assert other.status_code == 422
    assert "Ce numéro d’envoi a déjà servi" in text_of(other)
    assert CellNote.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_said_is_told_so(cast: Cast, october: Period, text: str) -> None:
    answer = say(cast, "kadia", october, text)
    assert answer.status_code == 422
    assert "Erreur" in answer.content.decode().split("</title>")[0]
    assert "Écrivez un commentaire, ou changez le suivi de la case." in text_of(answer)
    assert not MonthlyReport.objects.exists() or not CellNote.objects.exists()


def test_what_is_too_long_stays_in_sight(cast: Cast, october: Period) -> None:
    answer = say(cast, "kadia", october, "a" * 1001)
    assert answer.status_code == 422
    assert "1 000 caractères au plus" in text_of(answer)
    assert "a" * 1001 in answer.content.decode()
    assert not CellNote.objects.exists()


@pytest.mark.parametrize(
    ("name", "section", "key", "status"),
    [
        ("kadia", "curatif", "CC_HA", 302),  # enters both
        ("sitan", "finances", "REC_ACT", 302),  # enters management
        ("sitan", "curatif", "CC_HA", 404),  # sees no clinical section
        ("awa", "curatif", "CC_HA", 302),
        ("awa", "finances", "REC_ACT", 403),  # sees management, neither enters nor reviews it
        ("moussa", "finances", "REC_ACT", 302),  # signs it
        ("moussa", "curatif", "CC_HA", 403),
        ("salif", "curatif", "CC_HA", 302),
        ("seydou", "finances", "REC_ACT", 302),
        ("fanta", "curatif", "CC_HA", 403),
        ("nana", "curatif", "CC_HA", 403),
        ("oumar", "curatif", "CC_HA", 404),  # the neighbour
        ("kadia", "finances", "CC_HA", 404),  # not a cell of this section
        ("kadia", "curatif", "INCONNU", 404),
    ],
)
def test_who_may_write_on_what(
    cast: Cast, october: Period, name: str, section: str, key: str, status: int
) -> None:
    assert say(cast, name, october, "essai", section=section, key=key).status_code == status
    assert CellNote.objects.count() == (status == 302)


def test_a_comment_is_seen_where_its_section_is_seen(cast: Cast, october: Period) -> None:
    say(cast, "kadia", october, "CANARI clinique", suivre="oui")
    aire = cast.territory.aire
    assert "CANARI" in text_of(cell_page(cast, "fanta", october))
    for view in ("report_show", "report_sheet"):
        assert "CANARI" not in text_of(cast.client_of("sitan").get(address(view, aire, october)))
        assert "CANARI" not in text_of(cast.client_of("modibo").get(address(view, aire, october)))


def test_who_may_not_know_yet_reads_neither_figure_nor_word(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    say(cast, "kadia", october, "CANARI gestion", key="REC_ACT", section="finances")
    page = text_of(cell_page(cast, "modibo", october, "REC_ACT", "finances"))
    assert "Les chiffres de ce rapport se lisent quand le CSRéf l’a validé." in page
    assert "CANARI" not in page
    assert str(report.values["REC_ACT"]) not in page.split("Les chiffres de ce rapport")[1]


def test_a_validated_report_is_still_commented(cast: Cast, october: Period) -> None:
    validated_report(cast, october)
    assert say(cast, "salif", october, "Revu au CSRéf.").status_code == 302
    assert MonthlyReport.objects.get().state == "valide"


def test_the_history_of_a_cell_says_who_changed_it_and_how(
    cast: Cast, october: Period, now: time_machine.Traveller
) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"CC_HA": 12, "CC_AC": 1})
    now.move_to("2026-11-03T11:30:00+00:00")
    type_in(cast, "awa", aire, october, {"CC_HA": "NA"})
    type_in(cast, "awa", aire, october, {"CC_AC": 2})
    page = text_of(cell_page(cast, "salif", october))
    history = page.split("Qui a changé quoi")[1]
    assert re.search(
        r"11 h 30 12 → s\. o\. Awa Diarra, directeur technique du centre \(DTC\) \(formulaire\)"
        r".*10 h 00 vide → 12 Kadia Traoré, secrétaire de l’ASACO \(formulaire\)",
        history,
    )
    assert history.count("formulaire") == 2  # the save of another cell is not told here


def test_the_limits_come_from_the_declared_months(cast: Cast, october: Period, form: Any) -> None:
    page = text_of(cell_page(cast, "kadia", october))
    assert "Aucun rapport déclaré dans les douze mois précédents." in page
    assert "Cette case n’a pas encore été remplie." in page


def test_the_database_refuses_a_note_that_says_nothing(cast: Cast, october: Period) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, {"CC_HA": 1}).report
    with pytest.raises(IntegrityError), transaction.atomic():
        CellNote.objects.create(report=report, key="CC_HA")
    said = CellNote.objects.create(report=report, key="CC_HA", text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        CellNote.objects.create(report=report, key="CC_HA", text="x", operation=said.operation)
