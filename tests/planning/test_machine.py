"""The circuit of a plan walked at random: a model kept apart from the code says what must hold."""

from typing import Any

import pytest
import time_machine
from django.core import serializers
from django.db import models, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.models import ActLog
from core.workflow import Refusal, Stale
from planning.beginning import begin
from planning.lines import write_line
from planning.models import Activity, LineDiff, Look, Opinion, Plan, Pledge
from planning.workflow import CIRCUIT
from tests.cast import PARTS, Cast, cast
from tests.planning.conftest import BLANK, NOW
from tests.planning.moves import DETAILS, TABLE
from tests.territory import small_territory

ORDER = ("adopter", "avis", "valider", "approuver")
STATE_OF = {"adopter": "brouillon", "avis": "adopte", "valider": "avis", "approuver": "valide"}
RETURNS = {"renvoyer_commune": "avis", "renvoyer_csref": "valider", "renvoyer_drs": "approuver"}
LOCKED = ("adopte", "avis", "valide", "approuve", "execution", "cloture", "retire")
DECIDES = ("adopter", "avis", "avis_touche", "valider", "approuver", "approuver_reserves")
NAMES = ("kadia", "moussa", "awa", "fanta", "drissa", "seydou", "nana", "oumar", "boubacar")
KEPT: tuple[type[models.Model], ...] = (Plan, Activity, LineDiff, Opinion, Pledge, ActLog, Look)


def rows() -> str:
    """Every row that an act may touch."""
    return "".join(serializers.serialize("json", model._default_manager.order_by("pk")) for model in KEPT)


class Machine(RuleBasedStateMachine):
    """One plan, everybody; ``state``, ``redo``, ``version``, ``told`` are what the model believes."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.clock.start()

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.players: Cast = cast(small_territory())
        self.scopes = {name: self.players.scope_of(name) for name in PARTS}
        self.plan = begin(self.players.territory.aire, 2027, self.scopes["kadia"])
        self.state, self.redo, self.version = "brouillon", "", 0
        self.authors, self.lines = {"kadia"}, 0
        self.told: list[tuple[str, str, int, int]] = []

    # ---- The model ----
    def allowed(self, name: str, act: str) -> bool:
        people, sources, _ = TABLE[act]
        if name not in people or self.state not in sources or act in ("executer", "cloturer"):
            return False  # its year has not begun
        if act == "adopter" and (not self.lines or (self.state == "renvoye" and self.redo != "adopter")):
            return False
        if act == "deposer" and self.redo == "adopter":
            return False
        return not (act in DECIDES and name in self.authors)

    def after(self, act: str, redo: str) -> None:
        to = TABLE[act][2]
        if act in RETURNS:
            self.state, self.redo = "renvoye", redo
        elif act == "deposer":
            self.state, self.redo = STATE_OF[self.redo], ""
        elif to != "=":
            self.state, self.redo = to, ""

    # ---- What people do ----
    @rule(data=st.data(), back=st.integers(0, 3))
    def act_rightly(self, data: st.DataObject, back: int) -> None:
        """What chance alone would seldom find: an act that may be done now."""
        open_now = [(name, act) for name in NAMES for act in sorted(TABLE) if self.allowed(name, act)]
        if open_now:
            self.act(*data.draw(st.sampled_from(open_now)), back)

    @rule(name=st.sampled_from(NAMES), act=st.sampled_from(sorted(TABLE)), back=st.integers(0, 3))
    def try_to_act(self, name: str, act: str, back: int) -> None:
        self.act(name, act, back)

    def act(self, name: str, act: str, back: int) -> None:
        redo = ORDER[max(ORDER.index(RETURNS[act]) - back, 0)] if act in RETURNS else ""
        details: dict[str, Any] = dict(DETAILS.get(act, {})) | ({"redo_from": redo} if redo else {})
        before = rows()
        try:
            log = CIRCUIT.apply(
                self.plan, act, self.scopes[name], version=self.version, comment="Dit ainsi.", details=details
            )
        except Refusal:
            assert not self.allowed(name, act), (name, act, self.state)
            assert rows() == before
            return
        assert self.allowed(name, act), (name, act, self.state)
        self.after(act, redo)
        self.version += 1
        person, mandate = self.players.person_of(name), self.players.mandate_of(name)
        assert (log.person_id, log.mandate_id) == (person.pk, mandate.pk)
        self.told.append((act, log.to_state, self.version, person.pk))

    @precondition(lambda self: self.version > 0)
    @rule(name=st.sampled_from(NAMES), act=st.sampled_from(sorted(TABLE)))
    def act_on_an_old_page(self, name: str, act: str) -> None:
        before = rows()
        try:
            CIRCUIT.apply(
                self.plan, act, self.scopes[name], version=self.version - 1, comment="Dit ainsi.",
                details=dict(DETAILS.get(act, {})),
            )  # fmt: skip
        except Refusal as refusal:
            told = refusal
        else:
            raise AssertionError((name, act))
        people, sources, _ = TABLE[act]
        assert isinstance(told, Stale) == (name in people and self.state in sources)
        assert rows() == before

    @rule(name=st.sampled_from(("kadia", "awa", "moussa", "nana", "oumar")))
    def write(self, name: str) -> None:
        before = rows()
        try:
            write_line(self.plan, self.scopes[name], BLANK | {"text": f"Ligne {self.lines}"})
        except Refusal:
            assert name not in ("kadia", "awa") or self.state in LOCKED
            assert rows() == before
            return
        assert name in ("kadia", "awa")
        assert self.state not in LOCKED
        self.lines += 1
        self.version += 1
        self.authors.add(name)

    # ---- What holds at every moment ----
    @invariant()
    def it_is_as_believed(self) -> None:
        fresh = Plan.objects.get(pk=self.plan.pk)
        assert (fresh.state, fresh.redo_from, fresh.version) == (self.state, self.redo, self.version)
        assert Activity.objects.filter(plan=fresh).count() == self.lines

    @invariant()
    def one_row_an_act_and_they_replay(self) -> None:
        logs = list(CIRCUIT.history(self.plan))
        assert [(log.act, log.to_state, log.version, log.person_id) for log in logs] == self.told
        state = "brouillon"
        for log in logs:
            assert log.from_state == state
            state = log.to_state
        assert state == self.state

    @invariant()
    def no_author_decided(self) -> None:
        people = {self.players.person_of(name).pk for name in self.authors}
        assert not any(act in DECIDES and person in people for act, _, _, person in self.told)


@pytest.mark.django_db
def test_any_walk() -> None:
    run_state_machine_as_test(Machine)
