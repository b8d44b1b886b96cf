"""Saving cells: merged one by one, once only, never in silence."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from core.workflow import Refusal
from monitoring.entry import may_enter, report_of, save_cells, values_at
from monitoring.enums import NA, ReportState
from monitoring.form import Form
from monitoring.history import history_of
from monitoring.models import MonthlyReport, Period, ReportDiff
from tests.cast import Cast
from tests.reporting import act, complete_report, make_period, type_in, validated_report

pytestmark = pytest.mark.django_db


def test_the_first_save_makes_the_report(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    assert report_of(aire, october).pk is None
    saved = type_in(cast, "kadia", aire, october, {"CPN2": 3, "CPN3": 0, "CPN4": NA, "BCG.fixe": None})
    report = MonthlyReport.objects.get()
    assert report.values == {"CPN2": 3, "CPN3": 0, "CPN4": "NA"}
    assert (report.version, report.state) == (1, ReportState.DRAFT)
    assert saved.changed == ("CPN2", "CPN3", "CPN4")
    diff = ReportDiff.objects.get()
    assert diff.before == {"CPN2": None, "CPN3": None, "CPN4": None}
    assert diff.after == {"CPN2": 3, "CPN3": 0, "CPN4": "NA"}
    assert diff.person == cast.person_of("kadia")
    assert diff.mandate_id == cast.mandate_of("kadia").pk


def test_two_tabs_on_different_cells_never_collide(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"CPN2": 1, "CPN3": 1})
    type_in(cast, "awa", aire, october, {"CPN2": 1, "CPN3": 7}, base_version=1)
    saved = type_in(cast, "kadia", aire, october, {"CPN2": 5, "CPN3": 1}, base_version=1)
    assert saved.conflicts == ()
    assert MonthlyReport.objects.get().values == {"CPN2": 5, "CPN3": 7}


def test_one_cell_changed_on_both_sides_is_a_conflict_and_the_rest_is_saved(
    cast: Cast, october: Period
) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"CPN2": 1, "CPN3": 1})
    type_in(cast, "awa", aire, october, {"CPN2": 8}, base_version=1)
    saved = type_in(cast, "kadia", aire, october, {"CPN2": 5, "CPN3": 6}, base_version=1)
    (conflict,) = saved.conflicts
    assert (conflict.key, conflict.mine, conflict.theirs) == ("CPN2", 5, 8)
    assert conflict.label == "Deuxième visite"
    assert conflict.their_name == "Awa Diarra"
    assert conflict.their_at is not None
    assert saved.changed == ("CPN3",)
    assert MonthlyReport.objects.get().values == {"CPN2": 8, "CPN3": 6}
    chosen = type_in(cast, "kadia", aire, october, {"CPN2": 5}, base_version=saved.version)
    assert chosen.conflicts == ()
    assert MonthlyReport.objects.get().values["CPN2"] == 5


def test_the_same_value_on_both_sides_is_no_conflict(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"CPN2": 1})
    type_in(cast, "awa", aire, october, {"CPN2": 8}, base_version=1)
    saved = type_in(cast, "kadia", aire, october, {"CPN2": 8}, base_version=1)
    assert (saved.conflicts, saved.changed, saved.version) == ((), (), 2)
    assert ReportDiff.objects.count() == 2


def test_emptying_against_typing_is_a_conflict(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"CPN2": 1})
    type_in(cast, "awa", aire, october, {"CPN2": None}, base_version=1)
    saved = type_in(cast, "kadia", aire, october, {"CPN2": 5}, base_version=1)
    assert [(c.mine, c.theirs) for c in saved.conflicts] == [(5, None)]
    assert MonthlyReport.objects.get().values == {}


def test_an_offline_device_tells_what_it_saw(cast: Cast, october: Period, form: Form) -> None:
    aire = cast.territory.aire
    type_in(cast, "awa", aire, october, {"CPN2": 8, "CPN3": 2})
    saved = save_cells(
        report_of(aire, october),
        {"CPN2": 5, "CPN3": 2, "CPN4": 1},
        form=form,
        scope=cast.scope_of("kadia"),
        base_version=0,
        operation=uuid4(),
        base_values={"CPN3": 2},
        origin="appareil",
    )
    assert [c.key for c in saved.conflicts] == ["CPN2"]
    assert saved.changed == ("CPN4",)
    assert ReportDiff.objects.latest("pk").origin == "appareil"


def test_an_operation_is_done_once(cast: Cast, october: Period, form: Form) -> None:
    aire, operation = cast.territory.aire, uuid4()
    scope = cast.scope_of("kadia")
    answers = [
        save_cells(
            report_of(aire, october), {"CPN2": 3}, form=form, scope=scope, base_version=0, operation=operation
        )
        for _ in range(3)
    ]
    assert [a.replayed for a in answers] == [False, True, True]
    assert {a.changed for a in answers} == {("CPN2",)}
    assert {a.at for a in answers} == {answers[0].at}
    assert ReportDiff.objects.count() == 1
    assert MonthlyReport.objects.get().version == 1


def test_a_replay_does_not_undo_what_came_after(cast: Cast, october: Period, form: Form) -> None:
    aire, operation = cast.territory.aire, uuid4()
    again = {"form": form, "scope": cast.scope_of("kadia"), "base_version": 0, "operation": operation}
    save_cells(report_of(aire, october), {"CPN2": 3}, **again)  # type: ignore[arg-type]
    type_in(cast, "awa", aire, october, {"CPN2": 9})
    replay = save_cells(report_of(aire, october), {"CPN2": 3}, **again)  # type: ignore[arg-type]
    assert replay.conflicts == ()
    assert MonthlyReport.objects.get().values == {"CPN2": 9}


def test_an_operation_belongs_to_one_report(cast: Cast, october: Period, form: Form) -> None:
    operation = uuid4()
    for aire, name in ((cast.territory.aire, "awa"), (cast.territory.second_aire, "oumar")):
        report = report_of(aire, october)
        arguments = {"form": form, "scope": cast.scope_of(name), "base_version": 0, "operation": operation}
        if name == "awa":
            save_cells(report, {"CPN2": 3}, **arguments)  # type: ignore[arg-type]
        else:
            with pytest.raises(Refusal, match="autre rapport"):
                save_cells(report, {"CPN2": 3}, **arguments)  # type: ignore[arg-type]
    assert MonthlyReport.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "cells", "allowed"),
    [
        ("kadia", {"CPN2": 1, "REC_ACT": 2}, True),
        ("awa", {"CPN2": 1}, True),
        ("awa", {"REC_ACT": 1}, False),
        ("awa", {"CPN2": 1, "REC_ACT": 1}, False),
        ("sitan", {"REC_ACT": 1}, True),
        ("sitan", {"CPN2": 1}, False),
        ("moussa", {"REC_ACT": 1}, False),
        ("oumar", {"CPN2": 1}, False),
        ("salif", {"CPN2": 1, "REC_ACT": 2}, True),
        ("seydou", {"CPN2": 1}, False),
        ("nana", {"CPN2": 1}, False),
    ],
)
def test_each_types_their_own_sections(
    cast: Cast, october: Period, name: str, cells: dict[str, int], allowed: bool
) -> None:
    if allowed:
        assert type_in(cast, name, cast.territory.aire, october, cells).changed == tuple(cells)
        return
    with pytest.raises(Refusal, match="ne donne pas la saisie"):
        type_in(cast, name, cast.territory.aire, october, cells)
    assert not MonthlyReport.objects.exists()


def test_an_unknown_cell_is_refused(cast: Cast, october: Period) -> None:
    with pytest.raises(Refusal, match="n’existe pas"):
        type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 1, "ZZ": 4})
    assert not MonthlyReport.objects.exists()


def test_a_month_that_has_not_begun_is_closed(cast: Cast, october: Period) -> None:
    with pytest.raises(Refusal, match="1er décembre 2026"):
        type_in(cast, "kadia", cast.territory.aire, make_period("2026-12"), {"CPN2": 1})


def test_an_aire_that_did_not_exist_then_is_closed(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    aire.opened_on = date(2026, 11, 1)
    aire.save()
    with pytest.raises(Refusal, match="n’était pas ouverte"):
        type_in(cast, "kadia", aire, october, {"CPN2": 1})


def test_a_declared_report_is_locked(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    with pytest.raises(Refusal, match="déclaré complet"):
        type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 9})
    assert MonthlyReport.objects.get(pk=report.pk).values["CPN2"] == 10


def test_a_changed_section_loses_its_stamp_and_only_it(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    act(cast, "salif", report, "renvoyer", "Corrigez la CPN.")
    saved = type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 9})
    assert saved.erased == ("Consultation prénatale",)
    left = set(report.stamps.values_list("section__code", flat=True))
    assert left == {
        *("curatif", "paludisme", "accouchements", "planification", "pev", "nutrition", "reference", "deces"),
        *("medicaments", "finances", "personnel", "vie-asaco"),
    }
    again = type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 9})
    assert again.erased == ()


def test_a_reopening_opens_the_sections_it_names_until_its_day(
    cast: Cast, october: Period, form: Form, now: time_machine.Traveller
) -> None:
    report = validated_report(cast, october)
    act(cast, "salif", report, "rouvrir", "Erreur en CPN.", sections=["cpn"], until="2026-11-10")
    aire = cast.territory.aire
    with pytest.raises(Refusal, match="n’a pas été rouverte"):
        type_in(cast, "kadia", aire, october, {"BCG.fixe": 1})
    assert type_in(cast, "kadia", aire, october, {"CPN2": 11}).erased == ("Consultation prénatale",)
    scope = cast.scope_of("kadia")
    report = MonthlyReport.objects.located().get()
    sentences = {s.code: may_enter(report, scope, s) for s in form.sections}
    assert {code for code, sentence in sentences.items() if not sentence} == {"cpn"}
    now.shift(timedelta(days=8))
    with pytest.raises(Refusal, match="pris fin le 10 novembre 2026"):
        type_in(cast, "kadia", aire, october, {"CPN2": 12})


def test_may_enter_says_the_same_as_saving(cast: Cast, october: Period, form: Form) -> None:
    report = report_of(cast.territory.aire, october)
    value = 0
    for name in ("kadia", "awa", "sitan", "moussa", "oumar", "salif"):
        for section in form.sections:
            sentence = may_enter(report, cast.scope_of(name), section)
            key, value = section.cells[0].key, value + 1
            if sentence:
                with pytest.raises(Refusal):
                    type_in(cast, name, cast.territory.aire, october, {key: value})
            else:
                type_in(cast, name, cast.territory.aire, october, {key: value})


def test_the_past_is_rebuilt_from_the_differences(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    for cells in ({"CPN2": 1}, {"CPN2": 2, "CPN3": 5}, {"CPN2": None}):
        type_in(cast, "kadia", aire, october, cells)
    report = MonthlyReport.objects.get()
    past = [values_at(report, version) for version in range(4)]
    assert [{k: v for k, v in values.items() if v is not None} for values in past] == [
        {},
        {"CPN2": 1},
        {"CPN2": 2, "CPN3": 5},
        {"CPN3": 5},
    ]


def test_history_says_who_changed_what(cast: Cast, october: Period, form: Form) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"CPN2": 1})
    type_in(cast, "awa", aire, october, {"CPN2": 2})
    last, first = history_of(MonthlyReport.objects.get(), form)
    assert (last.name, last.cells) == ("Awa Diarra", (("Deuxième visite", 1, 2),))
    assert (first.name, first.cells) == ("Kadia Traoré", (("Deuxième visite", None, 1),))
    assert history_of(report_of(cast.territory.second_aire, october), form) == []
