"""The pages of the monitorage: what they show, what they take, what they refuse with a sentence."""

import pytest

from followup.models import Followup
from monitorage.models import Measure, Session, SessionState
from tests.cast import Cast
from tests.monitorage.conftest import Send

pytestmark = pytest.mark.django_db


def url(session: Session, end: str = "") -> str:
    return f"/monitorage/{session.aire.code}/2026-S1/{end}"


def page(cast: Cast, name: str, address: str) -> str:
    return cast.client_of(name).get(address).content.decode()


def held(cast: Cast, session: Session) -> None:
    cast.client_of("awa").post(
        url(session, "tenir/"), {"version": "0", "held_on": "15 07 2026", "women": "12", "men": "9"}
    )
    session.refresh_from_db()
    assert session.state == SessionState.HELD


def test_an_aire_without_a_session_says_how_to_begin(send: Send, everybody: Cast) -> None:
    send()
    code = everybody.territory.aire.code
    assert "Préparer" in page(everybody, "awa", f"/monitorage/{code}/")
    assert "Préparer" not in page(everybody, "fanta", f"/monitorage/{code}/")
    answer = everybody.client_of("awa").post(f"/monitorage/{code}/2026-S1/preparer/", follow=True)
    assert "6 mois validés sur 6" in answer.content.decode()
    assert "version 1, à valider par le CSRéf" in answer.content.decode()


def test_a_semester_to_come_is_refused_in_words(everybody: Cast) -> None:
    code = everybody.territory.aire.code
    answer = everybody.client_of("awa").post(f"/monitorage/{code}/2026-S2/preparer/", follow=True)
    assert "n’est pas fini" in answer.content.decode()
    assert everybody.client_of("awa").post(f"/monitorage/{code}/hier/preparer/").status_code == 404


def test_the_session_shows_curves_bottlenecks_and_the_table_behind(session: Session, everybody: Cast) -> None:
    text = page(everybody, "fanta", url(session))
    assert text.count('<svg class="chart"') == 6
    assert "Goulot\u00a0: couverture adéquate, 61 points de moins" in text  # 85 (clipped) less 23.5
    assert "240 sur 255, 6\u00a0/\u00a06 mois" in text
    assert "incohérent" in text
    assert "rien de validé" not in text
    assert "Saisir les valeurs" not in text


def test_values_are_entered_to_a_tenth_what_is_wrong_comes_back(session: Session, everybody: Cast) -> None:
    awa, address = everybody.client_of("awa"), url(session, "valeurs/")
    answer = awa.post(address, {"version": "0", "pf-disponibilite": "cent", "cpn-accessibilite": "92,5"})
    assert answer.status_code == 422
    assert "Ce n’est pas un nombre" in answer.content.decode()
    assert 'value="92,5"' in answer.content.decode()
    sent = {"version": "0", "pf-disponibilite": "120"}
    assert "au plus 100" in awa.post(address, sent).content.decode()
    answer = awa.post(address, {"version": "0", "cpn-accessibilite": "92,5"}, follow=True)
    assert "1 valeur enregistrée" in answer.content.decode()
    assert "saisi par Awa Diarra" in page(everybody, "fanta", url(session))
    answer = awa.post(address, {"version": "0", "cpn-accessibilite": "90"})
    assert "entre-temps" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"held_on": "30 06 2026"}, "après la fin du semestre"),
        ({"held_on": "21 07 2026"}, "encore à venir"),
        ({"women": "0", "men": "0"}, "avec quelqu’un"),
        ({"women": ""}, "0 s’il n’y en a pas"),
        ({"version": "5"}, "Relisez"),
    ],
)
def test_a_day_that_cannot_be(
    session: Session, everybody: Cast, changed: dict[str, str], sentence: str
) -> None:
    sent = {"version": "0", "held_on": "15 07 2026", "women": "12", "men": "9"} | changed
    answer = everybody.client_of("awa").post(url(session, "tenir/"), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_causes_and_measures(session: Session, everybody: Cast) -> None:
    held(everybody, session)
    kadia, address = everybody.client_of("kadia"), url(session, "pev/")
    kadia.post(address, {"causes": "1", "why1": "La moto est en panne", "why2": "Personne ne paie"})
    owner = str(everybody.person_of("moussa").pk)
    sent = {
        "mesure": "1", "text": "Réparer la moto", "owner": owner, "due_on": "30 09 2026",
        "source": "asaco", "cost": "185 000",
    }  # fmt: skip
    answer = kadia.post(address, sent, follow=True)
    assert "elle est dans le suivi" in answer.content.decode()
    text = page(everybody, "fanta", url(session))
    for words in ("La moto est en panne", "Personne ne paie", "Réparer la moto", "185\u202f000\u00a0FCFA"):
        assert words in text, words
    assert "Réparer la moto" in page(everybody, "moussa", "/suivi/")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": ""}, "Écrivez ce qui est à faire"),
        ({"owner": "", "owner_words": ""}, "Choisissez une personne"),
        ({"owner": "999999"}, "personne de la liste"),
        ({"due_on": "01 07 2026"}, "après la session"),
        ({"source": "sans", "cost": "5000"}, "Dites qui paie ce coût"),
    ],
)
def test_a_measure_that_cannot_be(
    session: Session, everybody: Cast, changed: dict[str, str], sentence: str
) -> None:
    held(everybody, session)
    sent = {
        "mesure": "1", "text": "Réparer", "owner_words": "le bureau", "due_on": "30 09 2026",
        "source": "sans",
    }  # fmt: skip
    answer = everybody.client_of("awa").post(url(session, "pev/"), sent | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Followup.objects.exists()


def test_an_archive_takes_nothing_more_and_says_so(session: Session, everybody: Cast) -> None:
    held(everybody, session)
    awa = everybody.client_of("awa")
    answer = awa.post(url(session, "archiver/"), {"version": "0"}, follow=True)
    assert "Relisez" in answer.content.decode()
    awa.post(url(session, "archiver/"), {"version": str(session.version)})
    text = page(everybody, "awa", url(session))
    assert "Elle se lit comme elle a été vue ce jour-là" in text
    assert "Saisir les valeurs" not in text
    for end in ("valeurs/", "tenir/", "pev/"):
        assert "elle ne change plus" in page(everybody, "awa", url(session, end))
    awa.post(url(session, "pev/"), {"causes": "1", "why1": "Trop tard"})
    assert not session.whys.exists()
    assert "elle ne change plus" in awa.post(url(session, "reprendre/"), follow=True).content.decode()


def test_an_unknown_intervention_is_not_there(session: Session, everybody: Cast) -> None:
    assert everybody.client_of("awa").get(url(session, "chirurgie/")).status_code == 404


def test_the_sheet_and_the_poster(session: Session, everybody: Cast) -> None:
    held(everybody, session)
    sent = {
        "mesure": "1", "text": "Réparer la moto", "owner_words": "le bureau", "due_on": "30 09 2026",
        "source": "sans",
    }  # fmt: skip
    everybody.client_of("awa").post(url(session, "pev/"), sent)
    assert Measure.objects.count() == 1
    sheet = page(everybody, "fanta", url(session, "fiche/"))
    for words in ("Liste de présence", "Signature", "Pourquoi", "Ce qui restait ouvert", "Coût, FCFA"):
        assert words in sheet, words
    poster = page(everybody, "fanta", url(session, "affiche/"))
    assert poster.count('<svg class="chart"') == 6
    assert "Réparer la moto" in poster
    assert "21 présents" in poster


@pytest.mark.parametrize(
    ("name", "sees"), [("awa", 1), ("fanta", 2), ("salif", 2), ("drissa", 1), ("julie", 403)]
)
def test_the_list_shows_the_aires_of_one_s_reach(everybody: Cast, name: str, sees: int) -> None:
    answer = everybody.client_of(name).get("/monitorage/")
    assert answer.status_code == (403 if sees == 403 else 200)
    if sees != 403:
        assert answer.content.decode().count('<th scope="row">') == sees
