"""Every act × state × person of the circuit: what the table says, nothing else."""

import pytest
import time_machine
from django.core import serializers
from django.db import models

from core.access import Scope
from core.models import ActLog
from core.workflow import Refusal, Stale
from planning.models import Activity, LineDiff, Opinion, Plan, Pledge
from planning.workflow import CIRCUIT, MOVES
from tests.cast import PARTS, Cast
from tests.planning.moves import DETAILS, STATES, TABLE

TODAY = {"executer": "2027-01-04", "cloturer": "2028-01-10"}
KEPT: tuple[type[models.Model], ...] = (Plan, Activity, LineDiff, Opinion, Pledge, ActLog)


def everything() -> str:
    """Every row that an act may touch."""
    return "".join(serializers.serialize("json", model._default_manager.order_by("pk")) for model in KEPT)


def put(plan: Plan, state: str) -> Plan:
    """The plan in this state, as if its circuit had brought it there."""
    redo = "valider" if state == "renvoye" else ""
    Plan.objects.filter(pk=plan.pk).update(state=state, redo_from=redo)
    return Plan.objects.located().get(pk=plan.pk)


def test_the_table_is_the_one_of_the_design() -> None:
    assert {move.act for move in MOVES} == set(TABLE)


@pytest.mark.parametrize("act", TABLE)
def test_each_state_and_each_person(act: str, plan: Plan, everybody: Cast) -> None:
    people, sources, to = TABLE[act]
    scopes = {name: everybody.scope_of(name) for name in PARTS}
    for state in STATES:
        # A returned plan waits here for the CSRéf: the CA is not asked again.
        possible = state in sources and not (act == "adopter" and state == "renvoye")
        there = put(plan, state)
        before = everything()
        for name in PARTS:
            if name not in people or not possible:
                with pytest.raises(Refusal):
                    attempt(there, act, scopes[name])
        assert everything() == before, state
        for name in people if possible else ():
            there = put(plan, state)
            version = there.version
            log = attempt(there, act, scopes[name])
            there.refresh_from_db()
            wanted = {"=": state, "?": "avis"}.get(to, to)
            assert (there.state, there.version) == (wanted, version + 1), (state, name)
            assert (log.act, log.person_name, log.version) == (
                act,
                str(everybody.person_of(name)),
                version + 1,
            )
            assert log.mandate_id == everybody.mandate_of(name).pk


def attempt(plan: Plan, act: str, scope: Scope) -> ActLog:
    """The act as its page would ask for it, on a day when it may be done."""
    with time_machine.travel(TODAY.get(act, "2026-10-05"), tick=False):
        return CIRCUIT.apply(
            plan, act, scope, version=plan.version, comment="Dit ainsi.", details=DETAILS.get(act)
        )


def test_who_returns_says_from_where_it_is_done_again(plan: Plan, everybody: Cast) -> None:
    there = put(plan, "valide")
    details = {"reason": "financement", "redo_from": "avis"}
    CIRCUIT.apply(
        there, "renvoyer_drs", everybody.scope_of("nana"), version=there.version, comment="Revoir la part.",
        details=details,
    )  # fmt: skip
    CIRCUIT.apply(there, "deposer", everybody.scope_of("awa"), version=there.version)
    there.refresh_from_db()
    assert (there.state, there.redo_from) == ("adopte", "")


def test_what_must_be_adopted_again_is_not_deposited(plan: Plan, everybody: Cast) -> None:
    there = put(plan, "avis")
    details = {"reason": "normes", "redo_from": "adopter"}
    scope = everybody.scope_of("seydou")
    CIRCUIT.apply(there, "renvoyer_csref", scope, version=there.version, comment="Refaire.", details=details)
    with pytest.raises(Refusal, match="CA doit l’adopter"):
        CIRCUIT.apply(there, "deposer", everybody.scope_of("awa"), version=there.version)
    CIRCUIT.apply(there, "adopter", everybody.scope_of("moussa"), version=there.version)
    assert there.state == "adopte"


@pytest.mark.parametrize("act", ["renvoyer_commune", "renvoyer_csref", "renvoyer_drs", "valider", "diverger"])
def test_what_is_said_must_be_written(act: str, plan: Plan, everybody: Cast) -> None:
    people, sources, _ = TABLE[act]
    there = put(plan, sources[0])
    before = everything()
    with pytest.raises(Refusal):
        CIRCUIT.apply(
            there, act, everybody.scope_of(people[-1]), version=there.version, comment="  ",
            details=DETAILS.get(act),
        )  # fmt: skip
    assert everything() == before


def test_a_version_that_changed_is_not_approved(plan: Plan, everybody: Cast) -> None:
    there = put(plan, "valide")
    with pytest.raises(Stale):
        CIRCUIT.apply(there, "approuver", everybody.scope_of("nana"), version=there.version - 1)


def test_who_wrote_it_does_not_decide_of_it(plan: Plan, everybody: Cast) -> None:
    LineDiff.objects.filter(plan=plan).update(person=everybody.person_of("nana"))
    there = put(plan, "valide")
    with pytest.raises(Refusal, match="Vous avez écrit ce plan"):
        CIRCUIT.apply(there, "approuver", everybody.scope_of("nana"), version=there.version)


def test_a_commune_engages_on_its_own_lines(plan: Plan, everybody: Cast) -> None:
    there = put(plan, "adopte")
    line = plan.activities.get(rank=1)
    said = {"kind": "reserves", "pledges": {str(line.key): 150_000}}
    scope = everybody.scope_of("fanta")
    CIRCUIT.apply(there, "avis", scope, version=there.version, comment="Budget voté.", details=said)
    opinion = Opinion.objects.get()
    assert (opinion.commune, opinion.kind) == (everybody.territory.host, "reserves")
    assert [(p.planned, p.amount) for p in opinion.pledges.all()] == [(200_000, 150_000)]


@pytest.mark.parametrize(
    ("pledges", "why"),
    [
        ({"6c9b8d56-9de3-ad5e-dbd6-977012ae4664": 5}, "aucune autre"),
        ({"line": -1}, "montant"),
        ({"line": 10**18}, "montant"),
        ({"line": "cent"}, "montant"),
    ],
)
def test_an_engagement_elsewhere_is_refused(
    pledges: dict[str, object], why: str, plan: Plan, everybody: Cast
) -> None:
    there = put(plan, "adopte")
    key = str(plan.activities.get(rank=1).key)
    said = {"kind": "favorable", "pledges": {key if k == "line" else k: v for k, v in pledges.items()}}
    before = everything()
    with pytest.raises(Refusal, match=why):
        CIRCUIT.apply(there, "avis", everybody.scope_of("fanta"), version=there.version, details=said)
    assert everything() == before
