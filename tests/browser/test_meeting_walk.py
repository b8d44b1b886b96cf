"""One meeting through every hand, in a real browser: convened, held, closed, approved in the next."""

import hashlib
import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from core.formats import day
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.visitor import MADE, PHONE, Visitor

pytestmark = pytest.mark.browser
TODAY = date.today()  # noqa: DTZ011 - the same clock as the site
LAST_WEEK, DUE = TODAY - timedelta(days=7), TODAY + timedelta(days=30)
ORGAN, VENUE = "Commission santé", "Mairie, salle des mariages"
FUEL, ROOF = "Carburant des évacuations", "Toit du magasin de Ouleny"
DECIDED, OWNER, PROOF = "Réserver 200 litres de gasoil", "Fanta Keïta", "bon de réservation"
SAID = "La séance est ouverte à neuf heures trente. Le carburant a été discuté longuement."


# ---- What stands in the database ----
class Base:
    """The site's own database, by SQL alone."""

    def __init__(self, site: Site) -> None:
        self.path = site.var / "jekabaara.sqlite3"
        self.files = site.var / "files"

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as base:
            return base.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> tuple[Any, ...]:
        [row] = self.ask(query, *values)
        return row

    def a_week_passes(self, meeting: int) -> None:
        """It was prepared, convened a week earlier than it was."""
        with closing(sqlite3.connect(self.path, timeout=20)) as base, base:
            for column in ("planned_on", "convened_on"):
                earlier = f"SET {column} = date({column}, '-7 days') WHERE id = ?"
                base.execute(f"UPDATE concertation_meeting {earlier}", (meeting,))


@pytest.fixture
def base(site: Site) -> Base:
    """What the pages are compared with."""
    return Base(site)


# ---- What is done by hand ----
def typed(on: date) -> str:
    """« 29 11 2026 », as one types a day."""
    return f"{on:%d %m %Y}"


def prepare(who: Visitor, venue: str) -> int:
    """A meeting of the organ, today, from the list of meetings; its number."""
    who.open("/reunions/")
    who.follow(ORGAN)
    who.follow("Préparer une réunion")
    who.page.get_by_label("Jour", exact=True).fill(typed(TODAY))
    who.page.get_by_label("Heure").fill("9 h 30")
    who.page.get_by_label("Lieu").fill(venue)
    who.press("Préparer la réunion")
    who.see("Réunion préparée", "pas encore" if venue else "à dire")
    return int(who.page.url.rstrip("/").rpartition("/")[2])


def add(who: Visitor, title: str) -> None:
    who.follow("Ajouter un point")
    who.page.get_by_label("Point", exact=True).fill(title)
    who.press("Enregistrer ce point")
    who.see("Point enregistré", title)


def act(who: Visitor, label: str, words: str) -> None:
    """From the page of the meeting to the act, and back."""
    who.follow(label)
    who.press(label)
    who.see(words)


def seats(who: Visitor) -> Iterator[Locator]:
    """Every seat that somebody holds, on the sheet of attendance."""
    groups = who.page.get_by_role("group").filter(has=who.page.get_by_label("présent", exact=True))
    return (groups.nth(i) for i in range(groups.count()))


def hold(who: Visitor, on: date, excused: int | None = None) -> None:
    """Everybody came, but the one of this rank."""
    for rank, seat in enumerate(seats(who)):
        seat.get_by_label("excusé" if rank == excused else "présent", exact=True).check()
    who.page.get_by_label("Jour de la réunion").fill(typed(on))
    who.press("Enregistrer les présences")
    who.see("Présences enregistrées", "atteint")


def settle(who: Visitor, rank: int, outcome: str, reason: str = "") -> None:
    who.follow(f"Suite du point {rank}")
    who.page.get_by_label(outcome, exact=True).check()
    who.page.get_by_label("Motif").fill(reason)
    who.press("Enregistrer la suite")
    who.see(f"Point {rank} enregistré")


def decide(who: Visitor, rank: int) -> None:
    """What, who, before when, shown by what; first without anybody."""
    who.follow(f"Décider au point {rank}")
    who.page.get_by_label("Décision", exact=True).fill(DECIDED)
    who.page.get_by_label("À faire avant le").fill(typed(DUE))
    who.page.get_by_label("Comment on le verra").fill(PROOF)
    who.press("Enregistrer la décision", refused=True)
    who.see("Choisissez une personne, ou écrivez une fonction.")
    expect(who.page.get_by_label("Décision", exact=True)).to_have_value(DECIDED)
    owner = who.page.get_by_label("Responsable")
    owner.select_option(owner.locator("option", has_text=OWNER).first.get_attribute("value"))
    who.press("Enregistrer la décision")
    who.see("enregistrée", DECIDED, OWNER)


def dossier(who: Visitor) -> bytes:
    """Asked for, made by the worker, taken home."""
    who.follow("Établir le dossier")
    who.see("Pièces", "Convocation")
    who.press("Établir le dossier")
    who.page.wait_for_url("**/travaux/*/")
    expect(who.page.locator("main")).to_contain_text("Terminé", timeout=MADE)
    link = who.page.locator("main").get_by_role("link", name="Dossier de la réunion").first
    with who.page.expect_download() as coming:
        link.click()
    return coming.value.path().read_bytes()


def words_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


# ---- The walk ----
def test_a_meeting_goes_through_every_hand(visit: Visit, base: Base) -> None:
    binta = visit("binta")
    first = prepare(binta, VENUE)
    add(binta, FUEL)
    add(binta, ROOF)
    act(binta, "Convoquer", "Réunion convoquée")
    is_the_paper_of(base, first, dossier(binta))

    base.a_week_passes(first)
    binta.open(f"/reunions/{first}/")
    binta.follow("Noter les présences")
    binta.press("Enregistrer les présences", refused=True)
    binta.see("Dites si ce membre était là.")
    hold(binta, LAST_WEEK, excused=1)
    decide(binta, 2)
    cannot_close_yet(binta)
    settle(binta, 1, "examiné")  # commitments of conventions are late already
    settle(binta, 3, "reporté", "Le devis manque.")
    act(binta, "Clore la réunion", "Réunion close")
    is_followed(base, first)

    binta.follow("Envoyer le PV")
    binta.press("Envoyer le PV", refused=True)
    binta.see("Le PV est vide")
    binta.open(f"/reunions/{first}/")
    binta.follow("Écrire le compte rendu")
    binta.page.get_by_label("Compte rendu").fill(SAID)
    binta.press("Enregistrer le compte rendu")
    act(binta, "Envoyer le PV", "PV envoyé")

    second = prepare(binta, "")
    opens_by_itself(binta, base, second)
    binta.open(f"/reunions/{first}/approuver/", status=403)  # nobody approves what they wrote
    binta.open(f"/reunions/{second}/presences/")
    hold(binta, TODAY)
    is_approved_by_another(visit("fanta", PHONE), base, first, second)


def cannot_close_yet(who: Visitor) -> None:
    who.follow("Clore la réunion")
    who.press("Clore la réunion", refused=True)
    who.see("La réunion ne se clôt pas tant que des points restent sans suite", f"3. {ROOF}")
    who.follow("Revenir à la réunion")


def is_the_paper_of(base: Base, meeting: int, pdf: bytes) -> None:
    """One row, its file, and in it what the database holds of the meeting."""
    number, told, path = base.one(
        "SELECT d.number, d.sha256, f.path FROM reports_document d"
        " JOIN files_storedfile f ON f.id = d.file_id WHERE d.meeting_id = ?",
        meeting,
    )
    assert hashlib.sha256(pdf).hexdigest() == told
    assert (base.files / path).read_bytes() == pdf
    [called] = base.one("SELECT called FROM concertation_meeting WHERE id = ?", meeting)
    names = re.findall(r'"name": "([^"]+)"', called.encode().decode("unicode_escape"))
    items = [
        title for (title,) in base.ask("SELECT title FROM concertation_item WHERE meeting_id = ?", meeting)
    ]
    assert len(names) == 5
    assert len(items) == 3
    text = words_of(pdf)
    for word in (number, day(TODAY), VENUE, "Ordre du jour", "Liste des pièces", *items, *names):
        assert " ".join(word.split()) in text, word


def is_followed(base: Base, meeting: int) -> None:
    """The decision is a line of the follow-up, with all that was said of it."""
    line = base.one(
        "SELECT f.text, p.last_name, f.due_on, f.proof_wanted, f.origin_url FROM concertation_decision d"
        " JOIN followup_followup f ON f.id = d.followup_id JOIN accounts_person p ON p.id = f.owner_id"
        " WHERE d.meeting_id = ?",
        meeting,
    )
    assert line == (DECIDED, "Keïta", DUE.isoformat(), PROOF, f"/reunions/{meeting}/")


def opens_by_itself(who: Visitor, base: Base, meeting: int) -> None:
    """The minutes to approve, what is not done yet, what was put off; the decision with its owner."""
    points = who.page.get_by_role("region", name="Ordre du jour").get_by_role("listitem")
    for rank, words in enumerate(
        (f"1. Approbation du PV du {day(LAST_WEEK)}", "2. Décisions en suspens", f"3. {ROOF}")
    ):
        expect(points.nth(rank)).to_contain_text(words)
    pending = who.page.get_by_role("region", name="Décisions en suspens")
    for words in (DECIDED, OWNER):
        expect(pending).to_contain_text(words)
    kinds = base.ask("SELECT kind FROM concertation_item WHERE meeting_id = ? ORDER BY rank", meeting)
    assert [kind for (kind,) in kinds] == ["pv", "suivi", "point"]


def is_approved_by_another(fanta: Visitor, base: Base, first: int, second: int) -> None:
    """On the phone of the mayor: the minutes are read, then approved in the meeting that has them."""
    fanta.open(f"/reunions/{first}/")
    fanta.see(SAID, DECIDED, "Projet de PV")
    assert fanta.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE
    fanta.follow("Approuver le PV")
    assert fanta.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE
    fanta.press("Approuver le PV")
    fanta.see("PV approuvé")
    assert fanta.page.url.endswith(f"/reunions/{second}/")
    fanta.open(f"/reunions/{first}/")
    fanta.see(f"PV approuvé le {day(TODAY)}", "PV approuvé, scellé", "Fanta Keïta")
    query = "SELECT state, approved_on, approved_in_id FROM concertation_meeting WHERE id = ?"
    assert base.one(query, first) == ("approuve", TODAY.isoformat(), second)
    query = "SELECT outcome FROM concertation_item WHERE meeting_id = ? AND about_id = ?"
    assert base.one(query, second, first) == ("decide",)


def test_the_neighbours_read_no_meeting_of_the_commune(visit: Visit, base: Base) -> None:
    [meeting] = base.one(
        "SELECT m.id FROM concertation_meeting m JOIN mandates_organ o ON o.id = m.organ_id"
        " JOIN mandates_organkind k ON k.id = o.kind_id JOIN communes_commune c ON c.id = o.commune_id"
        " WHERE k.code = 'cadre_concertation' AND c.code = 'ML020201' AND m.state = 'pv_envoye'"
    )
    drissa = visit("drissa", PHONE)
    drissa.open(f"/reunions/{meeting}/", status=404)
    drissa.open(f"/reunions/{meeting}/dossier/etablis/", status=404)
    drissa.open("/reunions/")
    assert f"/reunions/{meeting}/" not in drissa.page.content()
