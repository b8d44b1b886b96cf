"""A convention is written while it is a draft: from the typical lines, never over another’s words."""

import uuid
from datetime import date

import pytest

from conventions.beginning import begin, follow
from conventions.enums import CamKind
from conventions.lines import DOWN, UP, move_line, remove_line, write_header, write_line
from conventions.models import Cam, Commitment
from conventions.pairs import Pair
from conventions.typical import typical
from core.workflow import Refusal, Stale
from cscom.models import CommuneShare
from tests.cast import Cast
from tests.conventions.moves import in_force, walk

AT = "/conventions/{}/{}/{}/{}"
LINE = {
    "party": "commune", "text": "Clôturer le centre", "amount": 1_500_000, "frequency": "une_fois",
    "due_on": date(2027, 6, 30), "due_month": 12, "evidence": "PV de réception",
}  # fmt: skip
TYPED = {
    "party": "asaco", "text": "Payer la gardienne", "amount": "30 000", "frequency": "mensuel",
    "due_month": "12", "due_on": "", "evidence": "Reçu",
}  # fmt: skip


def at(cam: Cam, rest: str = "") -> str:
    return AT.format(cam.aire.code, cam.commune.code, cam.edition, rest)


# ---- Beginning ----
def test_it_begins_with_the_typical_commitments(cam: Cam) -> None:
    lines = list(cam.commitments.all())
    assert [(line.party, line.text) for line in lines] == [(one.party, one.text) for one in typical()]
    assert {line.party for line in lines} == {"commune", "asaco", "etat"}
    unsure = [line.source for line in lines if line.source.startswith("à confirmer")]
    assert len(unsure) == sum(one.unconfirmed for one in typical()) > 0
    assert (cam.months, cam.notice_months, cam.kind, cam.edition) == (60, 3, "premiere", 1)


@pytest.mark.parametrize("name", ["fanta", "issa", "moussa"])
def test_who_begins(name: str, pair: Pair, everybody: Cast) -> None:
    assert begin(pair, everybody.scope_of(name)).created_by == everybody.person_of(name)


@pytest.mark.parametrize("name", ["kadia", "drissa", "binta", "seydou", "boubacar", "oumar"])
def test_who_does_not(name: str, pair: Pair, everybody: Cast) -> None:
    with pytest.raises(Refusal, match="écrite par d’autres"):
        begin(pair, everybody.scope_of(name))


def test_once_at_a_time(cam: Cam, pair: Pair, everybody: Cast) -> None:
    scope = everybody.scope_of("moussa")
    with pytest.raises(Refusal, match="déjà en chemin"):
        begin(pair, scope)
    walk(cam, everybody, ("fanta", "retirer"))
    again = begin(pair, scope)
    assert (again.edition, again.kind, again.follows) == (2, "premiere", None)
    in_force(again, everybody)
    with pytest.raises(Refusal, match="écrivez un avenant"):
        begin(pair, scope)


def test_with_a_commune_that_the_aire_touches(pair: Pair, everybody: Cast) -> None:
    CommuneShare.objects.filter(aire=pair.aire, commune=pair.commune).update(ends_on=date(2026, 1, 1))
    with pytest.raises(Refusal, match="ne touche plus"):
        begin(pair, everybody.scope_of("fanta"))


def test_an_avenant_takes_all_under_its_keys(cam: Cam, everybody: Cast) -> None:
    scope = everybody.scope_of("issa")
    with pytest.raises(Refusal, match="en vigueur a une suite"):
        follow(cam, CamKind.RENEWAL, scope)
    first = in_force(cam, everybody)
    with pytest.raises(Refusal, match="pourquoi la convention change"):
        follow(first, CamKind.AMENDMENT, scope, reason=" ")
    made = follow(first, CamKind.AMENDMENT, scope, reason="Une moto de plus.")
    keys = [list(one.commitments.values_list("key", "text", "due_month")) for one in (first, made)]
    assert keys[0] == keys[1]
    assert (made.kind, made.edition, made.reason, made.follows) == (
        "avenant",
        2,
        "Une moto de plus.",
        first,
    )
    with pytest.raises(Refusal, match="déjà en chemin"):
        follow(first, CamKind.RENEWAL, scope)


# ---- Lines ----
def test_a_line_sent_twice_is_written_once(cam: Cam, everybody: Cast) -> None:
    scope, key, before = everybody.scope_of("fanta"), uuid.uuid4(), cam.commitments.count()
    for _ in range(2):
        write_line(cam, scope, LINE, key=key)
    assert cam.commitments.count() == before + 1
    assert Cam.objects.get(pk=cam.pk).version == cam.version == 1


def test_nobody_writes_over_what_they_did_not_see(cam: Cam, everybody: Cast) -> None:
    line = write_line(cam, everybody.scope_of("fanta"), LINE, key=uuid.uuid4())
    write_line(cam, everybody.scope_of("issa"), LINE | {"amount": 2}, key=line.key, seen=1)
    with pytest.raises(Stale):
        write_line(cam, everybody.scope_of("fanta"), LINE | {"text": "Autre"}, key=line.key, seen=1)
    with pytest.raises(Stale):
        remove_line(cam, everybody.scope_of("fanta"), line.key, seen=1)
    with pytest.raises(Stale):  # a new line under a key that is there already
        write_line(cam, everybody.scope_of("fanta"), LINE, key=line.key)
    remove_line(cam, everybody.scope_of("fanta"), line.key, seen=2)
    with pytest.raises(Refusal, match="n’est plus dans la convention"):
        write_line(cam, everybody.scope_of("fanta"), LINE, key=line.key, seen=2)


def test_what_comes_back_has_no_date(cam: Cam, everybody: Cast) -> None:
    line = write_line(cam, everybody.scope_of("fanta"), LINE | {"frequency": "annuel"}, key=uuid.uuid4())
    line.refresh_from_db()
    assert line.due_on is None


def test_a_line_moves_among_those_of_its_party(cam: Cam, everybody: Cast) -> None:
    scope = everybody.scope_of("issa")
    first, second = cam.commitments.filter(party="asaco")[:2]
    assert not move_line(cam, scope, first.key, UP)
    assert move_line(cam, scope, first.key, DOWN)
    assert [one.key for one in cam.commitments.filter(party="asaco")[:2]] == [second.key, first.key]
    write_line(
        cam, scope, LINE | {"party": "asaco"}, key=first.key, seen=first.version
    )  # still as it was read


def test_only_a_draft_is_written(cam: Cam, everybody: Cast) -> None:
    scope, line = everybody.scope_of("fanta"), cam.commitments.all()[0]
    walk(cam, everybody, ("fanta", "deposer"))
    for attempt in (
        lambda: write_line(cam, scope, LINE, key=uuid.uuid4()),
        lambda: remove_line(cam, scope, line.key, seen=line.version),
        lambda: move_line(cam, scope, line.key, DOWN),
        lambda: write_header(cam, scope, {"months": 12}, seen=""),
    ):
        with pytest.raises(Refusal, match="n’est plus un projet"):
            attempt()


# ---- By pages ----
def test_the_pair_s_page_begins_it(pair: Pair, everybody: Cast) -> None:
    url = f"/conventions/{pair.aire.code}/{pair.commune.code}/"
    client = everybody.client_of("moussa")
    assert "Commencer le projet" in client.get(url).content.decode()
    page = client.post(url, follow=True).content.decode()
    assert "Fournir et entretenir les bâtiments du CSCOM" in page
    assert "à confirmer\u00a0: usage courant" in page
    again = client.post(url)
    assert (again.status_code, Cam.objects.count()) == (422, 1)
    assert "déjà en chemin" in again.content.decode()
    assert everybody.client_of("binta").post(url).status_code == 403
    assert everybody.client_of("drissa").get(url).status_code == 404


def test_a_line_by_its_page(cam: Cam, everybody: Cast) -> None:
    client = everybody.client_of("fanta")
    page = client.get(at(cam, "lignes/ajouter/")).content.decode()
    key = page.partition('name="cle" value="')[2].partition('"')[0]
    for _ in range(2):  # the button pressed twice
        assert client.post(at(cam, "lignes/ajouter/"), TYPED | {"cle": key}).status_code == 302
    line = Commitment.objects.get(text="Payer la gardienne")
    assert (str(line.key), line.amount, line.due_on, line.party) == (key, 30_000, None, "asaco")
    assert "Payer la gardienne" in client.get(at(cam, "lignes/")).content.decode()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"party": ""}, "quelle partie s’engage"),
        ({"party": "prefet"}, "une partie de la liste"),
        ({"text": "  "}, "ce à quoi la partie s’engage"),
        ({"text": "x" * 301}, "300 caractères au plus"),
        ({"amount": "beaucoup"}, "nombre"),
        ({"amount": "-3"}, "au moins 0"),
        ({"amount": "9" * 14}, "au plus"),
        ({"frequency": "une_fois"}, "a une date"),
        ({"frequency": "une_fois", "due_on": "31 02 2027"}, "n’existe pas"),
        ({"frequency": "une_fois", "due_on": "30 06 1907"}, "trop loin"),
        ({"due_month": "13"}, "13"),
    ],
)
def test_what_no_line_is_comes_back(typed: dict[str, str], why: str, cam: Cam, everybody: Cast) -> None:
    before = Commitment.objects.count()
    answer = everybody.client_of("fanta").post(at(cam, "lignes/ajouter/"), TYPED | typed)
    page = answer.content.decode()
    assert (answer.status_code, Commitment.objects.count()) == (422, before)
    assert why in page
    assert "Reçu" in page
    assert "<title>Erreur" in page


def test_a_line_changed_meanwhile_keeps_what_was_typed(cam: Cam, everybody: Cast) -> None:
    line = write_line(cam, everybody.scope_of("issa"), LINE, key=uuid.uuid4())
    write_line(cam, everybody.scope_of("issa"), LINE | {"amount": 9}, key=line.key, seen=1)
    client, url = everybody.client_of("fanta"), at(cam, f"lignes/{line.key}/")
    late = client.post(url, TYPED | {"seen": "1"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Payer la gardienne" in page
    assert "modifié cette ligne entre-temps" in page
    assert 'name="seen" value="2"' in page  # read again, it may be sent again
    assert client.post(url, TYPED | {"seen": "2"}).status_code == 302


def test_the_header_by_its_page(cam: Cam, everybody: Cast) -> None:
    client, url = everybody.client_of("issa"), at(cam, "entete/")
    seen = client.get(url).content.decode().partition('name="seen" value="')[2][:16]
    typed = {
        "seen": seen, "preamble": "Réunis à Samakélé.", "months": "36", "notice_months": "6",
        "starts_on": "01 01 2027",
    }  # fmt: skip
    assert client.post(url, typed).status_code == 302
    cam.refresh_from_db()
    assert (cam.preamble, cam.months, cam.notice_months) == ("Réunis à Samakélé.", 36, 6)
    assert cam.starts_on == date(2027, 1, 1)
    late = client.post(url, typed | {"preamble": "Réunis à Banamba."})
    assert late.status_code == 409
    assert "Réunis à Banamba." in late.content.decode()
    wrong = client.post(url, typed | {"months": "0"})
    assert wrong.status_code == 422
    assert "au moins 1" in wrong.content.decode()


def test_a_line_leaves_by_its_page(cam: Cam, everybody: Cast) -> None:
    line, client = cam.commitments.all()[0], everybody.client_of("moussa")
    url = at(cam, f"lignes/{line.key}/retirer/")
    assert line.text in client.get(url).content.decode()
    assert client.post(url, {"version": "x"}).status_code == 422
    assert client.post(url, {"version": line.version}).status_code == 302
    assert not Commitment.objects.filter(pk=line.pk).exists()
    assert client.get(url).status_code == 404


def test_lines_change_place_on_the_page(cam: Cam, everybody: Cast) -> None:
    client, url = everybody.client_of("fanta"), at(cam, "lignes/")
    second = cam.commitments.all()[1]
    client.post(url, {"deplacer": f"monter:{second.key}"})
    assert cam.commitments.all()[0].key == second.key
    for wrong in ("monter:rien", f"ailleurs:{second.key}", ""):
        page = client.post(url, {"deplacer": wrong}, follow=True).content.decode()
        assert "Ce déplacement n’existe pas." in page


def test_what_follows_by_its_page(cam: Cam, everybody: Cast) -> None:
    first = in_force(cam, everybody)
    client, url = everybody.client_of("fanta"), at(first, "suite/")
    for typed, why in (({}, "Choisissez un avenant"), ({"kind": "avenant"}, "pourquoi la convention change")):
        answer = client.post(url, typed)
        assert answer.status_code == 422
        assert why in answer.content.decode()
    page = client.post(url, {"kind": "avenant", "reason": "Une moto."}, follow=True).content.decode()
    assert "Avenant à la convention de Samakélé avec Banamba" in page
    assert "déjà en chemin" in client.post(url, {"kind": "renouvellement"}).content.decode()
