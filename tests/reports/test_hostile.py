"""Texts typed to do harm, in every field that reaches paper: nothing is fetched, the paper is made."""

import io
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db.models import Model
from pypdf import PdfReader

from accounts.models import Person
from asaco.models import Asaco
from communes.models import Cercle, Commune, District, Region, Village
from concertation.models import Decision, Interest, Item, Meeting, Presence
from conventions.models import Cam, Commitment, Review, Score
from core.models import ActLog
from cscom.models import Aire
from files.store import open_file
from followup.models import Followup
from followup.promising import Origin, Promise, promise
from mandates.models import Organ, Seat
from planning.enums import Source
from planning.models import Activity, Execution, Opinion, Plan, Pledge
from reports import pdf
from reports.dossier import meeting_paper, pieces
from reports.dossier.pieces import MOST_MEASURES, open_measures
from reports.models import Document, DocumentKind
from reports.voices import Divergence, Narrative
from tests.access.convened import interest_of, meeting_of, organs_at
from tests.cast import Cast
from tests.conventions.forced import all_said, in_force
from tests.planning.running import add_line, made_plan, say
from tests.reports.conftest import QUARTER
from tests.reports.payloads import RAW, SECRET, payloads
from tests.reports.test_accessible import papers
from tests.reports.test_dossier import third_quarter

ACTIONS = ("/URI", "/Launch", "/JavaScript", "/GoToR", "/SubmitForm")
# Every column of words that a paper prints.
PRINTED: dict[type[Model], tuple[str, ...]] = {
    Region: ("name",),
    Cercle: ("name",),
    District: ("name", "csref_name"),
    Commune: ("name",),
    Aire: ("name",),
    Village: ("name", "other_name"),
    Asaco: ("name",),
    Person: ("first_name", "last_name"),
    Plan: ("amending_reason", "closing_words"),
    Activity: (
        *("objective", "result", "text", "tasks", "indicator", "indicator_words", "responsible", "support"),
        *("component", "unit", "partner"),
    ),
    Execution: ("gap",),
    Opinion: ("text",),
    Pledge: ("text",),
    ActLog: ("comment", "person_name", "place_name"),
    Followup: ("text", "owner_words", "proof_wanted", "word", "origin_label"),
    Organ: ("name",),
    Seat: ("function",),
    Meeting: ("venue", "minutes"),
    Item: ("title", "notes"),
    Decision: ("text", "owner_words", "proof_wanted"),
    Interest: ("name", "function", "text"),
    Narrative: ("progress", "difficulties", "requests", "place_name"),
    Divergence: ("text", "place_name"),
    Presence: ("function", "name", "proxy"),
    Cam: ("preamble", "deliberation"),
    Commitment: ("text", "evidence"),
    Score: ("words",),
    Review: ("place", "words"),
}


@pytest.fixture
def typed(server: tuple[str, list[str]], tmp_path: Path) -> list[str]:
    """The payloads, aimed at a server and a file that stand there."""
    (tmp_path / "s").write_text(SECRET)
    return payloads(server[0], str(tmp_path / "s"))


@pytest.fixture
def filled(quarter: Cast, typed: list[str]) -> Cast:
    """A line of a plan, a promise for each payload, an opinion, an act; then all their words change."""
    land = quarter.territory
    plan = made_plan(land.aire)
    for rank in range(len(typed)):
        say(add_line(plan, rank + 1, {Source.ASACO: 1000}), 1, 50)
    said = Promise("x", date(2026, 12, 31), date(2026, 5, 4), owner_words="x")
    for _ in typed:
        promise(said, land.aire, Origin("essai", "x"), by=None)
    log = ActLog.objects.create(
        kind="plan", object_id=str(plan.pk), act="avis", from_state="adopte", to_state="avis", version=1,
        person_name="x", mandate_id=1, details={"paper": {"recorded_by": typed[0]}},
    )  # fmt: skip
    opinion = Opinion.objects.create(plan=plan, commune=land.host, log=log, kind="favorable")
    Pledge.objects.create(opinion=opinion, key=plan.activities.all()[0].key, text="x", planned=2, amount=1)
    hold_meeting(land.aire, len(typed))
    speak(quarter)
    agree(quarter, len(typed))
    poison(typed)
    for item, text in zip(Item.objects.filter(outcome="reporte"), typed, strict=True):
        Item.objects.filter(pk=item.pk).update(reason=text[: length(Item, "reason")])
    Meeting.objects.update(minutes="\n".join(typed)[: length(Meeting, "minutes")])
    return quarter


def speak(cast: Cast) -> None:
    """What the commune says of its quarter; a note under it, another under the figures."""
    signed: dict[str, Any] = {
        "commune": cast.territory.host, "quarter": QUARTER.code, "party": "commune", "mandate_id": 1,
        "person": cast.person_of("fanta"), "role": "maire", "place_name": "x",
    }  # fmt: skip
    said = Narrative.objects.create(progress="x", **signed)
    Divergence.objects.create(text="x", about=said, about_version=1, **signed)
    Divergence.objects.create(text="x", **signed)


def agree(cast: Cast, count: int) -> None:
    """A convention of so many lines, each judged by the commune, its review of the year."""
    cam = in_force(cast, preamble="x", lines=[("commune", "x", "annuel", 12)] * count)
    all_said(cam, parties=["commune"])
    Review.objects.create(cam=cam, year=2026, held_on=date(2026, 10, 1), place="x", words="x")


def hold_meeting(aire: Aire, count: int) -> None:
    """A meeting with so many items, decisions, seats."""
    organ = organs_at({"aire1": aire})["aire1"]
    late = Followup.objects.all()[0]
    Followup.objects.filter(pk=late.pk).update(due_on=date(2026, 10, 1))
    decision = meeting_of(organ, "aire1", late)
    interest_of(decision, "aire1")
    held = decision.meeting
    held.presences.update(status="represente", proxy="x")
    for rank in range(2, count + 2):
        seat = Seat.objects.create(
            organ=organ, rank=rank + 1, function="x", group="jeunes", opened_on=date(2020, 1, 1)
        )
        Presence.objects.create(
            meeting=held, seat=seat, rank=rank, function="x", name="x", status="represente", proxy="x"
        )
        item = Item.objects.create(meeting=held, rank=rank, title="x", outcome="reporte", reason="x")
        Decision.objects.create(
            meeting=held, item=item, number=rank, text="x", owner_words="x", due_on=date(2026, 11, 5)
        )


def poison(typed: list[str]) -> None:
    """Each column of each row gets the next payload, cut to its length."""
    rest = cycle(typed)
    for model, columns in PRINTED.items():
        for pk in model._default_manager.values_list("pk", flat=True):
            words = {name: next(rest)[: length(model, name)] for name in columns}
            model._default_manager.filter(pk=pk).update(**words)
        assert model._default_manager.exists(), model
    for column in PRINTED[Activity]:  # the longest table of all bears every payload in each of its columns
        for line, text in zip(Activity.objects.order_by("pk"), typed, strict=True):
            Activity.objects.filter(pk=line.pk).update(**{column: text[: length(Activity, column)]})


def length(model: type[Model], name: str) -> int:
    """How much a column holds."""
    return getattr(model._meta.get_field(name), "max_length", None) or 2000


def words_of(content: bytes) -> str:
    """The text of a PDF, less its spaces; letters of borrowed fonts come apart in pypdf's hands."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join("".join(page.extract_text() for page in pages).replace("\0", "").split())


def harms(content: bytes) -> Iterator[str]:
    """What a PDF holds that no paper of ours may hold."""
    text = words_of(content)
    if SECRET in text or SECRET.encode() in content:
        yield "a file of the machine"
    file = pikepdf.open(io.BytesIO(content))
    if file.attachments:
        yield "an attached file"
    for one in file.objects:
        if isinstance(one, pikepdf.Stream) and SECRET.encode() in one.read_bytes():
            yield "a file of the machine, inside"
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") in ACTIONS:
            yield f"an action {one.S}"


@pytest.mark.django_db
def test_what_people_typed_is_printed_as_they_typed_it(
    filled: Cast, server: tuple[str, list[str]], typed: list[str]
) -> None:
    Document.objects.all().delete()
    issued = list(papers(filled, plan=Plan.objects.located().get()))
    held = Meeting.objects.located().get(state="tenue")
    issued.append(meeting_paper.issue(held, asked_by=None))
    for document in issued:
        with open_file(document.file) as kept:
            content = kept.read()
        assert list(harms(content)) == [], document.kind
        assert len(content) < 5 * 1024 * 1024
    assert server[1] == []
    with open_file(next(one for one in issued if one.kind == DocumentKind.PLAN).file) as kept:
        plan = words_of(kept.read())
    for words in ("<script>fetch(", "{%include'", "<!ENTITYbSYSTEM", "{{7|add:'7'}}", "&lt;img"):
        assert words in plan, words


def test_even_unescaped_they_reach_nothing(
    one_line: Any, server: tuple[str, list[str]], typed: list[str]
) -> None:
    """Were a text once printed as HTML by mistake: the renderer has nothing to fetch with."""
    template, _ = one_line("".join(f"<section>{words}</section>" for words in typed if "{%" not in words))
    content = pdf.render(template, {})
    assert server[1] == []
    assert [harm for harm in harms(content) if not harm.startswith("an action")] == []


def test_what_no_database_keeps_is_borne_too(one_line: Any, typed: list[str]) -> None:
    template, _ = one_line('{% for words in all %}<p title="{{ words }}">{{ words }}</p>{% endfor %}')
    content = pdf.render(template, {"all": [*RAW, *typed, "\n".join(typed)]})
    assert list(harms(content)) == []


def test_no_sign_turns_the_order_of_a_line(one_line: Any) -> None:
    content = pdf.render(one_line("<p>{{ name }} : 500 000</p>")[0], {"name": "\u202e000 5\u2067x\x00"})
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "500 000" in text
    assert "000 5" in text
    assert not set(text) & set("\u202e\u2067\x00")


@pytest.mark.django_db
def test_ten_thousand_lines_do_not_reach_paper(quarter: Cast) -> None:
    land = quarter.territory
    said = Promise("x", date(2026, 12, 31), date(2026, 5, 4), owner_words="x")
    promise(said, land.host, Origin("essai", "x"), by=None)
    model = Followup.objects.get()
    rows = []
    for i in range(10_000):
        row = Followup(**{f.attname: getattr(model, f.attname) for f in Followup._meta.concrete_fields})
        row.pk, row.due_on = None, date(2026, 10, 1) if i < 300 else date(2026, 12, 1)
        rows.append(row)
    Followup.objects.bulk_create(rows, batch_size=500)
    piece = open_measures(pieces.Meeting.of(land.host, third_quarter()))
    assert isinstance(piece, dict)
    assert (len(piece["lines"]), piece["count"], piece["late"]) == (MOST_MEASURES, 10_001, 300)
    assert piece["left"] == 10_001 - MOST_MEASURES
    assert all(line.days_late for line in piece["lines"])
