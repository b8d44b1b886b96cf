"""Any walk of acts, edits, populations, boundaries leaves totals equal to a sum made apart from the code."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.workflow import Refusal
from cscom.boundaries.plans import MoveAire, MoveCommune, MoveVillages, NewDistrict, Plan
from cscom.models import Aire, AirePopulation, BoundaryChange, CommuneShare, VillageAire
from monitoring import totals
from monitoring.boundaries import acting
from monitoring.boundaries.comparing import compare
from monitoring.entry import report_of, save_cells
from monitoring.form import Value, load_form
from monitoring.loading import load_catalogue
from monitoring.models import Element, Indicator, MonthlyReport, Period, Rule, Section, Stamp, Total
from monitoring.workflow import CIRCUIT
from tests.cast import Cast, cast
from tests.monitoring.boundaries import neighbours
from tests.reporting import make_period
from tests.territory import SINCE, small_territory

WRITER = {0: "kadia", 1: "oumar"}
CELLS = ("CPN2", "BCG.fixe", "BCG.avancee", "P1.fixe", "P1.avancee", "P3.fixe", "P3.avancee")
KEPT = ("CPN2", "BCG", "P1", "P3")
DAYS = (date(2026, 8, 31), date(2026, 9, 20), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1))
Stand = tuple[int, int, int]  # host commune, cercle, district


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
        cercle, district, commune = neighbours(t)
        self.communes = (t.host.pk, t.neighbour.pk, commune.pk)
        self.cercles, self.districts = (t.cercle.pk, cercle.pk), [t.district.pk, district.pk]
        self.periods: list[Period] = [make_period("2026-09"), make_period("2026-10")]
        self.forms = [load_form(p.starts_on) for p in self.periods]
        self.values: dict[tuple[int, int], dict[str, Value]] = defaultdict(dict)
        self.state: dict[tuple[int, int], str] = defaultdict(lambda: "brouillon")
        self.first: dict[tuple[int, int], datetime] = {}
        # By (aire, month): people, shares, where it stands. A move changes the months ending then or after.
        both = ((aire, month) for aire in (0, 1) for month in (0, 1))
        shares = ({self.communes[0]: 6_000, self.communes[1]: 4_000}, {self.communes[0]: 10_000})
        self.pops: dict[tuple[int, int], int] = {}
        self.shares: dict[tuple[int, int], dict[int, int]] = {}
        self.stands: dict[tuple[int, int], Stand] = {}
        for aire, month in both:
            self.pops[aire, month] = (10_200, 5_100)[aire]
            self.shares[aire, month] = shares[aire]
            self.stands[aire, month] = (t.host.pk, t.cercle.pk, t.district.pk)
        self.last_move = {0: SINCE, 1: SINCE}
        self.made: list[tuple[BoundaryChange, dict[str, dict[Any, Any]]]] = []
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
        may = self.state[at] == "complet" and self.reached(at)
        assert self.act(at, "salif", "valider", {}) == may
        if may:
            self.state[at] = "valide"

    def reached(self, at: tuple[int, int]) -> bool:
        """Does Salif's district hold the aire today? His rights leave with it."""
        district = Aire.objects.get(pk=self.aires[at[0]].pk).district_id
        return district == self.people.territory.district.pk

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
        may = self.state[at] in {"complet", "valide"} and self.reached(at)
        assert self.act(at, "salif", what, details) == may
        if may:
            self.state[at] = "renvoye"

    @rule(aire=st.integers(0, 1), pop=st.integers(0, 30_000))
    def count_people_anew(self, aire: int, pop: int) -> None:
        AirePopulation.objects.filter(aire=self.aires[aire], year=2026).update(total=pop)
        for month in self.since(self.last_move[aire]):
            self.pops[aire, month] = pop
        totals.rebuild(aires=[self.aires[aire].pk])

    @rule(aire=st.integers(0, 1), part=st.integers(0, 10_000))
    def move_the_boundary(self, aire: int, part: int) -> None:
        new = {self.communes[0]: part, self.communes[1]: 10_000 - part}
        CommuneShare.objects.filter(aire=self.aires[aire]).delete()
        CommuneShare.objects.bulk_create(
            CommuneShare(aire=self.aires[aire], commune_id=c, share=s, starts_on=SINCE)
            for c, s in new.items()
        )
        for month in (0, 1):
            self.shares[aire, month] = {c: s for c, s in new.items() if s}
        totals.rebuild(aires=[self.aires[aire].pk])

    # ---- What the DRS decides, by its page's own functions ----
    def since(self, day: date) -> list[int]:
        """The months that a move on ``day`` changes."""
        return [i for i, period in enumerate(self.periods) if period.ends_on >= day]

    def decide(self, make: Callable[[], Plan]) -> None:
        """The change, or a refusal that leaves all as it was; the model reads where things now stand."""
        scope = self.people.scope_of("nana")
        kept: dict[str, dict[Any, Any]] = {
            name: dict(getattr(self, name)) for name in ("pops", "shares", "stands", "last_move")
        }
        try:
            plan = make()
            touched = plan.touched().aires
            change = acting.confirm(plan, compare(plan), "Décret", scope)
        except Refusal:
            return
        self.made.append((change, kept))
        for i, aire in enumerate(self.aires):
            if aire.pk not in touched:
                continue
            now = Aire.objects.select_related("host_commune").get(pk=aire.pk)
            shares = CommuneShare.objects.filter(aire=aire, ends_on=None, share__gt=0)
            for month in self.since(plan.on):
                self.shares[i, month] = dict(shares.values_list("commune", "share"))
                self.pops[i, month] = AirePopulation.objects.get(aire=aire, year=2026).total
                self.stands[i, month] = (now.host_commune_id, now.host_commune.cercle_id, now.district_id)
            self.last_move[i] = plan.on

    @rule(village=st.integers(0, 5), to=st.integers(0, 1), day=st.sampled_from(DAYS))
    def move_a_village(self, village: int, to: int, day: date) -> None:
        t = self.people.territory
        self.decide(lambda: MoveVillages(day, t.region.pk, (t.villages[village].pk,), self.aires[to].pk))
        links = VillageAire.objects.filter(village=t.villages[village])
        assert links.filter(ends_on=None).count() == 1

    @rule(aire=st.integers(0, 1), to=st.integers(0, 2), district=st.integers(0, 3), day=st.sampled_from(DAYS))
    def move_an_aire(self, aire: int, to: int, district: int, day: date) -> None:
        region, there = self.people.territory.region.pk, self.districts[district % len(self.districts)]
        self.decide(lambda: MoveAire(day, region, self.aires[aire].pk, self.communes[to], there))

    @rule(
        commune=st.integers(0, 2), to=st.integers(0, 1), district=st.integers(0, 3), day=st.sampled_from(DAYS)
    )
    def move_a_commune(self, commune: int, to: int, district: int, day: date) -> None:
        region, there = self.people.territory.region.pk, self.districts[district % len(self.districts)]
        self.decide(lambda: MoveCommune(day, region, self.communes[commune], self.cercles[to], there))

    @rule(commune=st.integers(0, 2), day=st.sampled_from(DAYS))
    def create_a_district(self, commune: int, day: date) -> None:
        if len(self.districts) > 3:
            return
        name, before = f"Neuf {len(self.made)}", len(self.made)
        taken = (self.communes[commune],)
        self.decide(
            lambda: NewDistrict(
                day, self.people.territory.region.pk, f"N-{len(self.made)}", name, name, taken
            )
        )
        if len(self.made) > before:
            self.districts += self.made[-1][0].kept["made"]

    @rule()
    def undo_the_last(self) -> None:
        if not self.made:
            return
        change, kept = self.made.pop()
        touched = change.kept["touched"][0]
        try:
            acting.undo(change, "Erreur", self.people.scope_of("nana"))
        except Refusal:
            return
        self.districts = [pk for pk in self.districts if pk not in change.kept["made"]]
        for i, aire in enumerate(self.aires):
            if aire.pk in touched:
                for name, held in kept.items():
                    mine = (key for key in held if (key if name == "last_move" else key[0]) == i)
                    getattr(self, name).update({key: held[key] for key in mine})

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

    def weight(self, at: tuple[int, int], kind: str, place: int) -> int:
        """What the numbers of an aire weigh in a place, that month; 0: it does not count there."""
        _, cercle, district = self.stands[at]
        if kind == "commune":
            return self.shares[at].get(place, 0)
        return int({"pays": 0, "cercle": cercle, "district": district}[kind] == place)

    def expected(self, month: int, kind: str, place: int, *, final: bool) -> dict[str, list[int]]:
        sums: dict[str, list[int]] = {}
        for aire in (0, 1):
            at = (aire, month)
            weight = self.weight(at, kind, place)
            if not weight or self.state[at] not in ({"valide"} if final else {"complet", "valide"}):
                continue
            for key, number in self.numbers(at).items():
                cell = sums.setdefault(key, [0, 0, 0, 0])
                for i, extra in enumerate((number * weight, 1, self.pops[at] * weight, weight)):
                    cell[i] += extra
        return sums

    @invariant()
    def totals_say_what_reports_say(self) -> None:
        if not hasattr(self, "people"):
            return
        rows = {(r.place_kind, r.place_id, r.period_id): r for r in Total.objects.all()}
        places = [("pays", 0), *(("commune", pk) for pk in self.communes)]
        places += [*(("cercle", pk) for pk in self.cercles), *(("district", pk) for pk in self.districts)]
        for month, period in enumerate(self.periods):
            if month not in self.opened:
                continue
            for kind, place in places:
                row = rows.get((kind, place, period.pk))
                touching = [a for a in (0, 1) if self.weight((a, month), kind, place)]
                said = (row.received, row.validated) if row else ({}, {})
                assert said == (
                    self.expected(month, kind, place, final=False),
                    self.expected(month, kind, place, final=True),
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
