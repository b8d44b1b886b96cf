"""Acts by program: the pages' circuit, told in the pages' words, done once though asked twice."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.contrib.messages import get_messages

from core.models import ActLog
from monitoring.form import load_form
from monitoring.models import MonthlyReport, Period, RuleComment, Stamp
from notices.models import Notice
from tests.api.program import Program, faults, of_report, problem
from tests.cast import Cast
from tests.monitoring.pages import send_act
from tests.reporting import act, complete_report, good_values, make_period, type_in, validated_report

pytestmark = pytest.mark.django_db

WHO = {
    "declarer": "kadia",
    "viser": "awa",
    "signer": "moussa",
    "valider": "salif",
    "renvoyer": "salif",
    "rouvrir": "salif",
}
MORE: Mapping[str, Mapping[str, object]] = {
    "renvoyer": {"motifs": ["vide", "papier"], "texte": "La CPN est à relire."},
    "rouvrir": {"texte": "Erreur de mois.", "sections": ["cpn"], "jusqu_au": "2026-11-20"},
}
PAGES = {
    "declarer": "report_declare",
    "viser": "report_visa",
    "signer": "report_sign",
    "valider": "report_validate",
    "renvoyer": "report_return",
    "rouvrir": "report_reopen",
}


def draft(cast: Cast, period: Period) -> MonthlyReport:
    form = load_form(period.starts_on)
    return type_in(cast, "kadia", cast.territory.aire, period, good_values(form)).report


def stamped(cast: Cast, period: Period) -> MonthlyReport:
    report = complete_report(cast, period)
    act(cast, "awa", report, "viser")
    act(cast, "moussa", report, "signer")
    return report


def returned(cast: Cast, period: Period) -> MonthlyReport:
    report = complete_report(cast, period)
    act(cast, "salif", report, "renvoyer", "À revoir.")
    return report


STATES: Mapping[str, Callable[[Cast, Period], MonthlyReport]] = {
    "brouillon": draft,
    "complet": complete_report,
    "vise_et_signe": stamped,
    "renvoye": returned,
    "valide": validated_report,
}
POSSIBLE = {
    ("brouillon", "declarer"),
    ("renvoye", "declarer"),
    ("complet", "viser"),
    ("complet", "signer"),
    ("vise_et_signe", "valider"),
    ("complet", "renvoyer"),
    ("vise_et_signe", "renvoyer"),
    ("valide", "rouvrir"),
}


def ask(cast: Cast, name: str, report: MonthlyReport, what: str, version: int | None = None) -> Any:
    seen = report.version if version is None else version
    body = {"version": seen, **MORE.get(what, {})}
    return Program(cast, name).post(of_report(report.aire, report.period, what), body)


@pytest.mark.parametrize("what", WHO)
@pytest.mark.parametrize("state", STATES)
def test_each_state_takes_its_acts_from_the_right_hands(
    everybody: Cast, october: Period, state: str, what: str
) -> None:
    report = STATES[state](everybody, october)
    report.refresh_from_db()
    acts = ActLog.objects.count()
    problem(ask(everybody, "sitan", report, what), 403)
    problem(ask(everybody, "oumar", report, what), 404)
    answer = ask(everybody, WHO[what], report, what)
    fresh = MonthlyReport.objects.get()
    if (state, what) not in POSSIBLE:
        problem(answer, 409)
        assert (fresh.version, ActLog.objects.count()) == (report.version, acts)
        return
    body = answer.json()
    assert (body["acte"], body["version"], body["etat"]) == (what, fresh.version, fresh.state)
    assert (body["fait_le"], body["deja_fait"]) == ("2026-11-03T10:00:00Z", False)
    assert ActLog.objects.count() == acts + 1


@pytest.mark.parametrize(("state", "what"), sorted(POSSIBLE))
def test_a_lost_act_is_asked_again_and_stands_once(
    everybody: Cast, october: Period, state: str, what: str, django_capture_on_commit_callbacks: Any
) -> None:
    report = STATES[state](everybody, october)
    report.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(everybody, WHO[what], report, what).json()
        acts, told = ActLog.objects.count(), Notice.objects.count()
        again = ask(everybody, WHO[what], report, what).json()
    assert again == first | {"deja_fait": True}
    assert (ActLog.objects.count(), MonthlyReport.objects.get().version) == (acts, first["version"])
    assert told == 0 or Notice.objects.count() == told


def test_another_act_on_an_old_version_is_stale(everybody: Cast, october: Period) -> None:
    report = complete_report(everybody, october)
    ask(everybody, "awa", report, "viser")
    report.refresh_from_db()
    old = report.version - 1
    assert "modifié" in problem(ask(everybody, "moussa", report, "signer", old), 409)["detail"]
    assert "modifié" in problem(ask(everybody, "salif", report, "renvoyer", old), 409)["detail"]


def test_the_same_act_with_other_words_is_not_the_same(everybody: Cast, october: Period) -> None:
    report = complete_report(everybody, october)
    seen = report.version
    assert ask(everybody, "salif", report, "renvoyer").status_code == 200
    other = {"version": seen, "motifs": ["autre"], "texte": "Tout autre chose."}
    problem(Program(everybody, "salif").post(of_report(report.aire, october, "renvoyer"), other), 409)


@pytest.mark.parametrize(("state", "what"), sorted(POSSIBLE))
def test_a_program_does_what_the_page_does(everybody: Cast, october: Period, state: str, what: str) -> None:
    """The same rows, the same words of what comes next, whichever way."""
    found = []
    for period, way in ((october, "page"), (make_period("2026-09"), "program")):
        report = STATES[state](everybody, period)
        report.refresh_from_db()
        if way == "page":
            form = {"reasons": ["vide", "papier"], "text": "La CPN est à relire."}
            if what == "rouvrir":
                form = {"text": "Erreur de mois.", "sections": ["cpn"], "until": "20 11 2026"}
            client = everybody.client_of(WHO[what])
            answer = send_act(client, PAGES[what], report, form if what in MORE else {})
            said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
        else:
            said = ask(everybody, WHO[what], report, what).json()["suite"]
        found.append((row(report), said))
    (by_page, page_words), (by_program, program_words) = found
    assert by_program == by_page
    assert program_words.partition(", avant le")[0] in page_words


def row(report: MonthlyReport) -> Any:
    """All that an act leaves, its month apart."""
    report.refresh_from_db()
    last = ActLog.objects.filter(object_id=str(report.pk)).latest("pk")
    log = [getattr(last, name) for name in ("act", "from_state", "to_state", "version", "comment", "details")]
    who = [getattr(last, name) for name in ("person_id", "person_name", "mandate_id", "role", "place_name")]
    stamps = sorted(Stamp.objects.filter(report=report).values_list("section__code", "person"))
    state = (report.state, report.version, report.reopened_sections, report.reopened_until)
    return log, who, stamps, state, report.declared_by_id, report.validated_at


@pytest.mark.parametrize(
    ("what", "changed", "paths"),
    [
        ("renvoyer", {"motifs": []}, {"/motifs"}),
        ("renvoyer", {"motifs": ["inconnu"]}, {"/motifs/0"}),
        ("renvoyer", {"motifs": "vide"}, {"/motifs"}),
        ("renvoyer", {"texte": "  "}, {"/texte"}),
        ("renvoyer", {"texte": "a" * 2001}, {"/texte"}),
        ("renvoyer", {"texte": 3, "version": "3"}, {"/texte", "/version"}),
        ("renvoyer", {"raison": "x"}, {"/raison"}),
        ("rouvrir", {"sections": ["inconnue"]}, {"/sections"}),
        ("rouvrir", {"sections": [3]}, {"/sections/0"}),
        ("rouvrir", {"jusqu_au": "2026-11-03"}, {"/jusqu_au"}),
        ("rouvrir", {"jusqu_au": "2027-11-03"}, {"/jusqu_au"}),
        ("rouvrir", {"jusqu_au": "20 11 2026"}, {"/jusqu_au"}),
        ("rouvrir", {"jusqu_au": None}, {"/jusqu_au"}),
        ("viser", {"sections": "cpn"}, {"/sections"}),
        ("valider", {"version": None}, {"/version"}),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(
    everybody: Cast, october: Period, what: str, changed: Mapping[str, object], paths: set[str]
) -> None:
    state = {"rouvrir": "valide"}.get(what, "complet")
    report = STATES[state](everybody, october)
    body = {"version": report.version, **MORE.get(what, {}), **changed}
    answer = Program(everybody, WHO[what]).post(of_report(report.aire, october, what), body)
    assert set(faults(answer)) == paths
    assert MonthlyReport.objects.get().version == report.version


def test_sections_may_be_stamped_one_by_one(everybody: Cast, october: Period) -> None:
    report = complete_report(everybody, october)
    awa, url = Program(everybody, "awa"), of_report(report.aire, october, "viser")
    assert awa.post(url, {"version": report.version, "sections": ["cpn"]}).status_code == 200
    assert set(Stamp.objects.values_list("section__code", flat=True)) == {"cpn"}
    other = {"version": report.version + 1, "sections": ["finances"]}
    assert "ressort" in problem(awa.post(url, other), 409)["detail"]


def test_a_report_nobody_began_cannot_be_declared(everybody: Cast, october: Period) -> None:
    url = of_report(everybody.territory.aire, october, "declarer")
    answer = Program(everybody, "kadia").post(url, {"version": 0})
    assert problem(answer, 409)["detail"] == "Ce rapport n’est pas commencé."


def unusual(cast: Cast, period: Period) -> tuple[MonthlyReport, list[str]]:
    """A report that some rules ask to explain; their codes."""
    values = good_values(load_form(period.starts_on)) | {"CC_D16": 6, "CC_HA": 70}
    report = type_in(cast, "kadia", cast.territory.aire, period, values).report
    url = of_report(report.aire, period, "verifier")
    body = Program(cast, "kadia").get(url).json()
    return report, [control["regle"] for control in body["a_commenter"]]


def test_a_program_explains_then_declares(everybody: Cast, october: Period) -> None:
    report, codes = unusual(everybody, october)
    assert codes
    kadia = Program(everybody, "kadia")
    refused = problem(ask(everybody, "kadia", report, "declarer"), 409)["detail"]
    url = of_report(report.aire, october, "verifier")
    before = kadia.get(url).json()
    assert (before["declarable"], before["pourquoi"]) == (False, refused)
    comments = of_report(report.aire, october, "commentaires")
    stranger = {"commentaires": {codes[0]: "Vérifié au registre.", "V99": "Rien"}}
    assert set(faults(kadia.post(comments, stranger))) == {"/commentaires/V99"}
    assert not RuleComment.objects.exists()
    told = kadia.post(comments, {"commentaires": dict.fromkeys(codes, "Vérifié au registre.")}).json()
    assert told == {"enregistres": codes, "a_commenter": []}
    again = kadia.post(comments, {"commentaires": dict.fromkeys(codes, "Vérifié au registre.")}).json()
    assert again == {"enregistres": [], "a_commenter": []}
    after = kadia.get(url).json()
    assert (after["declarable"], after["pourquoi"], after["a_commenter"]) == (True, "", [])
    assert {c["commentaire"] for c in after["commentes"]} == {"Vérifié au registre."}
    assert ask(everybody, "kadia", report, "declarer").status_code == 200
    problem(kadia.post(comments, {"commentaires": {codes[0]: "Trop tard."}}), 422)


def test_what_is_empty_or_wrong_is_listed(everybody: Cast, october: Period) -> None:
    values = good_values(load_form(october.starts_on)) | {"CPN1_T1": 500}
    del values["CPN2"]
    report = type_in(everybody, "kadia", everybody.territory.aire, october, values).report
    body = Program(everybody, "kadia").get(of_report(report.aire, october, "verifier")).json()
    assert {"cle": "CPN2", "libelle": "Deuxième visite", "section": "cpn"} in body["cases_vides"]
    assert body["bloquants"]
    assert body["declarable"] is False
    assert body["bloquants"][0]["message"] in body["pourquoi"]


@pytest.mark.parametrize(
    "body", [{}, {"commentaires": {}}, {"commentaires": {"V05": ""}}, {"commentaires": {"V05": 3}}]
)
def test_comments_of_another_shape_are_told(everybody: Cast, october: Period, body: object) -> None:
    report = draft(everybody, october)
    faults(Program(everybody, "kadia").post(of_report(report.aire, october, "commentaires"), body))
