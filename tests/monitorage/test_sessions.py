"""A session: prepared from validated months, filled, held, archived as it was seen that day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.months import Semester
from core.workflow import Refusal, Stale
from followup.models import Followup, State
from followup.updating import Said, update
from monitorage import sessions
from monitorage.due import first_reported, slots_of
from monitorage.models import Measure, Session, SessionState, Source, Value, Why
from monitorage.reading import parts_of
from monitorage.seen import earlier_lines, own_lines
from monitorage.sessions import Decided, decide, enter, prepare, refresh, say_whys
from monitorage.workflow import CIRCUIT
from monitoring.models import MonthlyReport
from monitoring.totals import rebuild
from notices.models import Notice
from tests.cast import Cast
from tests.monitorage.conftest import SEMESTER, Send

pytestmark = pytest.mark.django_db
HELD: dict[str, Any] = {"held_on": "2026-07-15", "women": 12, "men": 9}


def hold(cast: Cast, session: Session, name: str = "awa", **details: Any) -> None:
    session.refresh_from_db()
    CIRCUIT.apply(session, "tenir", cast.scope_of(name), version=session.version, details=HELD | details)
    session.refresh_from_db()


def archive(cast: Cast, session: Session, name: str = "awa") -> None:
    session.refresh_from_db()
    CIRCUIT.apply(session, "archiver", cast.scope_of(name), version=session.version)
    session.refresh_from_db()


def moto(cast: Cast, **said: Any) -> Decided:
    usual: dict[str, Any] = {"owner": cast.person_of("moussa"), "source": Source.ASACO, "cost": 185_000}
    return Decided("Réparer la moto", date(2026, 9, 30), **(usual | said))


def value_of(session: Session, intervention: str, determinant: str) -> Value:
    return session.values.get(intervention=intervention, determinant=determinant)


def test_a_prepared_session_holds_every_determinant(session: Session) -> None:
    assert (session.state, session.months, session.values.count()) == (SessionState.PREPARED, 6, 30)
    used = value_of(session, "cpn", "utilisation")
    assert used.computed == pytest.approx(94.1, abs=0.05)
    assert (used.above, used.below, used.months) == (240, 255, 6)
    assert value_of(session, "pf", "disponibilite").computed is None


def test_prepared_twice_it_is_the_same(session: Session, everybody: Cast) -> None:
    assert prepare(everybody.territory.aire, SEMESTER, everybody.scope_of("salif")).pk == session.pk


def test_a_semester_that_is_not_over_is_refused(everybody: Cast) -> None:
    with pytest.raises(Refusal, match="n’est pas fini"):
        prepare(everybody.territory.aire, Semester(2026, 2), everybody.scope_of("awa"))


@pytest.mark.parametrize("name", ["moussa", "fanta", "nana", "oumar"])
def test_who_only_reads_prepares_nothing(everybody: Cast, name: str) -> None:
    with pytest.raises(Refusal, match="Votre fonction"):
        prepare(everybody.territory.aire, SEMESTER, everybody.scope_of(name))


def test_numbers_taken_again_keep_what_the_room_entered(send: Send, everybody: Cast) -> None:
    send(not_yet=(6,))
    awa = everybody.scope_of("awa")
    session = prepare(everybody.territory.aire, SEMESTER, awa)
    assert session.months == 5
    enter(session, {("cpn", "accessibilite"): Decimal(92)}, awa, version=0)
    MonthlyReport.objects.filter(validated_at=None).update(state="valide", validated_at=timezone.now())
    rebuild()
    refresh(session, awa)
    session.refresh_from_db()
    assert (session.months, value_of(session, "cpn", "utilisation").months) == (6, 6)
    row = value_of(session, "cpn", "accessibilite")
    assert (row.entered, str(row.entered_by)) == (Decimal(92), "Awa Diarra")


def test_two_people_who_enter_at_once(session: Session, everybody: Cast) -> None:
    enter(session, {("pf", "disponibilite"): Decimal(90)}, everybody.scope_of("kadia"), version=0)
    with pytest.raises(Stale):
        enter(session, {("pf", "disponibilite"): Decimal(10)}, everybody.scope_of("awa"), version=0)
    assert value_of(session, "pf", "disponibilite").entered == 90


def test_measures_are_decided_in_a_session(session: Session, everybody: Cast) -> None:
    with pytest.raises(Refusal, match="quel jour"):
        decide(session, "pev", moto(everybody), everybody.scope_of("awa"))
    hold(everybody, session)
    measure = decide(session, "pev", moto(everybody), everybody.scope_of("awa"))
    line = measure.followup
    assert (line.taken_on, line.due_on, line.owner) == (
        date(2026, 7, 15),
        date(2026, 9, 30),
        everybody.person_of("moussa"),
    )
    assert line.origin_url == f"/monitorage/{session.aire.code}/2026-S1/"
    told = Notice.objects.get(person=everybody.person_of("moussa"))
    assert "Réparer la moto" in told.text


def test_what_is_archived_reads_as_it_was_seen_that_day(session: Session, everybody: Cast) -> None:
    awa = everybody.scope_of("awa")
    hold(everybody, session)
    say_whys(session, "pev", ["La moto est en panne", "", "Personne ne paie"], awa)
    line = decide(session, "pev", moto(everybody), awa).followup
    seen = [part.svg for part in parts_of(session)]
    archive(everybody, session)
    fresh = Followup.objects.located().get(pk=line.pk)
    update(fresh, Said(State.DONE, fresh.due_on), awa, version=0)
    MonthlyReport.objects.all().delete()
    rebuild()
    session = Session.objects.located().get(pk=session.pk)
    assert [part.svg for part in parts_of(session)] == seen
    assert [(x.text, x.state) for x in own_lines(session)] == [("Réparer la moto", State.UNDONE)]
    assert [why.text for why in session.whys.all()] == ["La moto est en panne", "Personne ne paie"]


def test_what_is_archived_no_longer_changes(session: Session, everybody: Cast) -> None:
    awa = everybody.scope_of("awa")
    hold(everybody, session)
    archive(everybody, session)
    for deed in (
        lambda: enter(session, {("pf", "disponibilite"): Decimal(1)}, awa, version=session.version),
        lambda: say_whys(session, "cpn", ["x"], awa),
        lambda: decide(session, "cpn", moto(everybody), awa),
        lambda: refresh(session, awa),
        lambda: hold(everybody, session),
        lambda: archive(everybody, session),
    ):
        with pytest.raises(Refusal):
            deed()
    assert not Why.objects.exists()
    assert not Measure.objects.exists()


def test_what_remains_open_is_the_first_page_of_the_next(
    session: Session, everybody: Cast, july: time_machine.Traveller
) -> None:
    awa = everybody.scope_of("awa")
    hold(everybody, session)
    decide(session, "pev", moto(everybody), awa)
    done = decide(session, "cpn", moto(everybody), awa).followup
    update(Followup.objects.located().get(pk=done.pk), Said(State.DONE, done.due_on), awa, version=0)
    archive(everybody, session)
    july.move_to("2027-01-20T10:00:00+00:00")
    after = prepare(everybody.territory.aire, Semester(2026, 2), awa)
    lines = earlier_lines(after)
    assert [(x.intervention, x.late, x.session) for x in lines] == [("pev", 112, "1er semestre 2026")]
    assert own_lines(after) == []
    assert earlier_lines(session) == []


def test_the_room_without_anybody_is_no_session(session: Session, everybody: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(everybody, session, women=0, men=0)


@pytest.mark.parametrize(
    "wrong", [{"half": 3}, {"state": "tenue"}, {"held_on": date(2026, 7, 1)}, {"months": 7}]
)
def test_the_database_holds_to_it(session: Session, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**wrong)


@pytest.mark.parametrize("wrong", [{"entered": 101}, {"entered": 50}, {"below": 0}, {"computed": -1}])
def test_a_value_holds_to_it(session: Session, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        session.values.filter(intervention="cpn", determinant="utilisation").update(**wrong)


def test_one_session_a_semester_five_whys_a_free_measure_is_free(session: Session, everybody: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(aire=session.aire, year=2026, half=1, catalogue=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Why.objects.create(session=session, intervention="cpn", rank=6, text="Pourquoi")
    hold(everybody, session)
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(session, "cpn", moto(everybody, source=Source.FREE), everybody.scope_of("awa"))
    assert sessions.ORIGIN == "monitorage"


def test_what_an_aire_owes(session: Session) -> None:
    slots = slots_of([session], date(2026, 8, 31), Semester(2020, 1))
    assert [slot.semester.code for slot in slots] == ["2026-S1", "2025-S2", "2025-S1", "2024-S2"]
    assert (slots[0].word, slots[0].late, slots[0].due_on) == ("préparée", False, date(2026, 8, 31))
    assert slots_of([session], date(2026, 9, 1), None)[0].late
    assert (slots[1].word, slots[1].due_on) == ("en retard", date(2026, 2, 28))


def test_an_aire_owes_nothing_of_before_its_reports(session: Session) -> None:
    assert first_reported() == SEMESTER
    day = date(2027, 1, 5)
    assert [slot.semester.code for slot in slots_of([], day, first_reported())] == ["2026-S2", "2026-S1"]
    assert [slot.semester.code for slot in slots_of([], day, None)] == ["2026-S2"]
    assert [slot.semester.code for slot in slots_of([session], day, None)] == ["2026-S2", "2026-S1"]
