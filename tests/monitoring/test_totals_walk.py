"""Any walk of acts, edits, populations, boundaries leaves totals equal to a sum made apart from the code."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.workflow import Refusal
from cscom.models import Aire, AirePopulation, CommuneShare
from monitoring import totals
from monitoring.entry import report_of, save_cells
from monitoring.form import Value, load_form
from monitoring.loading import load_catalogue
from monitoring.models import Element, Indicator, MonthlyReport, Period, Rule, Section, Stamp, Total
from monitoring.workflow import CIRCUIT
from tests.cast import Cast, cast
from tests.reporting import make_period
from tests.territory import SINCE, small_territory

WRITER = {0: "kadia", 1: "oumar"}
CELLS = ("CPN2", "BCG.fixe", "BCG.avancee", "P1.fixe", "P1.avancee", "P3.fixe", "P3.avancee")
KEPT = ("CPN2", "BCG", "P1", "P3")


class Walk(RuleBasedStateMachine):
    """The model: plain dictionaries. The sum is made here, report by report, place by place."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.clock = time_machine.travel(datetime(2026, 11, 4, 12, tzinfo=UTC), tick=False)
        self.traveller = self.clock.start()

    def teardown(self) -> None:
        try:
            if hasattr(self, "people"):
                assert totals.verify([self.periods[i] for i in self.opened]) == []
                assert totals.rebuild([self.periods[i] for i in self.opened]) == 0
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @initialize(opened=st.booleans())
    def begin(self, opened: bool) -> None:
        self.people: Cast = cast(small_territory())
        t = self.people.territory
        self.aires: tuple[Aire, Aire] = t.aires
        self.communes = (t.host.pk, t.neighbour.pk)
        self.periods: list[Period] = [make_period("2026-09"), make_period("2026-10")]
        self.forms = [load_form(p.starts_on) for p in self.periods]
        self.values: dict[tuple[int, int], dict[str, Value]] = defaultdict(dict)
        self.state: dict[tuple[int, int], str] = defaultdict(lambda: "brouillon")
        self.first: dict[tuple[int, int], datetime] = {}
        self.pops = {0: 10_200, 1: 5_100}
        self.shares: dict[int, dict[int, int]] = {
            0: {self.communes[0]: 6_000, self.communes[1]: 4_000},
            1: {self.communes[0]: 10_000},
        }
        self.opened = set()
        if opened:
            for i, period in enumerate(self.periods):
                totals.open_period(period)
                self.opened.add(i)

    which = st.tuples(st.integers(0, 1), st.integers(0, 1))

    def report(self, at: tuple[int, int]) -> MonthlyReport:
        return report_of(self.aires[at[0]], self.periods[at[1]])

    def act(self, at: tuple[int, int], name: str, what: str, details: Mapping[str, object]) -> bool:
        report = self.report(at)
        if report._state.adding:
            return False
        scope = self.people.scope_of(name)
        try:
            CIRCUIT.apply(
                report, what, scope, version=report.version, comment="Motif.", details=dict(details)
            )
        except Refusal:
            return False
        return True

    @rule(
        at=which, cell=st.sampled_from(CELLS), value=st.one_of(st.none(), st.just("NA"), st.integers(0, 999))
    )
    def type_a_cell(self, at: tuple[int, int], cell: str, value: Value | None) -> None:
        editable = self.state[at] in {"brouillon", "renvoye"}
        try:
            report = self.report(at)
            save_cells(
                report,
                {cell: value},
                form=self.forms[at[1]],
                scope=self.people.scope_of(WRITER[at[0]]),
                base_version=report.version,
                operation=uuid4(),
            )
        except Refusal:
            assert not editable
            return
        if editable:
            self.values[at].pop(cell, None)
            if value is not None:
                self.values[at][cell] = value

    @rule(at=which)
    def declare(self, at: tuple[int, int]) -> None:
        done = self.act(at, WRITER[at[0]], "declarer", {})
        assert done == (self.state[at] in {"brouillon", "renvoye"} and bool(self.values[at]))
        if done:
            self.state[at] = "complet"
            self.first.setdefault(at, datetime.now(UTC))
            self.opened.add(at[1])

    @rule(at=which)
    def validate(self, at: tuple[int, int]) -> None:
        if self.state[at] == "complet":
            person = self.people.person_of("julie")
            Stamp.objects.bulk_create(
                [
                    Stamp(report=self.report(at), section=section, person=person, mandate_id=1)
                    for section in Section.objects.all()
                ],
                ignore_conflicts=True,
            )
        assert self.act(at, "salif", "valider", {}) == (self.state[at] == "complet")
        if self.state[at] == "complet":
            self.state[at] = "valide"

    @rule(at=which)
    def send_back(self, at: tuple[int, int]) -> None:
        what, details = (
            ("renvoyer", {})
            if self.state[at] == "complet"
            else (
                "rouvrir",
                {"sections": [], "until": "2027-12-31"},
            )
        )
        assert self.act(at, "salif", what, details) == (self.state[at] in {"complet", "valide"})
        if self.state[at] in {"complet", "valide"}:
            self.state[at] = "renvoye"

    @rule(aire=st.integers(0, 1), pop=st.integers(0, 30_000))
    def count_people_anew(self, aire: int, pop: int) -> None:
        AirePopulation.objects.filter(aire=self.aires[aire], year=2026).update(total=pop)
        self.pops[aire] = pop
        totals.rebuild(aires=[self.aires[aire].pk])

    @rule(aire=st.integers(0, 1), part=st.integers(0, 10_000))
    def move_the_boundary(self, aire: int, part: int) -> None:
        new = {self.communes[0]: part, self.communes[1]: 10_000 - part}
        CommuneShare.objects.filter(aire=self.aires[aire]).delete()
        CommuneShare.objects.bulk_create(
            CommuneShare(aire=self.aires[aire], commune_id=c, share=s, starts_on=SINCE)
            for c, s in new.items()
        )
        self.shares[aire] = {c: s for c, s in new.items() if s}
        totals.rebuild(aires=[self.aires[aire].pk])

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        self.traveller.shift(days * 86_400)

    # ---- The sum made apart ----
    def numbers(self, at: tuple[int, int]) -> dict[str, int]:
        """What one report brings, by key."""
        values = self.values[at]
        found = {k: v for k, v in values.items() if v != "NA"}
        for code in ("BCG", "P1", "P3"):
            pair = [values.get(f"{code}.{m}") for m in ("fixe", "avancee")]
            if None not in pair and pair != ["NA", "NA"]:
                found[code] = sum(v for v in pair if isinstance(v, int))
        if "P1" in found and "P3" in found:
            found["=I29"] = found["P1"] - found["P3"]
            found["/I29"] = found["P1"]
        return found

    def expected(self, month: int, commune: int | None, *, final: bool) -> dict[str, list[int]]:
        sums: dict[str, list[int]] = {}
        for aire in (0, 1):
            at = (aire, month)
            weight = 1 if commune is None else self.shares[aire].get(commune, 0)
            if not weight or self.state[at] not in ({"valide"} if final else {"complet", "valide"}):
                continue
            for key, number in self.numbers(at).items():
                cell = sums.setdefault(key, [0, 0, 0, 0])
                for i, extra in enumerate((number * weight, 1, self.pops[aire] * weight, weight)):
                    cell[i] += extra
        return sums

    @invariant()
    def totals_say_what_reports_say(self) -> None:
        if not hasattr(self, "people"):
            return
        rows = {(r.place_kind, r.place_id, r.period_id): r for r in Total.objects.all()}
        for month, period in enumerate(self.periods):
            if month not in self.opened:
                continue
            for commune in (None, *self.communes):
                kind, place = ("pays", 0) if commune is None else ("commune", commune)
                row = rows.get((kind, place, period.pk))
                touching = [a for a in (0, 1) if commune is None or self.shares[a].get(commune)]
                said = (row.received, row.validated) if row else ({}, {})
                assert said == (
                    self.expected(month, commune, final=False),
                    self.expected(month, commune, final=True),
                )
                received = [a for a in touching if self.state[a, month] in {"complet", "valide"}]
                timely = [a for a in received if self.first[a, month].date() <= period.due_on]
                counted = (len(touching), len(received), len(timely))
                mine = (row.expected_count, row.received_count, row.timely_count) if row else (0, 0, 0)
                assert mine == counted


@pytest.mark.django_db
def test_any_walk() -> None:
    load_catalogue()
    Rule.objects.all().delete()
    Indicator.objects.exclude(code="I29").delete()
    Element.objects.exclude(code__in=KEPT).delete()
    run_state_machine_as_test(Walk)
