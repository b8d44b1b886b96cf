"""Every act × state × person of the circuit: what the table says, nothing else."""

from datetime import date

import pytest
import time_machine
from django.core import serializers
from django.db import models

from conventions.beginning import begin, follow
from conventions.enums import CamKind
from conventions.models import Cam, Commitment, Due, Substitute
from conventions.pairs import Pair
from conventions.workflow import CIRCUIT, MOVES
from core.access import Scope
from core.models import ActLog
from core.workflow import Refusal, Stale
from tests.cast import PARTS, Cast
from tests.conventions.moves import CHAIN, DETAILS, STATES, TABLE, in_force, walk

KEPT: tuple[type[models.Model], ...] = (Cam, Commitment, Due, Substitute, ActLog)
DAY = date(2026, 10, 5)


def everything() -> str:
    """Every row that an act may touch."""
    return "".join(serializers.serialize("json", model._default_manager.order_by("pk")) for model in KEPT)


def put(cam: Cam, state: str, cast: Cast, *, denounced_by: str = "commune") -> Cam:
    """The convention in this state, with what its circuit would have written."""
    rank = STATES.index(state) if state != "retiree" else 0
    signed = rank >= STATES.index("signee")
    Due.objects.all().delete()
    Cam.objects.filter(pk=cam.pk).update(
        state=state,
        advised_on=DAY if rank >= 2 else None,
        deliberated_on=DAY if rank >= 3 else None,
        commune_signer=cast.person_of("fanta") if signed else None,
        commune_signed_on=DAY if signed else None,
        asaco_signer=cast.person_of("moussa") if signed else None,
        asaco_signed_on=DAY if signed else None,
        vised_on=DAY if rank >= 5 else None,
        starts_on=DAY if rank >= 6 else None,
        ends_on=date(2031, 10, 4) if rank >= 6 else None,
        denounced_by=denounced_by if state == "denoncee" else "",
    )
    return Cam.objects.located().get(pk=cam.pk)


def test_the_table_is_the_one_of_the_field() -> None:
    assert {move.act for move in MOVES} == set(TABLE)


@pytest.mark.parametrize("act", TABLE)
def test_each_state_and_each_person(act: str, cam: Cam, everybody: Cast) -> None:
    people, sources, to = TABLE[act]
    scopes = {name: everybody.scope_of(name) for name in PARTS}
    by = "asaco" if act.endswith("asaco") else "commune"
    for state in STATES:
        there = put(cam, state, everybody, denounced_by=by)
        before = everything()
        for name in PARTS:
            if name not in people or state not in sources:
                with pytest.raises(Refusal):
                    attempt(there, act, scopes[name])
        assert everything() == before, state
        for name in people if state in sources else ():
            there = put(cam, state, everybody, denounced_by=by)
            version = there.version
            log = attempt(there, act, scopes[name])
            there.refresh_from_db()
            wanted = {"=": state, "?": "deliberee"}.get(to, to)
            assert (there.state, there.version) == (wanted, version + 1), (state, name)
            assert (log.person_name, log.version) == (str(everybody.person_of(name)), version + 1)
            assert log.mandate_id == everybody.mandate_of(name).pk


def attempt(cam: Cam, act: str, scope: Scope) -> ActLog:
    return CIRCUIT.apply(
        cam, act, scope, version=cam.version, comment="Dit ainsi.", details=dict(DETAILS.get(act, {}))
    )


@pytest.mark.parametrize("first", ["commune", "asaco"])
def test_signed_once_both_have(first: str, cam: Cam, everybody: Cast) -> None:
    acts = {"commune": ("fanta", "signer_commune"), "asaco": ("moussa", "signer_asaco")}
    other = acts["asaco" if first == "commune" else "commune"]
    there = walk(cam, everybody, *CHAIN[:3], acts[first])
    assert there.state == "deliberee"
    with pytest.raises(Refusal, match="a déjà signé"):
        walk(there, everybody, acts[first])
    assert walk(there, everybody, other).state == "signee"


@pytest.mark.parametrize(
    "act",
    [act for act, move in CIRCUIT.by_act.items() if move.needs_comment],
)
def test_what_must_be_written(act: str, cam: Cam, everybody: Cast) -> None:
    people, sources, _ = TABLE[act]
    there = put(cam, sources[0], everybody, denounced_by="asaco" if "asaco" in act else "commune")
    before = everything()
    with pytest.raises(Refusal, match="Écrivez"):
        CIRCUIT.apply(there, act, everybody.scope_of(people[0]), version=there.version, comment="  ")
    assert everything() == before


@pytest.mark.parametrize(
    ("act", "details", "comment", "why"),
    [
        ("avis", {}, "", "Dites si l’avis"),
        ("avis", {"kind": "tacite"}, "", "Dites si l’avis"),
        ("avis", {"kind": "reserves"}, " ", "dites pourquoi"),
        ("avis", {"kind": "defavorable"}, "", "dites pourquoi"),
        ("deliberer", {"on": "2026-10-05"}, "", "numéro"),
        ("deliberer", {"deliberation": "1", "on": "2026-10-06"}, "", "à venir"),
        ("deliberer", {"deliberation": "1", "on": "2026-10-04"}, "", "daté d’avant"),
        ("deliberer", {"deliberation": "1", "on": "hier"}, "", "date de la délibération"),
    ],
)
def test_what_an_act_must_say(
    act: str, details: dict[str, str], comment: str, why: str, cam: Cam, everybody: Cast
) -> None:
    people, sources, _ = TABLE[act]
    there = put(cam, sources[0], everybody)
    before = everything()
    scope = everybody.scope_of(people[0])
    with pytest.raises(Refusal, match=why):
        CIRCUIT.apply(there, act, scope, version=there.version, comment=comment, details=details)
    assert everything() == before


def test_both_parties_promise_before_it_is_deposited(cam: Cam, everybody: Cast) -> None:
    cam.commitments.filter(party="asaco").delete()
    with pytest.raises(Refusal, match="au moins une ligne de chaque partie"):
        walk(cam, everybody, ("moussa", "deposer"))


def test_a_version_that_changed_is_not_signed(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, *CHAIN[:3])
    with pytest.raises(Stale):
        CIRCUIT.apply(there, "signer_commune", everybody.scope_of("fanta"), version=there.version - 1)


def test_in_force_it_has_its_dates_and_its_years(cam: Cam, everybody: Cast) -> None:
    there = in_force(cam, everybody)
    assert (there.starts_on, there.ends_on) == (DAY, date(2031, 10, 4))
    yearly = there.commitments.get(text__startswith="Constituer le stock initial")
    assert [(due.year, due.due_on) for due in yearly.dues.all()] == [
        (year, date(year, 3, 31)) for year in (2027, 2028, 2029, 2030, 2031)
    ]
    assert Due.objects.count() == there.commitments.count() * 5


def test_it_does_not_begin_before_its_day(cam: Cam, everybody: Cast, october: time_machine.Traveller) -> None:
    Cam.objects.filter(pk=cam.pk).update(starts_on=date(2026, 11, 1))
    there = walk(cam, everybody, *CHAIN[:-1])
    with pytest.raises(Refusal, match="n’est pas venue"):
        walk(there, everybody, CHAIN[-1])
    october.move_to("2026-11-03T10:00:00+00:00")
    assert walk(there, everybody, CHAIN[-1]).starts_on == date(2026, 11, 1)


def test_it_never_begins_before_it_is_signed(cam: Cam, everybody: Cast) -> None:
    Cam.objects.filter(pk=cam.pk).update(starts_on=date(2026, 1, 1))
    assert in_force(cam, everybody).starts_on == DAY


def test_what_is_sent_back_loses_what_was_said_of_it(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, *CHAIN[:5], ("boubacar", "refuser_visa"))
    assert there.state == "brouillon"
    left = (there.advised_on, there.deliberated_on, there.commune_signer, there.asaco_signed_on)
    assert (left, there.deliberation) == ((None, None, None, None), "")


def test_a_denunciation_runs_its_notice(cam: Cam, everybody: Cast, october: time_machine.Traveller) -> None:
    there = in_force(cam, everybody)
    october.move_to("2026-11-30T10:00:00+00:00")
    there = walk(there, everybody, ("moussa", "denoncer_asaco"))
    # Three months from 30 November: February has no 30th, it ends with its last day.
    assert (there.denounced_by, there.ends_on) == ("asaco", date(2027, 2, 28))
    with pytest.raises(Refusal, match="nulle autre"):
        walk(there, everybody, ("fanta", "maintenir_commune"))
    there = walk(there, everybody, ("moussa", "maintenir_asaco"))
    assert (there.state, there.denounced_by, there.ends_on) == ("vigueur", "", date(2031, 10, 4))


def test_a_notice_never_lengthens(cam: Cam, everybody: Cast, october: time_machine.Traveller) -> None:
    there = in_force(cam, everybody)
    october.move_to("2031-09-01T10:00:00+00:00")
    assert walk(there, everybody, ("fanta", "denoncer_commune")).ends_on == date(2031, 10, 4)


def test_without_notice_it_ends_that_day(cam: Cam, everybody: Cast) -> None:
    there = in_force(cam, everybody)
    Cam.objects.filter(pk=cam.pk).update(notice_months=0)
    assert walk(there, everybody, ("fanta", "denoncer_commune")).ends_on == DAY


def test_what_is_over_is_not_denounced(cam: Cam, everybody: Cast, october: time_machine.Traveller) -> None:
    there = in_force(cam, everybody)
    october.move_to("2031-10-05T10:00:00+00:00")
    with pytest.raises(Refusal, match="échue"):
        walk(there, everybody, ("fanta", "denoncer_commune"))


def test_an_avenant_replaces_and_keeps_the_last_day(
    cam: Cam, everybody: Cast, october: time_machine.Traveller
) -> None:
    first = in_force(cam, everybody)
    october.move_to("2027-03-01T10:00:00+00:00")
    made = follow(first, CamKind.AMENDMENT, everybody.scope_of("issa"), reason="Une moto de plus.")
    acts = [(name, act) for name, act in CHAIN if act != "deliberer"]
    made = walk(made, everybody, *acts[:2])
    said = {"deliberation": "3", "on": "2027-03-01"}
    CIRCUIT.apply(made, "deliberer", everybody.scope_of("fanta"), version=made.version, details=said)
    made = walk(made, everybody, *acts[2:])
    first.refresh_from_db()
    assert (made.starts_on, made.ends_on) == (date(2027, 3, 1), date(2031, 10, 4))
    assert (first.state, first.ends_on) == ("remplacee", date(2027, 2, 28))
    last = CIRCUIT.history(first).last()
    assert last is not None
    assert (last.act, last.details, last.version) == ("remplacer", {"by": made.number}, first.version)
    # Denounced then kept, the avenant comes back to the term of what it changed.
    made = walk(made, everybody, ("moussa", "denoncer_asaco"))
    assert made.ends_on == date(2027, 5, 31)
    assert walk(made, everybody, ("moussa", "maintenir_asaco")).ends_on == date(2031, 10, 4)


def test_an_avenant_waits_while_the_convention_is_denounced(cam: Cam, everybody: Cast) -> None:
    first = in_force(cam, everybody)
    made = follow(first, CamKind.AMENDMENT, everybody.scope_of("issa"), reason="Une moto de plus.")
    Cam.objects.filter(pk=made.pk).update(starts_on=date(2026, 10, 5))
    made = walk(made, everybody, *CHAIN[:-1])
    walk(first, everybody, ("moussa", "denoncer_asaco"))
    with pytest.raises(Refusal, match="dénoncée"):
        walk(made, everybody, CHAIN[-1])


def test_what_takes_effect_the_same_day_does_not_replace(cam: Cam, everybody: Cast) -> None:
    first = in_force(cam, everybody)
    made = follow(first, CamKind.AMENDMENT, everybody.scope_of("issa"), reason="Une moto de plus.")
    made = walk(made, everybody, *CHAIN[:-1])
    before = everything()
    with pytest.raises(Refusal, match="changez la date d’effet"):
        walk(made, everybody, CHAIN[-1])
    assert everything() == before


def test_a_renewal_begins_the_day_after(cam: Cam, everybody: Cast, october: time_machine.Traveller) -> None:
    first = in_force(cam, everybody)
    october.move_to("2031-10-20T10:00:00+00:00")
    made = follow(first, CamKind.RENEWAL, everybody.scope_of("moussa"))
    assert (made.starts_on, made.edition, made.months) == (date(2031, 10, 5), 2, 60)
    said = {"deliberation": "9", "on": "2031-10-20"}
    made = walk(made, everybody, *CHAIN[:2])
    CIRCUIT.apply(made, "deliberer", everybody.scope_of("fanta"), version=made.version, details=said)
    made = walk(made, everybody, *CHAIN[3:])
    first.refresh_from_db()
    # Signed late, it begins late; the former one keeps the day on which it ended.
    assert (made.starts_on, made.ends_on) == (date(2031, 10, 20), date(2036, 10, 19))
    assert (first.state, first.ends_on) == ("remplacee", date(2031, 10, 4))


def test_each_pair_for_itself(cam: Cam, everybody: Cast) -> None:
    """Samakélé with Ben Kadi is another convention, of another mayor."""
    in_force(cam, everybody)
    other = begin(Pair(everybody.territory.aire, everybody.territory.neighbour), everybody.scope_of("drissa"))
    with pytest.raises(Refusal, match="ressort"):
        walk(other, everybody, ("fanta", "deposer"))
    assert walk(other, everybody, ("drissa", "deposer")).state == "deposee"
