"""Meetings and decisions in the quarterly report: sums of organs, what is late, nothing internal."""

from datetime import date

import pytest

from concertation.enums import Openness
from concertation.models import Decision, Item, Meeting, Presence
from core.months import Quarter
from followup.models import Followup
from mandates.models import Organ
from reports.governed import NAMED, SOMEBODY, Governed, governed, organ_words
from reports.partners import partners_of
from tests.cast import Cast
from tests.mandates.organs import kind, organ, seat
from tests.reports.test_quarterly import paper, text_of

TODAY = date(2026, 11, 3)
QUARTER = Quarter(2026, 3)


def of_host(cast: Cast, place: str = "host") -> Governed:
    commune = getattr(cast.territory, place)
    return governed(commune, partners_of(commune), QUARTER, TODAY)


def met(at: Organ, on: date, there: str = "pa") -> Meeting:
    """A meeting with its minutes; « pa »: one present, one absent."""
    meeting = Meeting.objects.create(
        organ=at, planned_on=on, state="pv_envoye", held_on=on, sent_on=on, seats=len(there), quorum=1
    )
    for rank, letter in enumerate(there, 1):
        held = seat(at, f"siège {rank}")
        status = "present" if letter == "p" else "absent"
        Presence.objects.create(
            meeting=meeting, seat=held, rank=rank, function="x", name="Y", status=status
        )  # fmt: skip
    return meeting


def promised(
    meeting: Meeting, number: int, due: date, openness: str = Openness.COMMON, **said: object
) -> Decision:
    """A decision that is followed."""
    values = {"owner_words": "trésorier", "text": f"Décision {number}"} | said
    place = {"aire": meeting.organ.aire, "commune": meeting.organ.commune}
    line = Followup.objects.create(
        taken_on=meeting.day, due_on=due, origin_kind="reunion", origin_label="x", **place, **values
    )
    item, _ = Item.objects.get_or_create(
        meeting=meeting, rank=number, defaults={"title": "x", "openness": openness}
    )
    return Decision.objects.create(
        meeting=meeting, item=item, number=number, due_on=due, followup=line, **values
    )  # fmt: skip


@pytest.fixture
def organs(everybody: Cast) -> tuple[Organ, Organ]:
    """A committee of the first aire that meets each month, the council of Banamba, each quarter."""
    council = kind("conseil_communal", "commune", name="Conseil communal", rank=2)
    return (
        organ(aire=everybody.territory.aire, sessions_a_year=12),
        organ(council, commune=everybody.territory.host, sessions_a_year=4),
    )


def test_each_organ_then_their_sum(everybody: Cast, organs: tuple[Organ, Organ]) -> None:
    committee, council = organs
    met(committee, date(2026, 7, 6))
    promised(met(committee, date(2026, 8, 3), "pp"), 1, date(2026, 10, 1))
    found = of_host(everybody)
    assert [one for one, _ in found.organs] == [council, committee]
    records = [
        (r.held, r.met, r.due, r.minuted, r.attendance, r.taken, r.open, r.late) for _, r in found.organs
    ]
    assert records == [(0, 0, 1, 0, None, 0, 0, 0), (2, 2, 3, 2, 75.0, 1, 1, 1)]
    assert (found.total.held, found.total.due, found.total.attendance, found.total.late) == (2, 4, 75.0, 1)
    assert found.unmet == [council]
    [sentence] = found.findings()
    assert sentence == (
        "1 décision des organes est en retard\u202f; "
        "réunion due, non tenue\u00a0: Conseil communal (Banamba)."
    )
    assert [one for one, _ in of_host(everybody, "neighbour").organs] == [committee], "it reads its accounts"


def test_the_late_are_named_by_function_and_a_dozen_at_most(
    everybody: Cast, organs: tuple[Organ, Organ]
) -> None:
    meeting = met(organs[0], date(2026, 8, 3))
    fanta = everybody.person_of("fanta")
    promised(meeting, 1, date(2026, 8, 10), owner_words="", owner=fanta)
    stranger = type(fanta).objects.create(first_name="Assa", last_name="Inconnue", fictitious=True)
    promised(meeting, 2, date(2026, 8, 11), owner_words="", owner=stranger)
    promised(meeting, 3, date(2026, 8, 9), Openness.INTERNAL, text="Sanction du gérant")
    promised(meeting, 4, TODAY)  # its last day
    for number in range(5, 18):
        promised(meeting, number, date(2026, 9, 1))
    found = of_host(everybody)
    assert [one.owner for one in found.late[:3]] == ["maire, Banamba", SOMEBODY, "trésorier"]
    assert [one.days for one in found.late[:2]] == [85, 84]
    assert (found.total.late, len(found.late), found.left) == (16, NAMED, 4)
    assert all(one.line.text != "Sanction du gérant" for one in found.late)
    assert found.findings()[0].startswith(
        "16 décisions des organes sont en retard, la plus ancienne de 85 jours\u202f; "
    )


def test_nothing_to_say_is_said(everybody: Cast) -> None:
    found = of_host(everybody)
    assert (
        found.silence
        == "Aucun organe n’est inscrit dans la commune, ni dans les aires dont elle lit les comptes."
    )
    assert found.findings() == []
    organ(aire=everybody.territory.aire)
    assert of_host(everybody).silence == "Aucune réunion n’a été tenue ce trimestre."
    assert of_host(everybody).findings() == [], "its texts do not say how often it meets"


def test_the_paper_prints_them(quarter: Cast) -> None:
    council = kind("conseil_communal", "commune", name="Conseil communal", rank=2)
    committee, _ = (
        organ(aire=quarter.territory.aire, sessions_a_year=12),
        organ(council, commune=quarter.territory.host, sessions_a_year=4),
    )
    meeting = met(committee, date(2026, 8, 3), "ppa")
    late = promised(meeting, 1, date(2026, 9, 1), text="Réparer la pompe")
    promised(meeting, 2, date(2026, 9, 1), Openness.INTERNAL, text="Sanction du gérant")
    printed = text_of(paper(quarter))
    assert late.followup
    for words in (
        "6. Réunions et décisions", "1 / 3", "67 %", late.followup.number, "Réparer la pompe", "trésorier",
        "1er sept. 2026", "63 jours de retard", "Et 1 autre, à lire dans Jèkabaara",
        "2 décisions des organes sont en retard",
        f"non tenue : {organ_words(Organ.objects.get(kind=council))}.",
    ):  # fmt: skip
        assert words in printed, words
    assert "Sanction" not in printed
