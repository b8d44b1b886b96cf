"""What is said of a figure: signed, dated, read by its readers, taken back by its author."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from monitoring.models import Interpretation, Period
from tests.cast import Cast
from tests.monitoring.pages import text_of, told

pytestmark = pytest.mark.django_db
WORDS = "La piste était coupée en août : les femmes ne sont pas venues."


@pytest.fixture(autouse=True)
def _month(october: Period) -> None:
    """3 November: October is not due yet; without any due month, the page speaks up to September."""


def page_of(cast: Cast, kind: str = "aires", query: str = "") -> str:
    code = cast.territory.aire.code if kind == "aires" else cast.territory.host.code
    return f"/{kind}/{code}/chiffres/I11/{query}"


def say(cast: Cast, name: str, *, url: str = "", **changes: str) -> tuple[int, str]:
    """Status, and what was said: the message of the next page, else this page."""
    body = {"texte": WORDS, "periode_lue": "2026-01/2026-10", "operation": str(uuid4())} | changes
    answer = cast.client_of(name).post(url or page_of(cast), body)
    return answer.status_code, told(answer)[-1] if answer.status_code == 302 else text_of(answer)


def read(cast: Cast, name: str, url: str = "") -> str:
    return text_of(cast.client_of(name).get(url or page_of(cast)))


def test_a_comment_is_signed_with_its_function_and_read_by_all_readers(cast: Cast) -> None:
    assert say(cast, "awa") == (302, "Commentaire signé.")
    row = Interpretation.objects.get()
    assert (row.person, row.mandate_id, row.place_name) == (
        cast.person_of("awa"),
        cast.mandate_of("awa").pk,
        "Samakélé",
    )
    assert (row.first_month, row.last_month) == ("2026-01", "2026-10")
    for name in ("awa", "kadia", "fanta", "drissa", "salif", "nana", "boubacar"):
        page = read(cast, name)
        assert WORDS in page
        assert "Awa Diarra, directeur technique du centre (DTC), Samakélé, 3 novembre 2026" in page
    assert "Retirer ce commentaire" in read(cast, "awa")
    assert "Retirer ce commentaire" not in read(cast, "kadia")


def test_a_partner_reads_no_comment_a_sentence_may_tell_a_small_count(cast: Cast) -> None:
    say(cast, "awa")
    assert WORDS not in read(cast, "julie")
    assert "Ce qu’on en dit" not in read(cast, "julie", f"/aires/{cast.territory.aire.code}/chiffres/")
    assert WORDS in read(cast, "boubacar", f"/aires/{cast.territory.aire.code}/chiffres/")


@pytest.mark.parametrize("name", ["boubacar", "cheick", "ramata", "julie", "modibo"])
def test_who_reads_final_figures_alone_does_not_comment(cast: Cast, name: str) -> None:
    assert "Signer ce commentaire" not in read(cast, name)
    assert say(cast, name)[0] == 403
    assert not Interpretation.objects.exists()


def test_the_neighbour_has_no_word_elsewhere(cast: Cast) -> None:
    """Drissa's commune touches Samakélé's aire, not the other commune."""
    assert say(cast, "drissa")[0] == 302
    assert say(cast, "drissa", url=page_of(cast, "communes"))[0] == 404
    assert say(cast, "oumar")[0] == 404
    cast.end_mandate_of("drissa")
    assert say(cast, "drissa") == (302, "Votre mandat est terminé : votre session a été fermée.")
    assert Interpretation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"texte": "  "}, "Écrivez votre commentaire."),
        ({"texte": "é" * 1001}, "Commentaire trop long : 1 000 caractères au plus."),
        ({"periode_lue": "2026-01/2026-08"}, "La période affichée a changé depuis"),
        ({"periode_lue": "hier"}, "La période affichée a changé depuis"),
        ({"operation": "x"}, "Erreur"),
    ],
)
def test_bad_input_is_told_and_kept(cast: Cast, changes: dict[str, str], words: str) -> None:
    status, page = say(cast, "awa", **changes)
    assert status == 422
    assert words in page
    assert "Erreur :" in page
    assert changes.get("texte", WORDS).strip() in page
    assert not Interpretation.objects.exists()


def test_a_thousand_signs_are_taken(cast: Cast) -> None:
    assert say(cast, "awa", texte="é" * 1000)[0] == 302


def test_the_same_sending_is_kept_once_another_under_its_number_is_refused(cast: Cast) -> None:
    number = str(uuid4())
    assert say(cast, "awa", operation=number)[0] == 302
    assert say(cast, "awa", operation=number)[0] == 302
    assert Interpretation.objects.count() == 1
    status, page = say(cast, "awa", operation=number, texte="Autre chose.")
    assert (status, "a déjà servi pour un autre commentaire" in page) == (422, True)
    assert say(cast, "kadia", operation=number)[0] == 422
    assert Interpretation.objects.count() == 1


def test_withdrawn_by_its_author_never_deleted(cast: Cast) -> None:
    say(cast, "awa")
    number = str(Interpretation.objects.get().pk)
    client = cast.client_of("kadia")
    assert told(client.post(page_of(cast), {"retirer": number})) == [
        "Ce commentaire est déjà retiré, ou n’est pas le vôtre."
    ]
    assert told(cast.client_of("awa").post(page_of(cast), {"retirer": number})) == ["Commentaire retiré."]
    row = Interpretation.objects.get()
    assert (row.text, row.withdrawn_at is not None) == (WORDS, True)
    page = read(cast, "fanta")
    assert WORDS not in page
    assert "Commentaire retiré par son auteur, 3 novembre 2026" in page
    for asked in (number, "0", "x", "9" * 30):
        assert "déjà retiré" in told(cast.client_of("awa").post(page_of(cast), {"retirer": asked}))[-1]


def test_a_comment_of_another_period_says_so(cast: Cast) -> None:
    say(cast, "awa")
    other = read(cast, "awa", page_of(cast, query="?periode=douze-mois"))
    assert "Sur une autre période , de janvier à octobre 2026" in other
    assert "Sur une autre période" not in read(cast, "awa")


def test_under_the_ten_figures_of_its_place_alone(cast: Cast) -> None:
    assert say(cast, "fanta", url=page_of(cast, "communes"))[0] == 302
    commune, aire = cast.territory.host.code, cast.territory.aire.code
    assert WORDS in read(cast, "fanta", f"/communes/{commune}/chiffres/")
    assert WORDS not in read(cast, "fanta", f"/communes/{commune}/chiffres/?periode=douze-mois")
    assert WORDS not in read(cast, "fanta", f"/aires/{aire}/chiffres/")
    assert WORDS not in read(cast, "fanta")


def test_an_unknown_indicator_is_not_there(cast: Cast) -> None:
    url = page_of(cast).replace("I11", "I99")
    assert cast.client_of("awa").get(url).status_code == 404
    assert say(cast, "awa", url=url)[0] == 404


@pytest.mark.parametrize(
    "changes",
    [{"text": ""}, {"place_kind": "pays"}, {"first_month": "2026-11"}, {"withdrawn_at": "2020-01-01T00:00Z"}],
)
def test_the_database_refuses_what_must_never_be(cast: Cast, changes: dict[str, str]) -> None:
    say(cast, "awa")
    with pytest.raises(IntegrityError), transaction.atomic():
        Interpretation.objects.update(**changes)
