"""The dossier of a meeting: against bare WeasyPrint, without and with joined papers, then by the dozen."""

import io
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone
from PIL import Image

from accounts.models import Person
from bench import paper
from bench.country import user_of
from bench.finding import Finding, Rows, Table, french
from bench.measure import interleaved
from bench.plans import give_plans
from bench.sizes import Size
from communes.models import Commune
from concertation.models import Meeting
from concertation.workflow import CIRCUIT
from concertation.writing import Decided, Framing, Point, begin, decide, write_item, write_minutes
from core.access import Role, Scope
from core.months import Quarter
from files.scans import Scan
from mandates.models import Organ, OrganKind, Seat, SeatHold
from mandates.organs.composing import proposed
from mandates.organs.loading import load_organs
from mandates.scopes import scope_of_person
from reports import pdf, quarterly, tasks
from reports.dossier import attached, meeting_paper
from reports.dossier.meeting_pieces import Sitting
from reports.dossier.merging import merged
from reports.genuine import Proof, new_code

ORGAN = "commission_sante"
ITEMS, PLANS, PHOTO = 5, 60, (3_000, 2_000)
PDF, JPG = "application/pdf", "image/jpeg"
PROOF = Proof(new_code())
SAID = "Les membres ont entendu le bureau, discuté les chiffres, puis décidé sans vote contraire. " * 8


def measure(size: Size) -> Finding:
    """Processor of a dossier and of bare WeasyPrint; what joined papers add; time and memory of a batch."""
    finding = Finding("dossier")
    if reason := pdf.pdf_possible():
        finding.tables.append(Table("Dossiers", note=reason))
        return finding
    load_organs()
    give_plans(min(PLANS, size.aires))
    communes = Commune.objects.filter(cercle__region__code="R0").order_by("code")
    sittings = [_sitting(commune) for commune in communes.select_related("cercle")[: size.dossiers]]
    bare, joined = sittings[0], sittings[-1]
    _join(joined)
    _alone(size, finding, _fresh(bare), _fresh(joined))
    asked_by = [user_of(Role.MAIRE, commune.code).person for commune in communes[: size.dossiers]]
    paper.together(
        "dossiers de réunion",
        lambda: [
            tasks.ask_meeting(_fresh(one), "", person) for one, person in zip(sittings, asked_by, strict=True)
        ],
        finding,
    )
    return finding


# ---- Meetings to print ----
def _fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.located().get(pk=meeting.pk)


def _sitting(commune: Commune) -> Meeting:
    """A meeting to come, after one whose minutes are sent, with decisions that remain."""
    scope, today = scope_of_person(user_of(Role.MAIRE, commune.code).person), timezone.localdate()
    organ = _organ(commune)
    before = begin(organ, Framing(today - timedelta(days=40), venue="Mairie"), scope)
    _agenda(before, scope)
    seats = {str(pk): ["present", ""] for pk in organ.seats.values_list("pk", flat=True)}
    _act(before, "tenir", scope, held_on=before.planned_on.isoformat(), present=seats)
    for item in _fresh(before).items.filter(kind="point"):
        said = Decided(f"Décision du point {item.rank}", today + timedelta(days=20), owner_words="trésorier")
        decide(before, item, said, scope, version=_fresh(before).version)
    _act(before, "clore", scope)
    write_minutes(before, SAID, scope, version=_fresh(before).version)
    _act(before, "envoyer", scope)
    meeting = begin(organ, Framing(today + timedelta(days=6), venue="Mairie"), scope)
    _agenda(meeting, scope)
    return meeting


def _organ(commune: Commune) -> Organ:
    kind, since = OrganKind.objects.get(code=ORGAN), timezone.localdate() - timedelta(days=400)
    organ = Organ.objects.create(
        kind=kind, name=kind.name, commune=commune, opened_on=since, quorum=kind.quorum, source="banc"
    )
    seats = Seat.objects.bulk_create(proposed(organ))
    people = Person.objects.bulk_create(
        Person(first_name="Prénom", last_name=f"Siège {seat.rank}", sex="F", fictitious=True)
        for seat in seats
    )
    SeatHold.objects.bulk_create(
        SeatHold(seat=seat, person=person, starts_on=since, act="election", act_on=since)
        for seat, person in zip(seats, people, strict=True)
    )
    return Organ.objects.located().get(pk=organ.pk)


def _agenda(meeting: Meeting, scope: Scope) -> None:
    for number in range(1, ITEMS + 1):
        write_item(meeting, Point(f"Sujet {number}"), scope, version=_fresh(meeting).version)


def _act(meeting: Meeting, act: str, scope: Scope, **details: object) -> None:
    there = _fresh(meeting)
    CIRCUIT.apply(there, act, scope, version=there.version, details=details or None)


def _join(meeting: Meeting) -> None:
    """Two reports of the house, two photos of a telephone."""
    commune = meeting.organ.commune
    scope = scope_of_person(user_of(Role.MAIRE, commune.code if commune else "").person)
    for number, (content, mime) in enumerate(_papers(), 1):
        point = Point(f"Pièce {number}", paper=Scan(io.BytesIO(content), mime))
        write_item(meeting, point, scope, version=_fresh(meeting).version)


def _papers() -> Iterator[tuple[bytes, str]]:
    commune = Commune.objects.select_related("cercle__region", "district").get(code="R0K000")
    quarter = Quarter.last_closed(timezone.localdate())
    words = quarterly.context(commune, quarter, quarterly.Edition("banc", timezone.now(), "le banc d’essai"))
    report, photo = pdf.render(quarterly.TEMPLATE, words), io.BytesIO()
    Image.effect_noise(PHOTO, 60).convert("RGB").save(photo, "JPEG", quality=85)
    yield from ((report, PDF), (report, PDF), (photo.getvalue(), JPG), (photo.getvalue(), JPG))


# ---- One by one ----
def _alone(size: Size, finding: Finding, bare: Meeting, joined: Meeting) -> None:
    made = {name: _made(one) for name, one in (("bare", bare), ("joined", joined))}
    markup = {name: render_to_string(meeting_paper.TEMPLATE, one.words) for name, one in made.items()}
    content = pdf.render(meeting_paper.TEMPLATE, made["joined"].words)
    about, rounds = Sitting.of(joined), size.papers // 2  # each costs several reports
    times = interleaved(
        {
            "sans pièce jointe (la maison)": lambda: _print(bare),
            "sans pièce jointe, WeasyPrint nu": paper.bare(markup["bare"]),
            "avec ses pièces jointes (la maison)": lambda: _print(joined),
            "avec, WeasyPrint nu, pages des pièces vides": paper.bare(markup["joined"]),
            "dont\u00a0: lire, mesurer les pièces": lambda: attached.read(
                attached.papers_of(joined, about.previous), 0
            ),
            "dont\u00a0: les dessiner sur leurs pages": lambda: merged(content, made["joined"].attached),
        },
        rounds,
    )
    rows: Rows = [(name, french(one.cpu, 0), french(one.clock, 0)) for name, one in times.items()]
    ours, nude, ours_joined, nude_joined, *_ = (one.cpu for one in times.values())
    pages = sum(one.pages for one in made["joined"].attached)
    weight = sum(one.stored.size for one in made["joined"].attached)
    note = (
        f"{rounds} fois, tour à tour. Sans pièce, {french(len(_print(bare)) / 1000)} ko\u202f; avec "
        f"{len(made['joined'].attached)} pièces, {pages} pages, {french(weight / 1000)} ko reçus, "
        f"{french(len(_print(joined)) / 1000)} ko."
    )
    head = ("travail", "processeur (ms)", "médiane (ms)")
    finding.tables.append(Table(f"Un dossier de réunion, {connection.vendor}", head, rows, note))
    finding.most("dossier de réunion, × WeasyPrint nu (processeur)", ours / nude, paper.TIMES_BARE)
    finding.most(
        "dossier avec pièces jointes, × WeasyPrint nu (processeur)",
        ours_joined / nude_joined,
        paper.TIMES_BARE,
    )


def _made(meeting: Meeting) -> meeting_paper.Made:
    made = meeting_paper.context(Sitting.of(meeting), "", "banc", timezone.now(), "le banc d’essai")
    made.words["proof"] = PROOF
    return made


def _print(meeting: Meeting) -> bytes:
    return meeting_paper.printed(_made(meeting), PROOF)
