"""The demonstration loaded for good, a few months of it: sound, told, repeatable, continued."""

import io
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from accounts.models import Person, User
from asaco.models import Asaco, Budget, Crisis
from communes.models import Commune
from concertation.agenda import open_decisions
from concertation.models import Interest, Meeting
from conventions.aggregates import of_commune
from conventions.enums import CamState, Mark
from conventions.late import SINCE, late_dues
from conventions.models import Cam, Due, Score, Substitute
from conventions.queue import mine
from conventions.workflow import CIRCUIT as CAM_CIRCUIT
from conventions.yearly import lines_of, review_of
from core.access import PlaceKind
from core.models import ActLog
from core.months import Month
from cscom.models import Aire, CommuneShare
from followup.models import Followup, Postponement
from mandates.models import Mandate, Organ, SeatHold
from mandates.organs.lines import SeatState
from mandates.organs.reading import organs_on
from mandates.scopes import scope_of_user
from monitorage.models import Session
from monitorage.seen import earlier_lines, own_lines
from monitoring import totals
from monitoring.aggregates import figure, place_of
from monitoring.entry import save_cells
from monitoring.enums import COUNTED, ReportState, Severity
from monitoring.form import load_form
from monitoring.models import Interpretation, MonthlyReport, Period, ReportDiff, Stamp, Total
from monitoring.rules import check, load_rules, unexplained
from monitoring.todo import Todo, waiting_for
from notices.models import Notice, NoticeKind
from planning.aggregates import figures_of
from planning.enums import PlanState
from planning.models import Plan
from planning.workflow import CIRCUIT
from reports.demo import story
from reports.demo.alerting import comment_figures
from reports.demo.conventions import INTEREST
from reports.demo.keeping import load_keeping
from reports.demo.people import CAST, PASSWORD, Part
from reports.demo.speaking import load_texts
from reports.narrative.reading import voices_of
from reports.voices import Narrative

TODAY = date(2026, 10, 3)  # the last month is also the last of the quarter shown
NOON = datetime(2026, 10, 3, 12, tzinfo=UTC)
MONTHS = "6"


def load(today: date = TODAY) -> str:
    told = io.StringIO()
    call_command("load_demo", "--today", today.isoformat(), "--months", MONTHS, stdout=told)
    return told.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Loaded once for this file, and taken away."""
    patch = pytest.MonkeyPatch()
    patch.setattr("django.conf.settings.DEMO", True)
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture(autouse=True)
def demo(loaded: str, db: None, settings: Settings) -> Iterator[None]:
    settings.DEMO = True
    with time_machine.travel(NOON, tick=False):
        yield


def report_of(code: str, month: str) -> MonthlyReport:
    year, number = month.split("-")
    return MonthlyReport.objects.located().get(
        aire__code=code, period__year=int(year), period__month=int(number)
    )


def todo(username: str) -> Todo:
    return waiting_for(scope_of_user(User.objects.get(username=username)), TODAY)


def test_a_plan_stands_in_every_state() -> None:
    counts = Counter(Plan.objects.values_list("state", flat=True))
    assert set(counts) == set(PlanState.values)
    assert all(Plan.objects.values_list("fictitious", flat=True))
    twice = Plan.objects.get(aire__code=story.SAMAKELE, state="renvoye")
    returns = CIRCUIT.history(twice).filter(act__startswith="renvoyer")
    assert returns.count() == 2
    assert not ActLog.objects.filter(kind="plan", done_at__gt=NOON).exists()
    central = Plan.objects.get(aire__code=story.CENTRAL, year=2026, state="execution")
    done = figures_of(Plan.objects.filter(pk=central.pk))[central.pk]
    assert done.physical is not None
    assert 50 < done.physical < 100
    assert 0 < done.paid < done.cost


def test_a_convention_stands_in_every_state() -> None:
    cams = Cam.objects.all()
    assert set(cams.values_list("state", flat=True)) == set(CamState.values)
    assert all(cams.values_list("fictitious", flat=True))
    assert not ActLog.objects.filter(kind="cam", done_at__gt=NOON).exists()
    over = cams.get(aire__code=story.BAO)
    assert over.over(TODAY)
    soon = cams.get(aire__code=story.SAMAKELE, state="vigueur")
    assert soon.ends_on is not None
    assert 60 < (soon.ends_on - TODAY).days <= 90
    contested = cams.get(aire__code=story.OULENY)
    acts = [log.act for log in CAM_CIRCUIT.history(contested)]
    assert (contested.denounced_by, acts[-2:]) == ("asaco", ["denoncer_asaco", "mediation_prefet"])
    assert Substitute.objects.count() == 1
    assert ActLog.objects.filter(kind="cam", details__interest=INTEREST).count() == 1
    for cercle in story.PILOTS:
        assert cams.filter(commune__cercle__code=cercle, state="vigueur").exists()
    assert Due.objects.filter(commitment__cam=over).exists()


def test_conventions_live() -> None:
    """Words of each party, amounts, two reviews of Banamba Central; what is late is already followed."""
    central = Cam.objects.located().get(aire__code=story.CENTRAL, state="vigueur")
    last, this = lines_of(central, 2025), lines_of(central, 2026)
    [contested] = [line for line in last if line.contested]
    assert contested.commitment.text == "Verser une subvention pour le personnel du CSCOM"
    assert (contested.scores["commune"].mark, contested.scores["asaco"].mark) == ("partiel", "non_tenu")
    assert contested.due.followup is not None
    assert (contested.due.called, contested.due.paid) == (1_200_000, 480_000)
    assert [line.due.reason for line in this if line.above] == [
        "L’arriéré de l’année d’avant a été versé en même temps."
    ]
    closed, begun = review_of(central, 2025), review_of(central, 2026)
    assert closed is not None
    assert begun is not None
    assert (closed.held_on, closed.closed_on) == (date(2026, 2, 12), date(2026, 2, 12))
    assert (begun.held_on, begun.closed_on) == (None, None)
    board = of_commune(central.commune, 2026, scope_of_user(User.objects.get(username="fanta")))
    said = {(side.party, who): tally for side in board.sides for who, tally in side.tallies}
    assert all(tally.judged for tally in said.values())
    assert any(tally.unsaid for tally in said.values())
    assert set(Score.objects.values_list("mark", flat=True)) == set(Mark.values)
    assert not late_dues(TODAY).filter(followup=None, due_on__gte=TODAY - SINCE).exists()
    followed = Followup.objects.filter(origin_kind="cam", state="non_fait")
    assert 50 < followed.filter(fictitious=True).count() == followed.count() < 150
    assert not Score.objects.filter(at__gt=NOON).exists()
    assert load_keeping(TODAY) == 0


def test_the_prefet_has_an_account_and_a_convention_to_vise() -> None:
    [waiting] = mine(scope_of_user(User.objects.get(username="hamidou")))
    assert (waiting.state, waiting.fictitious) == ("signee", True)


def test_the_parties_of_banamba_spoke(loaded: str) -> None:
    """Of the last quarter that is over: three of them, and one who sees it otherwise; one stayed silent."""
    commune = Commune.objects.select_related("district").get(code=story.BANAMBA)
    voices = voices_of(commune, story.Moment(TODAY).quarter)
    assert voices.written == 3
    assert voices.silent
    [note] = [note for one in voices.parties for note in one.notes]
    assert (note.older, note.added) == (False, "")
    assert set(Narrative.objects.values_list("fictitious", flat=True)) == {True}
    assert load_texts(story.Moment(TODAY)) == 0


def lines(found: Todo, what: str) -> set[tuple[str, str]]:
    return {(line.aire.code, line.period.code) for line in getattr(found, what).lines}


def test_it_says_what_it_did(loaded: str) -> None:
    assert "Territoire\u00a0: 200 aires de santé" in loaded
    assert "Personnes fictives" in loaded
    assert "totaux vérifiés" in loaded


def test_totals_say_what_reports_say() -> None:
    assert totals.verify() == []
    assert Total.objects.filter(place_kind=PlaceKind.REGION, received_count__gt=150).count() >= 5


def test_validated_reports_have_no_fault_and_no_silence() -> None:
    period = Period.objects.get(year=2026, month=8)
    form, rules = load_form(period.starts_on), load_rules(period.starts_on)
    reports = MonthlyReport.objects.filter(period=period, state__in=COUNTED).prefetch_related("comments")
    assert len(reports) > 180
    for report in reports:
        findings = check(form, report.values, period, rules)
        assert [f for f in findings if f.severity == Severity.BLOCKING] == []
        assert unexplained(findings, report.comments.all()) == []
        assert report.values.keys() <= form.cells.keys()


def test_the_drawn_figures_fill_the_whole_form() -> None:
    form = load_form(TODAY)
    report = report_of(story.SAMAKELE, "2026-08")
    assert {cell.key for section in form.sections for cell in section.cells} == report.values.keys()


def test_something_awaits_everybody() -> None:
    assert lines(todo("kadia"), "returned") == {(story.CENTRAL, "2026-09")}
    assert lines(todo("awa"), "visa") == {(story.CENTRAL, "2026-08")}
    assert lines(todo("moussa"), "sign") == {(story.CENTRAL, "2026-08")}
    assert lines(todo("oumar"), "visa") == {(story.KIBAN, "2026-09")}
    ready = {
        (line.aire.code, line.period.code) for line in todo("salif").validate.lines if "prêt" in line.note
    }
    assert {(story.SAMAKELE, "2026-09"), (story.BAO, "2026-09")} <= ready
    assert (story.OULENY, "2026-08") in lines(todo("seydou"), "late")
    assert (story.OULENY, "2026-08") in lines(todo("fanta"), "late")
    assert todo("nana").late.count > 0


def test_the_report_that_came_back_says_why() -> None:
    returned = report_of(story.CENTRAL, "2026-09")
    act = ActLog.objects.get(kind="rapport", object_id=str(returned.pk), act="renvoyer")
    assert act.person_name == "Salif Diallo"
    assert "cas graves" in act.comment
    notices = User.objects.get(username="kadia").person.notices.values_list("text", flat=True)
    assert any("renvoyé par Salif Diallo" in text for text in notices)


def test_the_particular_facts_of_the_story() -> None:
    assert report_of(story.SAMAKELE, "2026-08").values["RUP_CTA"] == story.STOCK_OUT_DAYS
    with_deaths = [
        report
        for report in MonthlyReport.objects.filter(aire__district__code=story.DISTRICT).select_related("aire")
        if any(report.values.get(cell) for cell in ("DM.cscom", "DM.domicile", "DM.trajet"))
    ]
    assert [report.aire.code for report in with_deaths] == [story.SAMAKELE]
    assert with_deaths[0].period.code == "2026-08"
    assert with_deaths[0].deaths.get().audit_on is not None
    empty = report_of(story.CENTRAL, "2026-07")
    assert empty.state == ReportState.VALIDATED
    assert not any(key.startswith(("BCG", "P1", "P3", "ECV", "SA_")) for key in empty.values)
    assert report_of(story.BAO, "2026-07").values["SA_PRV"] == "NA"
    assert not MonthlyReport.objects.filter(
        aire__code=story.OULENY, period__year=2026, period__month__gte=8
    ).exists()


def test_a_session_was_held_and_the_next_one_is_prepared() -> None:
    """On 3 October 2026: the second half of 2025 is archived, the first of 2026 waits."""
    after, held = Session.objects.filter(aire__code=story.CENTRAL)
    assert (held.semester.code, held.state, held.held_on) == ("2025-S2", "archivee", date(2026, 1, 22))
    assert (after.semester.code, after.state) == ("2026-S1", "preparee")
    lines = Followup.objects.filter(origin_kind="monitorage")
    states = Counter(lines.values_list("state", flat=True))
    assert states == {"fait": 1, "en_cours": 1, "non_fait": 3}
    assert {line.text for line in lines.late(TODAY)} == {
        "Remettre aux relais la liste des femmes attendues",
        "Réparer la moto ambulance",
        "Tenir deux sorties par mois dans les hameaux",
    }
    assert [(x.after - x.before).days for x in Postponement.objects.all()] == [60]
    assert len(earlier_lines(after)) == 4
    assert len(own_lines(held)) == 5


def test_a_committee_meets_each_month_with_its_minutes() -> None:
    held = Meeting.objects.filter(organ__kind__code="comite_gestion", organ__aire__code=story.CENTRAL)
    assert Counter(held.values_list("state", flat=True)) == {"approuve": 7, "pv_envoye": 1, "preparee": 1}
    coming = held.get(state="preparee")
    assert [item.kind for item in coming.items.all()] == ["pv", "suivi", "point"]
    assert len(open_decisions(coming)) == 1
    declared = Interest.objects.filter(decision__meeting__in=held)  # by a treasurer who is a councillor too
    assert {(one.function, one.part) for one in declared} == {("trésorier", "retrait")}
    states = set(Meeting.objects.values_list("state", flat=True))
    assert states == {"approuve", "pv_envoye", "preparee", "convoquee", "close", "tenue"}


def test_the_neighbour_sees_nothing_of_it() -> None:
    drissa = scope_of_user(User.objects.get(username="drissa"))
    assert not Followup.objects.visible_to(drissa).exists()


def test_ben_kadi_reads_samakele_and_has_no_centre() -> None:
    ben_kadi = Commune.objects.get(code=story.BEN_KADI)
    share = CommuneShare.objects.get(aire__code=story.SAMAKELE, commune=ben_kadi, ends_on=None)
    assert 2_000 <= share.share < 5_000
    assert not ben_kadi.hosted_aires.exists()
    assert Commune.objects.get(code=story.BANAMBA).hosted_aires.count() == 4


def test_everybody_is_fictitious_and_only_the_cast_signs_in() -> None:
    assert not Person.objects.filter(fictitious=False).exists()
    assert not Asaco.objects.filter(fictitious=False).exists()
    assert Asaco.objects.count() == Aire.objects.count() == 200
    assert set(User.objects.values_list("username", flat=True)) == {part.username for part in CAST}
    assert Person.objects.filter(sex="F").count() > 100


@pytest.mark.parametrize("part", CAST, ids=lambda part: part.username)
def test_each_of_the_cast_has_an_account_and_a_mandate(part: Part) -> None:
    user = User.objects.get(username=part.username)
    assert user.check_password(PASSWORD)
    assert user.phone is not None
    assert user.phone.startswith("700000")
    assert [holding.role for holding in scope_of_user(user).holdings] == [part.role]


def test_circuits_show_names_and_dates() -> None:
    report = report_of(story.SAMAKELE, "2026-07")
    acts = list(ActLog.objects.filter(kind="rapport", object_id=str(report.pk)))
    assert [act.act for act in acts] == ["declarer", "viser", "signer", "valider"]
    assert acts[-1].done_at == report.validated_at
    assert acts[-1].version == report.version
    assert all(act.person_name and act.mandate_id for act in acts)
    form = load_form(report.period.starts_on)
    assert Stamp.objects.filter(report=report).count() == len(form.sections)
    assert [diff.origin for diff in report.diffs.all()] == ["démonstration"]


def test_a_second_run_changes_nothing() -> None:
    def everything() -> list[object]:
        return [
            *MonthlyReport.objects.order_by("pk").values_list("pk", "version", "state", "updated_at"),
            *Total.objects.order_by("pk").values_list("pk", "received_count", "validated_count"),
            *(m.objects.count() for m in (Person, User, Mandate, Asaco, ActLog, ReportDiff, Stamp, Period)),
        ]

    before = everything()
    told = load()
    assert everything() == before
    assert told.count("déjà là") == 2


def test_a_month_later_the_story_goes_on_and_keeps_what_people_did() -> None:
    kadia = User.objects.get(username="kadia")
    mine = report_of(story.CENTRAL, "2026-09")
    saved = save_cells(
        mine,
        {"PAL_GRV.fe": 5},
        form=load_form(mine.period.starts_on),
        scope=scope_of_user(kadia),
        base_version=mine.version,
        operation=uuid.uuid4(),
    )
    assert saved.changed == ("PAL_GRV.fe",)
    load(date(2026, 11, 9))
    kept = report_of(story.CENTRAL, "2026-09")
    assert kept.pk == mine.pk
    assert kept.values["PAL_GRV.fe"] == 5
    assert report_of(story.CENTRAL, "2026-10").state == ReportState.RETURNED
    assert report_of(story.CENTRAL, "2026-08").state == ReportState.VALIDATED, "it was signed since"
    assert report_of(story.OULENY, "2026-08").state == ReportState.VALIDATED, "it was sent since"
    assert not MonthlyReport.objects.filter(aire__code=story.OULENY, period__month=10).exists()
    assert totals.verify() == []


def test_outside_a_demonstration_nothing_is_loaded(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="que dans une démonstration"):
        load()
    with pytest.raises(CommandError, match="démonstration"):
        call_command("demo_signins")


def test_the_sign_ins_are_told_with_what_awaits_each() -> None:
    told = io.StringIO()
    call_command("demo_signins", stdout=told)
    text = told.getvalue()
    assert PASSWORD in text
    for part in CAST:
        assert f"{part.first_name} {part.last_name}" in text
    assert "renvoyé par Salif" in text


def test_the_cast_is_alerted(loaded: str) -> None:
    """Fanta, mayor, of what happens in her aires; Oumar, next door, not."""
    told = Notice.objects.filter(person__user__username="fanta").values_list("kind", "text")
    kinds = {kind for kind, _ in told}
    assert {NoticeKind.DEATH, NoticeKind.SHORTAGE, NoticeKind.LATE} <= kinds
    assert "Un décès maternel est déclaré dans l’aire de santé de Samakélé." in {text for _, text in told}
    next_door = Notice.objects.filter(person__user__username="oumar", kind=NoticeKind.DEATH)
    assert not next_door.exists()
    assert Notice.objects.filter(person__user__username="nana").count() < 100


def test_figures_are_commented_once(loaded: str) -> None:
    assert Interpretation.objects.count() == 3
    comment_figures(story.Moment(TODAY))
    assert Interpretation.objects.count() == 3


def test_members_and_women_are_indicators() -> None:
    banamba, samakele = Commune.objects.get(code=story.BANAMBA), Aire.objects.get(code=story.SAMAKELE)
    july, september = ([Month(2026, number)] for number in (7, 9))
    members, women = (figure(code, place_of(banamba), september, "final") for code in ("I41", "I43"))
    assert members.value is not None
    assert 4 < members.value < 14
    assert 0 < members.n <= members.expected
    assert women.value
    # Its committee was dissolved on 19 August, nobody sits since.
    before, after = (figure("I43", place_of(samakele), months, "final") for months in (july, september))
    assert (before.n, after.n, after.missing_word) == (1, 0, "vide")


def test_organs_show_each_state_of_a_seat() -> None:
    """One vacant, one at its term, one that ends soon, one organ that passes; people are said fictitious."""
    seen = organs_on(list(Organ.objects.located()), TODAY)
    states = {line.state for on in seen for line in on.lines}
    assert states == set(SeatState)
    assert {on.organ.kind.code for on in seen if on.organ.transitional} == {"comite_transitoire"}
    assert all(on.organ.fictitious for on in seen)
    assert not SeatHold.objects.filter(person__fictitious=False).exists()
    council = next(on for on in seen if on.organ.commune and on.organ.commune.code == story.BANAMBA)
    assert (council.presiding, council.may_decide) == (User.objects.get(username="fanta").person, True)
    keeper = Notice.objects.filter(kind=NoticeKind.TERM, person__user__username="moussa")
    assert any("moins de 90 jours" in notice.text for notice in keeper)


def test_one_asaco_is_in_transition() -> None:
    """Dissolved, contested by two parties, appealed; its transitional organ stands. Two budgets beside."""
    crisis = Crisis.objects.open_on(TODAY).get()
    assert (crisis.aire.code, crisis.kind, crisis.fictitious) == (story.SAMAKELE, "dissolution", True)
    assert crisis.transitional
    assert crisis.transitional.stands_on(TODAY)
    assert not crisis.organ.stands_on(TODAY)
    assert {one.role for one in crisis.dissents.all()} == {"president", "prefet"}
    assert [one.outcome for one in crisis.appeals.all()] == [""]
    assert set(Budget.objects.values_list("asaco__aire__code", "fictitious")) == {
        (story.CENTRAL, True), (story.KIBAN, True)
    }  # fmt: skip
