"""What becomes of a line: each change leaves a dated row, what cannot be is refused."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import IntegrityError, transaction

from core.seen import CHANGED
from core.workflow import Refusal, Stale
from followup.models import OPEN, Followup, Mark, Postponement, State
from followup.updating import NOT_YOURS, Said, may_update, update
from tests.cast import Cast
from tests.followup.conftest import TODAY, Make

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 15)


def say(cast: Cast, name: str, line: Followup, state: str = "", due_on: date = DUE, **more: Any) -> Followup:
    """``name`` says it on the line as it now is."""
    fresh = Followup.objects.located().get(pk=line.pk)
    said = Said(state or fresh.state, due_on, **({"progress": fresh.progress} | more))
    return update(fresh, said, cast.scope_of(name), version=fresh.version)


def test_the_days_late_are_counted_from_the_evening_of_the_due_date(make: Make) -> None:
    line = make()
    assert line.days_late(DUE) == 0
    assert line.days_late(date(2026, 6, 16)) == 1
    assert line.days_late(TODAY) == 109  # 15 in June, 31, 31, 30 in September, 2
    line.state = State.DONE
    assert line.days_late(TODAY) == 0


def test_late_is_the_same_in_rows_and_on_one_row(make: Make, everybody: Cast) -> None:
    for n, due in enumerate((TODAY, date(2026, 10, 1), DUE)):
        make(f"Ligne {n}", due_on=due)
    done = make("Faite")
    say(everybody, "awa", done, State.DONE)
    late = {line.text for line in Followup.objects.late(TODAY)}
    assert late == {"Ligne 1", "Ligne 2"} == {x.text for x in Followup.objects.all() if x.days_late(TODAY)}


def test_a_state_leaves_a_mark_with_its_author(make: Make, everybody: Cast) -> None:
    line = say(everybody, "salif", make(), State.ONGOING, word="La pièce est commandée", progress=40)
    mark = Mark.objects.get(followup=line)
    assert (mark.before, mark.after, mark.word, mark.progress) == (
        State.UNDONE,
        State.ONGOING,
        "La pièce est commandée",
        40,
    )
    assert (str(mark.person), mark.role, mark.at.date()) == ("Salif Diallo", "charge_sis", TODAY)
    assert (line.word, line.progress, line.version) == ("La pièce est commandée", 40, 1)


def test_done_has_its_day_and_open_again_has_none(make: Make, everybody: Cast) -> None:
    line = say(everybody, "awa", make(), State.DONE)
    assert line.settled_on == TODAY
    assert say(everybody, "awa", line, State.ONGOING).settled_on is None
    assert [mark.after for mark in line.marks.all()] == [State.DONE, State.ONGOING]


def test_each_postponement_is_a_row_with_its_reason(make: Make, everybody: Cast) -> None:
    line = make()
    say(everybody, "awa", line, due_on=date(2026, 11, 30), word="La pièce vient de Bamako")
    line = say(everybody, "awa", line, due_on=date(2026, 12, 15), word="Le mécanicien est absent")
    moves = [(p.before, p.after, p.reason) for p in Postponement.objects.filter(followup=line)]
    assert moves == [
        (DUE, date(2026, 11, 30), "La pièce vient de Bamako"),
        (date(2026, 11, 30), date(2026, 12, 15), "Le mécanicien est absent"),
    ]
    assert not line.marks.exists()


@pytest.mark.parametrize(
    ("state", "due_on", "word", "sentence"),
    [
        (State.DROPPED, DUE, " ", "pourquoi c’est annulé"),
        (State.UNDONE, date(2026, 11, 30), "", "pourquoi l’échéance change"),
        (State.DONE, date(2026, 11, 30), "Pluies", "garde son échéance"),
        (State.UNDONE, date(2026, 5, 3), "Pluies", "avant l’engagement, pris le 4 mai 2026"),
        (State.UNDONE, date(2037, 1, 1), "Pluies", "trop lointaine"),
    ],
)
def test_what_cannot_be_is_refused(
    make: Make, everybody: Cast, state: str, due_on: date, word: str, sentence: str
) -> None:
    line = make()
    with pytest.raises(Refusal, match=sentence):
        say(everybody, "awa", line, state, due_on, word=word)
    assert Followup.objects.get(pk=line.pk).version == 0
    assert not line.marks.exists()
    assert not line.postponements.exists()


def test_what_was_so_already_writes_nothing(make: Make, everybody: Cast) -> None:
    assert say(everybody, "awa", make()).version == 0
    assert not Mark.objects.exists()


def test_somebody_else_was_quicker(make: Make, everybody: Cast) -> None:
    line = make()
    say(everybody, "kadia", line, State.ONGOING)
    with pytest.raises(Stale) as refused:
        update(line, Said(State.DONE, DUE), everybody.scope_of("awa"), version=0)
    assert str(refused.value) == CHANGED
    assert Followup.objects.get(pk=line.pk).state == State.ONGOING


def test_an_owner_updates_wherever_the_line_stands(make: Make, everybody: Cast) -> None:
    """Julie, of a partner, keeps no follow-up; this line is hers all the same, the next one is not."""
    hers = make("Livrer la moto", owner=everybody.person_of("julie"), place=everybody.territory.second_aire)
    assert say(everybody, "julie", hers, State.DONE).state == State.DONE
    assert Mark.objects.get().role == "ptf"
    with pytest.raises(Refusal, match=NOT_YOURS[:20]):
        say(everybody, "julie", make(), State.DONE)


@pytest.mark.parametrize(
    ("name", "may"),
    [("kadia", True), ("sitan", False), ("oumar", False), ("fanta", True), ("binta", False), ("nana", True)],
)
def test_who_keeps_the_lines_of_an_aire(make: Make, everybody: Cast, name: str, may: bool) -> None:
    line = make(owner=None, owner_words="le bureau")
    assert may_update(everybody.scope_of(name), line) is may


def test_the_proof_is_opened_by_whoever_reads_the_line(make: Make, everybody: Cast) -> None:
    pdf = io.BytesIO(b"%PDF-1.7 recu\n%%EOF")
    proof = InMemoryUploadedFile(pdf, "proof", "../recu.pdf", "application/pdf", 13, None)
    line = say(everybody, "awa", make(), State.DONE, proof=proof)
    assert line.proof is not None
    assert line.marks.get().proof_id == line.proof_id
    for name, status in {"awa": 200, "moussa": 200, "fanta": 200, "oumar": 404, "julie": 404}.items():
        answer = everybody.client_of(name).get(f"/fichiers/{line.proof_id}/")
        assert answer.status_code == status, name
        assert status == 404 or b"".join(answer) == b"%PDF-1.7 recu\n%%EOF"  # read whole: closed
        shown = everybody.client_of(name).get(f"/suivi/{line.pk}/").content.decode()
        assert (f"/fichiers/{line.proof_id}/" in shown) is (status == 200)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"owner": None},
        {"aire": None},
        {"due_on": date(2026, 5, 3)},
        {"progress": 101},
        {"state": State.DONE},
        {"settled_on": TODAY},
    ],
)
def test_the_database_holds_to_it(make: Make, wrong: dict[str, Any]) -> None:
    line = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        Followup.objects.filter(pk=line.pk).update(**wrong)


def test_one_place_and_one_only(make: Make, everybody: Cast) -> None:
    line = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        Followup.objects.filter(pk=line.pk).update(commune=everybody.territory.host)


def test_the_database_wants_reasons(make: Make) -> None:
    line = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(followup=line, before=State.UNDONE, after=State.DROPPED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Postponement.objects.create(followup=line, before=DUE, after=TODAY, reason="")
    assert State.UNDONE in OPEN
