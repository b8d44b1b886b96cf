"""The circuit of a convention walked at random: a model kept apart from the code says what must hold."""

from datetime import date, timedelta
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

from conventions.beginning import begin, follow
from conventions.enums import CamKind
from conventions.models import Cam, Commitment, Due
from conventions.pairs import Pair
from conventions.workflow import CIRCUIT
from core.models import ActLog
from core.workflow import Refusal, Stale
from tests.cast import PARTS, Cast, cast
from tests.conventions.conftest import NOW
from tests.conventions.moves import DETAILS, TABLE
from tests.territory import small_territory

NAMES = ("kadia", "moussa", "awa", "fanta", "issa", "drissa", "seydou", "nana", "boubacar")
OVER = ("remplacee", "retiree")
KEPT: tuple[type[models.Model], ...] = (Cam, Commitment, Due, ActLog)
FIRST_DAY = date(2026, 10, 5)


def rows() -> str:
    """Every row that an act may touch."""
    return "".join(serializers.serialize("json", model._default_manager.order_by("pk")) for model in KEPT)


class Machine(RuleBasedStateMachine):
    """One pair, everybody; the model: the edition that moves, the one that stands, who signed, which day."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.traveller = self.clock.start()

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def start(self) -> None:
        self.players: Cast = cast(small_territory())
        self.scopes = {name: self.players.scope_of(name) for name in PARTS}
        self.pair = Pair(self.players.territory.aire, self.players.territory.host)
        self.today = FIRST_DAY
        self.cam = self.begun("fanta")
        self.state, self.version = "brouillon", 0
        self.signed: set[str] = set()
        self.denounced = ""
        self.standing: int | None = None  # the other edition, in force while this one is written
        self.standing_from = FIRST_DAY
        self.told: list[tuple[str, str, int]] = []

    def begun(self, name: str) -> Cam:
        """A draft of two lines: the others would only slow the walk."""
        made = begin(self.pair, self.scopes[name])
        kept = [made.commitments.filter(party=party)[0].pk for party in ("commune", "asaco")]
        made.commitments.exclude(pk__in=kept).delete()
        return made

    # ---- The model ----
    def allowed(self, name: str, act: str) -> bool:
        people, sources, _ = TABLE[act]
        if name not in people or self.state not in sources:
            return False
        party = act.partition("_")[2]
        if act.startswith("signer"):
            return party not in self.signed
        if act.startswith("maintenir"):
            return party == self.denounced
        if act == "vigueur" and self.standing is not None:
            return self.today > self.standing_from  # the former one ends the day before
        return True

    def after(self, act: str) -> None:
        to, party = TABLE[act][2], act.partition("_")[2]
        if act.startswith("signer"):
            self.signed.add(party)
            self.state = "signee" if len(self.signed) == 2 else "deliberee"
        elif to != "=":
            self.state = to
        if to in ("brouillon", "retiree"):
            self.signed.clear()
        if act.startswith("denoncer"):
            self.denounced = party
        if act.startswith("maintenir"):
            self.denounced = ""
        if act == "vigueur":
            self.standing, self.standing_from = None, self.today

    # ---- What people do ----
    @rule(data=st.data())
    def act_rightly(self, data: st.DataObject) -> None:
        """What chance alone would seldom find: an act that may be done now."""
        open_now = [(name, act) for name in NAMES for act in sorted(TABLE) if self.allowed(name, act)]
        onward = [one for one in open_now if one[1] not in ("retirer", "reprendre")]
        if open_now:
            self.act(*data.draw(st.sampled_from(onward or open_now)))

    @rule(name=st.sampled_from(NAMES), act=st.sampled_from(sorted(TABLE)))
    def try_to_act(self, name: str, act: str) -> None:
        self.act(name, act)

    def act(self, name: str, act: str) -> None:
        before = rows()
        try:
            log = CIRCUIT.apply(
                self.cam, act, self.scopes[name], version=self.version, comment="Dit ainsi.",
                details=self.details(act),
            )  # fmt: skip
        except Refusal:
            assert not self.allowed(name, act), (name, act, self.state)
            assert rows() == before
            return
        assert self.allowed(name, act), (name, act, self.state)
        self.after(act)
        self.version += 1
        assert log.mandate_id == self.players.mandate_of(name).pk
        self.told.append((act, log.to_state, self.version))

    def details(self, act: str) -> dict[str, Any]:
        said = dict(DETAILS.get(act, {}))
        return said | ({"on": self.today.isoformat()} if "on" in said else {})

    @precondition(lambda self: self.version > 0)
    @rule(name=st.sampled_from(NAMES), act=st.sampled_from(sorted(TABLE)))
    def act_on_an_old_page(self, name: str, act: str) -> None:
        before = rows()
        with pytest.raises(Refusal) as told:
            CIRCUIT.apply(
                self.cam, act, self.scopes[name], version=self.version - 1, comment="Dit ainsi.",
                details=self.details(act),
            )  # fmt: skip
        people, sources, _ = TABLE[act]
        assert isinstance(told.value, Stale) == (name in people and self.state in sources)
        assert rows() == before

    @rule(days=st.integers(1, 40))
    def time_goes_on(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.traveller.move_to(f"{self.today.isoformat()}T10:00:00+00:00")

    @rule(kind=st.sampled_from((CamKind.AMENDMENT, CamKind.RENEWAL)), name=st.sampled_from(("issa", "awa")))
    def follow_it(self, kind: CamKind, name: str) -> None:
        """What stands is followed, by who may write; an avenant starts again the walk of another edition."""
        before = rows()
        may = name == "issa" and self.standing is None
        may = may and (self.state == "vigueur" or (self.state, kind) == ("denoncee", CamKind.RENEWAL))
        try:
            made = follow(self.cam, kind, self.scopes[name], reason="Il le faut.")
        except Refusal:
            assert not may
            assert rows() == before
            return
        assert may
        Cam.objects.filter(pk=made.pk).update(starts_on=None)  # as soon as it may
        # Whatever became of the former one is no more the subject of this walk.
        self.standing = self.cam.pk
        self.cam, self.state, self.version = made, "brouillon", 0
        self.signed, self.denounced, self.told = set(), "", []

    @precondition(lambda self: self.state == "retiree")
    @rule()
    def begin_again(self) -> None:
        """A withdrawn draft leaves the place to another, unless one stands: that one is followed."""
        if self.standing is None:
            self.cam = self.begun("moussa")
            self.state, self.version, self.told = "brouillon", 0, []
        else:
            with pytest.raises(Refusal, match="avenant"):
                begin(self.pair, self.scopes["moussa"])

    # ---- What holds at every moment ----
    @invariant()
    def it_is_as_believed(self) -> None:
        fresh = Cam.objects.get(pk=self.cam.pk)
        assert (fresh.state, fresh.version) == (self.state, self.version)
        assert (fresh.commune_signer_id is not None, fresh.asaco_signer_id is not None) == (
            "commune" in self.signed,
            "asaco" in self.signed,
        )
        if self.standing is None and fresh.follows_id and self.state in ("vigueur", "denoncee"):
            before = Cam.objects.get(pk=fresh.follows_id)
            assert before.state == "remplacee"
            assert before.ends_on is not None
            assert fresh.starts_on is not None
            assert before.ends_on < fresh.starts_on

    @invariant()
    def one_stands_at_most(self) -> None:
        mine = Cam.objects.filter(aire=self.pair.aire, commune=self.pair.commune)
        assert mine.filter(state__in=("vigueur", "denoncee")).count() <= 1
        assert mine.exclude(state__in=("vigueur", "denoncee", *OVER)).count() <= 1

    @invariant()
    def one_row_an_act_and_they_replay(self) -> None:
        logs = list(CIRCUIT.history(self.cam))
        assert [(log.act, log.to_state, log.version) for log in logs] == self.told
        state = "brouillon"
        for log in logs:
            assert log.from_state == state
            state = log.to_state
        assert state == self.state


@pytest.mark.django_db
def test_any_walk() -> None:
    run_state_machine_as_test(Machine)
