"""The engine of circuits: all or nothing, one winner, every act in the log."""

from collections.abc import Callable
from datetime import date

import pytest

from core.access import Action, Scope
from core.models import ActLog
from core.workflow import Actor, Circuit, Move, Refusal, Stale
from mandates.policy import actor_of
from monitoring.models import MonthlyReport, Period
from tests.cast import Cast

pytestmark = pytest.mark.django_db

Report = MonthlyReport


def only_filled(report: Report, _actor: Actor) -> str | None:
    return None if report.values else "Rien n’est saisi."


def burn(_report: Report, _log: ActLog) -> None:
    raise RuntimeError("the effect broke")


told: list[tuple[str, str, int]] = []


def tell(report: Report, log: ActLog) -> None:
    told.append((report.state, log.act, report.version))


# A circuit of our own, over a real table: two states need no other column.
CIRCUIT: Circuit[Report] = Circuit(
    kind="essai",
    model=Report,
    moves=(
        Move("rendre", "Rendre", Action.REPORT_DECLARE, ("brouillon",), "renvoye", guard=only_filled),
        Move("reprendre", "Reprendre", Action.REPORT_RETURN, ("renvoye",), "brouillon", needs_comment=True),
        Move("viser", "Viser", Action.CLINICAL_SIGN, ("brouillon",), None),
        Move("casser", "Casser", Action.REPORT_DECLARE, ("brouillon",), "renvoye", effect=burn),
    ),
    actor=actor_of,
    after_commit=tell,
)


@pytest.fixture
def report(everybody: Cast) -> Report:
    period = Period.objects.create(
        year=2026,
        month=9,
        starts_on=date(2026, 8, 28),
        ends_on=date(2026, 9, 27),
        due_on=date(2026, 10, 5),
        validation_due_on=date(2026, 10, 15),
    )
    return Report.objects.create(aire=everybody.territory.aire, period=period, values={"NV.M": 3})


@pytest.fixture
def kadia(everybody: Cast) -> Scope:
    return everybody.scope_of("kadia")


def stored(report: Report) -> tuple[str, int]:
    return Report.objects.values_list("state", "version").get(pk=report.pk)


def test_a_move_changes_the_state_counts_a_version_writes_the_log(
    report: Report, kadia: Scope, everybody: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        log = CIRCUIT.apply(report, "rendre", kadia, version=0, details={"ou": "bureau"})
        assert told == []
    assert stored(report) == (report.state, report.version) == ("renvoye", 1)
    assert told == [("renvoye", "rendre", 1)]
    assert (log.from_state, log.to_state, log.version) == ("brouillon", "renvoye", 1)
    assert (log.person_id, log.mandate_id, log.role) == (
        kadia.person_id,
        everybody.mandate_of("kadia").pk,
        "secretaire",
    )
    assert (log.details, log.place_name) == ({"ou": "bureau"}, "Samakélé")
    assert list(CIRCUIT.history(report)) == [log]


def test_a_stamp_keeps_the_state(report: Report, everybody: Cast) -> None:
    CIRCUIT.apply(report, "viser", everybody.scope_of("awa"), version=0)
    assert stored(report) == ("brouillon", 1)


@pytest.mark.parametrize(
    ("who", "act", "words"),
    [
        ("oumar", "rendre", "pas de votre ressort"),
        ("kadia", "viser", "pas de votre ressort"),
        ("salif", "reprendre", "n’est plus possible"),
    ],
)
def test_who_and_when_are_asked_again(
    report: Report, everybody: Cast, who: str, act: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        CIRCUIT.apply(report, act, everybody.scope_of(who), version=0, comment="motif")
    assert stored(report) == ("brouillon", 0)
    assert not ActLog.objects.exists()


def test_what_changed_meanwhile_is_read_again_first(report: Report, kadia: Scope) -> None:
    Report.objects.filter(pk=report.pk).update(version=4)
    with pytest.raises(Stale):
        CIRCUIT.apply(report, "rendre", kadia, version=0)
    assert stored(report) == ("brouillon", 4)


def test_a_guard_refuses_with_its_sentence(report: Report, kadia: Scope) -> None:
    Report.objects.filter(pk=report.pk).update(values={})
    with pytest.raises(Refusal, match="Rien n’est saisi"):
        CIRCUIT.apply(report, "rendre", kadia, version=0)
    assert stored(report) == ("brouillon", 0)


@pytest.mark.parametrize("comment", ["", "   \n"])
def test_a_return_without_a_reason_is_refused(report: Report, everybody: Cast, comment: str) -> None:
    Report.objects.filter(pk=report.pk).update(state="renvoye")
    with pytest.raises(Refusal, match="motif"):
        CIRCUIT.apply(report, "reprendre", everybody.scope_of("salif"), version=0, comment=comment)
    CIRCUIT.apply(report, "reprendre", everybody.scope_of("salif"), version=0, comment=" CPN4 à revoir ")
    assert ActLog.objects.get().comment == "CPN4 à revoir"


def test_a_broken_effect_leaves_no_trace(report: Report, kadia: Scope) -> None:
    with pytest.raises(RuntimeError):
        CIRCUIT.apply(report, "casser", kadia, version=0)
    assert stored(report) == ("brouillon", 0)
    assert (report.state, report.version) == ("brouillon", 0)
    assert not ActLog.objects.exists()


def test_the_buttons_of_each(report: Report, everybody: Cast) -> None:
    def buttons(who: str) -> list[str]:
        return [move.act for move in CIRCUIT.open_to(report, everybody.scope_of(who))]

    assert buttons("kadia") == ["rendre", "casser"]
    assert buttons("awa") == ["rendre", "viser", "casser"]
    assert buttons("salif") == buttons("oumar") == buttons("fanta") == []
