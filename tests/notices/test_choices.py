"""The notice centre: kinds, filters, what each person wants to be told."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from notices.models import OWN, Means, Notice, NoticeChoice, NoticeKind, NoticeMail
from notices.send import Fact, tell, tell_all
from tests.cast import Cast
from tests.monitoring.pages import text_of

pytestmark = pytest.mark.django_db
URL = "/avis/choix/"
SCREEN = {kind.value: Means.SCREEN.value for kind in NoticeKind}


@pytest.fixture
def mail(settings: Settings) -> None:
    settings.MAIL_OFFERED = True


def three(everybody: Cast) -> None:
    """One of each of three kinds; the death is read."""
    fanta = everybody.person_of("fanta")
    for kind in (NoticeKind.DEATH, NoticeKind.LATE, NoticeKind.RED):
        tell([fanta], f"essai:{kind}", f"Texte {kind.value}.", "", kind)
    Notice.objects.filter(kind=NoticeKind.DEATH).update(read_at="2026-11-03T10:00Z")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"deces", "retard", "rouge"}),
        ("?sujet=retard", {"retard"}),
        ("?lus=non", {"retard", "rouge"}),
        ("?sujet=deces&lus=non", set()),
        ("?sujet=rien-de-tel", {"deces", "retard", "rouge"}),
    ],
)
def test_filters(everybody: Cast, query: str, shown: set[str]) -> None:
    three(everybody)
    page = text_of(everybody.client_of("fanta").get(f"/avis/{query}"))
    assert {kind for kind in ("deces", "retard", "rouge") if f"Texte {kind}." in page} == shown
    assert ("Aucun avis de ce choix" in page) == (not shown)
    assert "2 avis non lus" in page


def test_each_notice_says_its_kind(everybody: Cast) -> None:
    three(everybody)
    page = everybody.client_of("fanta").get("/avis/").content.decode()
    assert "Décès maternel · " in page
    assert "Indicateur loin de la cible · " in page


def test_a_choice_is_kept_and_obeyed(everybody: Cast) -> None:
    client = everybody.client_of("fanta")
    assert client.post(URL, SCREEN | {"rouge": "rien"}).status_code == 302
    three(everybody)
    assert set(Notice.objects.values_list("kind", flat=True)) == {"deces", "retard"}
    assert client.post(URL, SCREEN).status_code == 302
    three(everybody)
    assert Notice.objects.count() == 3
    assert not NoticeChoice.objects.exclude(person=everybody.person_of("fanta")).exists()


def test_one_s_own_acts_are_never_turned_off(everybody: Cast) -> None:
    page = everybody.client_of("awa").get(URL).content.decode()
    for kind in OWN:
        assert f'name="{kind.value}"' not in page
    everybody.client_of("awa").post(URL, SCREEN | {"acte": "rien"})
    assert tell([everybody.person_of("awa")], "rapport:1", "Renvoyé.", "", NoticeKind.ACT) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeChoice.objects.create(person=everybody.person_of("awa"), kind=NoticeKind.ACT, means=Means.NONE)


@pytest.mark.parametrize("value", ["", "mail", "jamais"])
def test_a_choice_that_is_not_offered_is_refused(everybody: Cast, value: str) -> None:
    """No server of e-mail: none is offered."""
    page = everybody.client_of("awa").post(URL, SCREEN | {"rouge": value})
    assert page.status_code == 422
    assert "Choisissez" in text_of(page)
    assert not NoticeChoice.objects.exists()


def test_no_server_no_address_asked(everybody: Cast) -> None:
    page = everybody.client_of("awa").get(URL).content.decode()
    assert 'name="email"' not in page
    assert "Ce site n’envoie pas d’e-mail" in page


def test_an_address_and_a_choice_of_e_mail(everybody: Cast, mail: None) -> None:
    client, fanta = everybody.client_of("fanta"), everybody.person_of("fanta")
    page = client.get(URL).content.decode()
    assert 'name="email"' in page
    assert 'value="mail" required id="id_acte_' in page or 'name="acte" value="mail"' in page
    body = SCREEN | {"retard": "mail", "email": " fanta@exemple.ml "}
    assert client.post(URL, body).status_code == 302
    fanta.refresh_from_db()
    assert fanta.email == "fanta@exemple.ml"
    three(everybody)
    assert [m.notice.kind for m in NoticeMail.objects.select_related("notice")] == ["retard"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Écrivez votre adresse e-mail, ou ne demandez pas d’e-mail."),
        ("fanta@", "Cette adresse e-mail n’est pas complète."),
        ("fanta@exemple.ml\nBcc: x@y.ml", "Cette adresse e-mail n’est pas complète."),
        (f"{'f' * 120}@exemple.ml", "Adresse trop longue"),
    ],
)
def test_bad_addresses_are_told_and_kept(everybody: Cast, mail: None, address: str, words: str) -> None:
    page = everybody.client_of("fanta").post(URL, SCREEN | {"retard": "mail", "email": address})
    assert page.status_code == 422
    assert words in text_of(page)
    assert not NoticeChoice.objects.exists()
    assert everybody.person_of("fanta").__class__.objects.exclude(email="").count() == 0


def test_choices_are_one_s_own(everybody: Cast) -> None:
    everybody.client_of("awa").post(URL, SCREEN | {"rouge": "rien"})
    assert set(NoticeChoice.objects.values_list("person", flat=True)) == {everybody.person_of("awa").pk}
    assert everybody.client_of("anonyme").get(URL).status_code == 302


@pytest.mark.parametrize("changes", [{"kind": "autre"}, {"means": "autre"}])
def test_the_database_knows_the_words(everybody: Cast, changes: dict[str, str]) -> None:
    said = {"person": everybody.person_of("awa"), "kind": NoticeKind.RED, "means": Means.NONE} | changes
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeChoice.objects.create(**said)


def test_many_facts_at_once_once_each(everybody: Cast) -> None:
    people = frozenset(everybody.person_of(name).pk for name in ("awa", "kadia"))
    facts = [Fact(NoticeKind.LATE, f"retard:{n}", "x", "", people) for n in range(900)]
    assert tell_all([*facts, facts[0]]) == 1800
    assert tell_all(facts) == 0


def test_notices_of_before_take_the_kind_of_their_fact(everybody: Cast) -> None:
    awa = everybody.person_of("awa")
    facts = {"travail:1": "travail", "document:2": "travail", "code:3": "compte", "rapport:4": "acte"}
    for fact in facts:
        tell([awa], fact, "x", "")
    import_module("notices.migrations.0003_kinds_of_before").tell_kinds(apps, None)
    assert dict(Notice.objects.values_list("fact", "kind")) == facts
