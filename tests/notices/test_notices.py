"""Notices: told once, read by their own person, opened by an act."""

import pytest

from notices.models import Notice
from notices.reading import unread_count
from notices.send import tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FACT = "rapport:12:renvoyer:7"


def told(
    everybody: Cast, *names: str, fact: str = FACT, text: str = "Rapport renvoyé.", url: str = "/aide/"
) -> int:
    return tell([everybody.person_of(name) for name in names], fact, text, url)


def notice_of(everybody: Cast, name: str) -> Notice:
    return Notice.objects.get(person=everybody.person_of(name))


def test_one_fact_one_notice_a_person(everybody: Cast) -> None:
    assert told(everybody, "kadia", "awa") == 2
    assert told(everybody, "awa", "moussa", "moussa") == 1
    assert told(everybody, "kadia", fact="rapport:12:renvoyer:8") == 1
    assert tell([everybody.person_of("awa").pk], FACT, "encore", "") == 0
    assert Notice.objects.filter(fact=FACT).count() == 3
    assert tell([], FACT, "à personne", "") == 0


def test_a_long_text_is_cut_not_refused(everybody: Cast) -> None:
    told(everybody, "kadia", text="é" * 400)
    assert notice_of(everybody, "kadia").text == "é" * 299 + "…"


@pytest.mark.parametrize(
    "url", ["https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "javascript:x"]
)
def test_only_pages_of_this_site(everybody: Cast, url: str) -> None:
    with pytest.raises(ValueError, match="not a page of this site"):
        told(everybody, "kadia", url=url)


def test_looking_marks_nothing(everybody: Cast) -> None:
    told(everybody, "kadia")
    client = everybody.client_of("kadia")
    for _ in range(2):
        page = client.get("/avis/").content.decode()
        assert "1 avis non lu" in page
        assert "Rapport renvoyé." in page
    assert unread_count(everybody.person_of("kadia").pk) == 1


def test_opening_marks_it_and_goes_there(everybody: Cast) -> None:
    told(everybody, "kadia")
    notice, client = notice_of(everybody, "kadia"), everybody.client_of("kadia")
    assert client.get(f"/avis/{notice.pk}/").status_code == 405
    assert client.post(f"/avis/{notice.pk}/").headers["Location"] == "/aide/"
    first = notice_of(everybody, "kadia").read_at
    client.post(f"/avis/{notice.pk}/")
    assert notice_of(everybody, "kadia").read_at == first is not None
    assert unread_count(everybody.person_of("kadia").pk) == 0


@pytest.mark.parametrize(
    "url", ["", "https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example"]
)
def test_a_notice_leads_nowhere_else(everybody: Cast, url: str) -> None:
    notice = Notice.objects.create(person=everybody.person_of("kadia"), fact=FACT, text="x", url=url)
    assert everybody.client_of("kadia").post(f"/avis/{notice.pk}/").headers["Location"] == "/avis/"


@pytest.mark.parametrize("who", ["awa", "yaya", "nana"])
def test_nobody_opens_the_notices_of_another(everybody: Cast, who: str) -> None:
    told(everybody, "kadia", text="canari")
    client = everybody.client_of(who)
    assert client.post(f"/avis/{notice_of(everybody, 'kadia').pk}/").status_code == 404
    assert "canari" not in client.get("/avis/").content.decode()
    client.post("/avis/lus/")
    assert notice_of(everybody, "kadia").read_at is None


def test_all_read_at_once(everybody: Cast) -> None:
    for number in range(35):
        told(everybody, "kadia", fact=f"fait:{number}")
    client = everybody.client_of("kadia")
    assert "page=2" in client.get("/avis/").content.decode()
    assert client.get("/avis/lus/").status_code == 405
    assert "35 avis marqués lus" in client.post("/avis/lus/", follow=True).content.decode()
    assert unread_count(everybody.person_of("kadia").pk) == 0
    assert "Tout est lu" in client.get("/avis/").content.decode()


def test_nothing_yet(everybody: Cast) -> None:
    assert "Aucun avis" in everybody.client_of("kadia").get("/avis/").content.decode()
    assert everybody.client_of("anonyme").get("/avis/").status_code == 302
    assert unread_count(None) == 0
