"""Blocks F, G of the essential sheet: worked by hand, what a reader may not see, nothing kept here."""

import gzip
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from concertation.models import Decision, Meeting
from concertation.writing import Framing, begin
from cscom.models import CommuneShare
from followup.models import Followup, State
from mandates.models import Organ
from monitoring.spans import QUARTER as T3
from planning.enums import Source
from reports.essential.organs import kept_for, kept_on_paper, lived
from reports.partners import partners_of
from tests.cast import Cast
from tests.concertation.conftest import held
from tests.mandates.organs import hold, organ, person, seat
from tests.planning.running import add_line, made_plan, say
from tests.reports.test_essential import block, line, page, sheet_of, third_quarter, told


@pytest.fixture
def committee(quarter: Cast) -> Organ:
    """Twelve meetings a year; three seats: a woman until March 2027, a man whose term is over, nobody."""
    made = organ(aire=quarter.territory.aire, sessions_a_year=12)
    hold(seat(made, "présidente", chair=True), person("Diarra"), end=date(2027, 3, 1))
    hold(seat(made, "trésorier"), person("Koné", "M"), end=date(2026, 9, 1))
    hold(seat(made, "organisateur"), person("Sow", "M"))
    seat(made, "commissaire")
    return made


@pytest.fixture
def lived_through(quarter: Cast, committee: Organ) -> Organ:
    """Held in July, in September, and a year before in July; two decisions of July, one of them done."""
    kadia = quarter.scope_of("kadia")
    for on, said in (("2025-07-07", "ppaa"), ("2026-07-06", "ppap"), ("2026-09-07", "prea")):
        held(begin(committee, Framing(date.fromisoformat(on)), kadia), kadia, said, on=on)
    meeting = Meeting.objects.get(held_on="2026-07-06")
    organ_item = meeting.items.create(rank=1, title="Frigo", outcome="decide")
    for number, state in ((1, State.UNDONE), (2, State.DONE)):
        followup = Followup.objects.create(
            text="Acheter un frigo", owner_words="bureau", taken_on=date(2026, 7, 6), due_on=date(2026, 8, 1),
            state=state, settled_on=date(2026, 8, 15) if state == State.DONE else None,
            origin_kind="decision", origin_label="essai", aire=quarter.territory.aire,
        )  # fmt: skip
        Decision.objects.create(
            meeting=meeting, item=organ_item, number=number, text="Acheter un frigo", owner_words="bureau",
            due_on=date(2026, 8, 1), followup=followup,
        )  # fmt: skip
    Meeting.objects.filter(pk=meeting.pk).update(state="close")
    return committee


def test_what_the_organs_held(quarter: Cast, lived_through: Organ) -> None:
    sheet = sheet_of(quarter.territory.host)
    meetings = line(sheet, "Assemblées")
    assert told(meetings) == ("2 / 3", "1 / 3", "+1", "")
    assert meetings.sentence == "Sur 3 réunions dues, manquent\u00a0: comité de gestion (1)."
    there = line(sheet, "Présence")  # 2 + 1 of 8 seats, one of them vacant; a year before 2 of 4
    assert told(there) == ("38", "50\u202f%", "\u221212 pts", "")
    assert there.sentence == "3 membres présents ou représentés, pour 8 sièges."


def test_who_sits(quarter: Cast, committee: Organ) -> None:
    sheet = sheet_of(quarter.territory.host)
    terms = line(sheet, "Organes au mandat échu")
    assert terms.value_text == "1 / 1"
    assert terms.sentence == (
        "1 siège au mandat échu, 1 vacant\u202f; prochaine fin de mandat le 1er mars 2027."
    )
    women = line(sheet, "Femmes dans les organes")
    assert (women.value_text, women.unit_text) == ("50", "%")
    assert women.sentence == "1 femme pour 2 sièges pourvus."


def test_what_became_of_the_decisions(quarter: Cast, lived_through: Organ) -> None:
    say(add_line(made_plan(quarter.territory.aire), 1, {Source.ASACO: 400_000}), 3, 50, by_asaco=100_000)
    sheet = sheet_of(quarter.territory.host)
    assert told(line(sheet, "Décisions en cours"))[0] == "1"
    assert told(line(sheet, "Décisions en retard"))[0] == "1"
    kept = line(sheet, "Décisions tenues")
    assert told(kept) == ("1", "0", "+1", "")
    assert kept.sentence == "Faites dans ces mois\u202f; prises dans ces mois\u00a0: 2."
    plans = line(sheet, "Plans de 2026 exécutés")
    assert (plans.value_text, plans.unit_text) == ("50", "%")
    assert plans.sentence == "1 plan, selon le coût de chaque activité\u202f; payé\u00a0: 25\u202f%."


def test_the_organs_of_an_aire_held_by_a_tenth_are_left_out(quarter: Cast, lived_through: Organ) -> None:
    """As its accounts are."""
    shares = CommuneShare.objects.filter(aire=quarter.territory.aire)
    shares.filter(commune=quarter.territory.neighbour).update(share=1_000)
    sheet = sheet_of(quarter.territory.neighbour)
    assert block(sheet, "F").note == "Aucun organe n’est inscrit ici."


def test_a_reader_sees_what_their_mandate_reads(quarter: Cast, lived_through: Organ) -> None:
    """The préfet reads organs, meetings, decisions; the chargé SIS no meeting; a partner none of it."""
    host = quarter.territory.host
    partners = partners_of(host)
    found = {
        name: kept_for(quarter.scope_of(name), host, partners)
        for name in ("fanta", "boubacar", "salif", "julie")
    }
    counts = {
        name: (len(kept.seated), len(kept.met), len(kept.followed), kept.hidden)
        for name, kept in found.items()
    }
    assert counts == {
        "fanta": (1, 1, 1, False),
        "boubacar": (1, 1, 1, False),
        "salif": (1, 0, 1, True),
        "julie": (0, 0, 0, True),
    }
    assert kept_on_paper(host, partners).here == 1
    salif = page(quarter.client_of("salif"), host.code, periode=T3)
    assert "Ne sont comptés que les organes que votre mandat permet de lire." in salif
    assert "Présence aux réunions" not in salif
    assert "Décisions en retard" in salif
    assert "Les organes ne se lisent pas sous votre mandat." in page(
        quarter.client_of("julie"), host.code, periode=T3
    )


def test_the_page_stays_light(quarter: Cast, lived_through: Organ) -> None:
    """As any page that is read (see ``tests/browser/test_weights.py``)."""
    html = page(quarter.client_of("fanta"), quarter.territory.host.code, periode=T3)
    assert "Femmes dans les organes" in html
    assert len(gzip.compress(html.encode())) <= 14 * 1024


def test_as_many_queries_however_many_organs(
    quarter: Cast, lived_through: Organ, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    host = quarter.territory.host
    for number in range(6):
        organ(aire=quarter.territory.aire, name=f"Comité {number}", sessions_a_year=4)
    partners, scope = partners_of(host), quarter.scope_of("fanta")
    with django_assert_num_queries(1):
        kept = kept_for(scope, host, partners)
    with django_assert_num_queries(6):
        lived(kept, third_quarter().months, date(2026, 11, 3))
