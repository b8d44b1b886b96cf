"""Every state × act × person × place of the monthly report, against a table written by hand."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from core.access import Scope
from core.models import ActLog
from core.workflow import Refusal, Stale
from cscom.models import Aire
from mandates.policy import ANONYMOUS
from monitoring.entry import report_of
from monitoring.enums import SectionKind
from monitoring.form import Form, load_form
from monitoring.models import MonthlyReport, Period, ReportDiff, RuleComment, Section, Stamp, Total
from monitoring.totals import open_period, verify
from monitoring.workflow import CIRCUIT, guards, section_stamps
from tests.cast import PARTS, Cast
from tests.reporting import act, complete_report, explain, good_values, type_in, validated_report
from tests.territory import small_territory

pytestmark = pytest.mark.django_db

STATES = ("brouillon", "complet", "renvoye", "valide")
ACTS = ("declarer", "viser", "signer", "valider", "renvoyer", "rouvrir")
PLACES = ("own", "next", "far")  # Kadia's aire, Oumar's next door in the district, one of another région
TODAY = datetime(2026, 11, 3, 10, tzinfo=timezone.get_fixed_timezone(0))
# act: (from, to, who does it in Kadia's aire, next door, far away).
TABLE: Mapping[str, tuple[set[str], str, set[str], set[str], set[str]]] = {
    "declarer": ({"brouillon", "renvoye"}, "complet", {"kadia", "awa"}, {"oumar"}, set()),
    "viser": ({"complet"}, "complet", {"awa"}, {"oumar"}, set()),
    "signer": ({"complet"}, "complet", {"moussa"}, set(), set()),
    "valider": ({"complet"}, "valide", {"salif"}, {"salif"}, set()),
    "renvoyer": ({"complet"}, "renvoye", {"salif"}, {"salif"}, set()),
    "rouvrir": ({"valide"}, "renvoye", {"salif", "seydou"}, {"salif", "seydou"}, set()),
}


def a_report(aire: Aire, period: Period, state: str, form: Form) -> MonthlyReport:
    """A report put in ``state`` by hand, typed by somebody who is in no table."""
    return MonthlyReport.objects.create(
        aire=aire,
        period=period,
        values=good_values(form),
        state=state,
        version=4,
        declared_at=None if state == "brouillon" else TODAY,
        first_declared_at=None if state == "brouillon" else TODAY,
        validated_at=TODAY if state == "valide" else None,
    )


def stamp_all(report: MonthlyReport, person_id: int) -> None:
    Stamp.objects.bulk_create(
        Stamp(report=report, section=section, person_id=person_id, mandate_id=1)
        for section in Section.objects.all()
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tried(report: MonthlyReport, what: str, scope: Scope) -> str:
    """The state after, or "" when the act was refused."""
    with undone():
        fresh = MonthlyReport.objects.get(pk=report.pk)
        details = {"sections": [], "until": "2026-11-20"} if what == "rouvrir" else {}
        try:
            CIRCUIT.apply(fresh, what, scope, version=fresh.version, comment="Motif.", details=details)
        except Refusal:
            assert MonthlyReport.objects.get(pk=report.pk).version == 4
            return ""
        stored = MonthlyReport.objects.get(pk=report.pk)
        assert stored.version == fresh.version == 5
        assert ActLog.objects.filter(kind="rapport", object_id=str(report.pk), act=what).count() == 1
        return stored.state


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("place", PLACES)
def test_every_state_act_and_person(cast: Cast, october: Period, form: Form, state: str, place: str) -> None:
    far = small_territory("ML03", "Sikasso")
    aire = {"own": cast.territory.aire, "next": cast.territory.second_aire, "far": far.aire}[place]
    report = a_report(aire, october, state, form)
    explain(report)
    open_period(october)
    scopes = {name: cast.scope_of(name) for name in PARTS} | {"anonyme": ANONYMOUS}
    found = {
        what: {n: tried(report, what, s) for n, s in scopes.items()} for what in ACTS if what != "valider"
    }
    stamp_all(report, cast.person_of("julie").pk)
    found["valider"] = {n: tried(report, "valider", s) for n, s in scopes.items()}
    expected = {
        what: {
            name: to if state in sources and name in {"own": own, "next": nxt, "far": away}[place] else ""
            for name in scopes
        }
        for what, (sources, to, own, nxt, away) in TABLE.items()
    }
    assert found == expected


def test_the_whole_circuit(cast: Cast, october: Period, now: time_machine.Traveller) -> None:
    report = complete_report(cast, october)
    assert report.declared_by == cast.person_of("kadia")
    assert report.first_declared_at == report.declared_at == timezone.now()
    now.shift(timedelta(days=1))
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    act(cast, "salif", report, "renvoyer", "La caisse ne suit pas.")
    assert (report.state, report.reopened_until) == ("renvoye", None)
    type_in(cast, "kadia", cast.territory.aire, october, {"SAL_IMP": 1})
    act(cast, "kadia", report, "declarer")
    assert report.first_declared_at != report.declared_at
    act(cast, "moussa", report, "signer")
    act(cast, "salif", report, "valider")
    assert report.validated_at == timezone.now()
    acts = [(log.act, log.from_state, log.to_state, log.role) for log in CIRCUIT.history(report)]
    assert acts == [
        ("declarer", "brouillon", "complet", "secretaire"),
        ("viser", "complet", "complet", "cpm"),
        ("signer", "complet", "complet", "president"),
        ("renvoyer", "complet", "renvoye", "charge_sis"),
        ("declarer", "renvoye", "complet", "secretaire"),
        ("signer", "complet", "complet", "president"),
        ("valider", "complet", "valide", "charge_sis"),
    ]
    assert verify() == []


# ---- Guards ----
def test_declaring_waits_for_the_last_day(
    cast: Cast, october: Period, form: Form, now: time_machine.Traveller
) -> None:
    now.move_to("2026-10-30T12:00:00+00:00")
    report = type_in(cast, "kadia", cast.territory.aire, october, good_values(form)).report
    with pytest.raises(Refusal, match="pas fini"):
        act(cast, "kadia", report, "declarer")
    now.move_to("2026-10-31T12:00:00+00:00")
    act(cast, "kadia", report, "declarer")


def test_an_empty_report_is_not_declared(cast: Cast, october: Period) -> None:
    saved = type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": 1})
    type_in(cast, "kadia", cast.territory.aire, october, {"CPN2": None})
    with pytest.raises(Refusal, match="vide"):
        act(cast, "kadia", saved.report, "declarer")


def test_a_blocking_rule_stops_the_declaration(cast: Cast, october: Period, form: Form) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, good_values(form) | {"SLD_FIN": 11}).report
    with pytest.raises(Refusal, match="solde de fin est de 11"):
        act(cast, "kadia", report, "declarer")


def test_a_maternal_death_asks_for_words(cast: Cast, october: Period, form: Form) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, good_values(form) | {"DM.cscom": 1}).report
    with pytest.raises(Refusal, match="Un commentaire manque"):
        act(cast, "kadia", report, "declarer")
    RuleComment.objects.create(report=report, rule_code="V13", text="Déclaré le 3, audit le 10.")
    act(cast, "kadia", report, "declarer")


def test_validating_waits_for_every_stamp(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    for name, what in (("awa", "viser"), ("moussa", "signer")):
        with pytest.raises(Refusal, match="Il manque le visa ou la signature"):
            act(cast, "salif", report, "valider")
        act(cast, name, report, what)
    act(cast, "salif", report, "valider")


@pytest.mark.parametrize("part", ["typed", "declared", "stamped"])
def test_whoever_had_a_part_in_it_may_not_validate(
    cast: Cast, october: Period, form: Form, part: str
) -> None:
    report = a_report(cast.territory.aire, october, "complet", form)
    salif, julie = cast.person_of("salif"), cast.person_of("julie")
    stamp_all(report, (salif if part == "stamped" else julie).pk)
    if part == "typed":
        ReportDiff.objects.create(report=report, version=2, person=salif, after={"CPN2": 1})
    if part == "declared":
        MonthlyReport.objects.filter(pk=report.pk).update(declared_by=salif)
    with pytest.raises(Refusal, match="une autre personne doit le valider"):
        act(cast, "salif", report, "valider")


def test_stamps_by_section(cast: Cast, october: Period, form: Form) -> None:
    report = complete_report(cast, october)
    act(cast, "awa", report, "viser", sections=["cpn", "pev"])
    given = {s.section.code: s.stamp for s in section_stamps(report, form) if s.stamp}
    assert set(given) == {"cpn", "pev"}
    assert {str(stamp.person) for stamp in given.values()} == {"Awa Diarra"}
    assert {stamp.mandate_id for stamp in given.values()} == {cast.mandate_of("awa").pk}
    for sections in (["finances"], ["cpn", "zz"], "cpn"):
        with pytest.raises(Refusal, match="pas de votre ressort"):
            act(cast, "awa", report, "viser", sections=sections)
    act(cast, "awa", report, "viser")
    clinical = [s for s in section_stamps(report, form) if s.section.kind == SectionKind.CLINICAL]
    assert all(s.stamp for s in clinical)
    with pytest.raises(Refusal, match="déjà fait"):
        act(cast, "awa", report, "viser")


def test_returning_and_reopening_need_words(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    with pytest.raises(Refusal, match="Écrivez le motif"):
        act(cast, "salif", report, "renvoyer", "  ")
    report = MonthlyReport.objects.get(pk=report.pk)
    for name, what in (("awa", "viser"), ("moussa", "signer"), ("salif", "valider")):
        act(cast, name, report, what)
    with pytest.raises(Refusal, match="Écrivez le motif"):
        act(cast, "seydou", report, "rouvrir", sections=[], until="2026-11-20")


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, "date de fin"),
        ({"sections": []}, "date de fin"),
        ({"sections": [], "until": "bientôt"}, "date de fin"),
        ({"sections": [], "until": "2026-11-03"}, "un jour à venir"),
        ({"until": "2026-11-20"}, "quelles sections"),
        ({"sections": ["zz"], "until": "2026-11-20"}, "quelles sections"),
        ({"sections": "cpn", "until": "2026-11-20"}, "quelles sections"),
    ],
)
def test_a_reopening_has_a_scope_and_an_end(
    cast: Cast, october: Period, details: dict[str, object], words: str
) -> None:
    report = validated_report(cast, october)
    with pytest.raises(Refusal, match=words):
        act(cast, "salif", report, "rouvrir", "Erreur.", **details)
    assert MonthlyReport.objects.get(pk=report.pk).state == "valide"


def test_a_reopening_is_in_the_log_and_can_be_declared_again(cast: Cast, october: Period) -> None:
    report = validated_report(cast, october)
    act(cast, "seydou", report, "rouvrir", "Erreur.", sections=["cpn"], until="2026-11-20")
    assert (report.reopened_sections, report.validated_at) == (["cpn"], None)
    last = CIRCUIT.history(report).last()
    assert last is not None
    assert last.details == {"sections": ["cpn"], "until": "2026-11-20"}
    act(cast, "kadia", report, "declarer")
    assert (report.reopened_sections, report.reopened_until) == ([], None)


def test_acting_on_an_old_version_is_refused(cast: Cast, october: Period, form: Form) -> None:
    report = type_in(cast, "kadia", cast.territory.aire, october, good_values(form)).report
    seen = MonthlyReport.objects.get(pk=report.pk)
    type_in(cast, "awa", cast.territory.aire, october, {"CPN2": 11})
    with pytest.raises(Stale):
        CIRCUIT.apply(seen, "declarer", cast.scope_of("kadia"), version=seen.version)


def test_a_refused_act_moves_no_total(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    before = list(Total.objects.order_by("pk").values())
    for name in ("salif", "kadia", "nana"):
        with pytest.raises(Refusal):
            act(cast, name, report, "valider")
    assert list(Total.objects.order_by("pk").values()) == before


def test_guards_tell_what_would_be_refused(cast: Cast, october: Period, form: Form) -> None:
    unborn = report_of(cast.territory.aire, october)
    assert "pas possible" in guards(unborn, "declarer", cast.scope_of("kadia"))
    report = type_in(cast, "kadia", cast.territory.aire, october, good_values(form)).report
    assert guards(report, "declarer", cast.scope_of("kadia")) == ""
    assert "ressort" in guards(report, "declarer", cast.scope_of("salif"))
    act(cast, "kadia", report, "declarer")
    assert "visa" in guards(MonthlyReport.objects.get(pk=report.pk), "valider", cast.scope_of("salif"))


def test_buttons_follow_state_and_person(cast: Cast, october: Period) -> None:
    report = complete_report(cast, october)
    open_to = {
        n: [m.act for m in CIRCUIT.open_to(report, cast.scope_of(n))] for n in ("awa", "salif", "nana")
    }
    assert open_to == {"awa": ["viser"], "salif": ["valider", "renvoyer"], "nana": []}


def test_the_form_of_the_month_asks_for_the_stamps(cast: Cast, october: Period) -> None:
    assert len(section_stamps(report_of(cast.territory.aire, october), load_form(october.starts_on))) == 13
