"""What leaves in the background while one types several reports: a device's protocol, a sending an aire."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cscom.models import Aire
from monitoring.enums import PAPER
from monitoring.form import Form
from monitoring.models import MonthlyReport, Period, ReportDiff, RuleComment
from tests.cast import Cast
from tests.monitoring.pages import values_of
from tests.monitoring.test_several import COST, address, columns, crowd
from tests.reporting import complete_report, good_values, type_in
from tests.territory import small_territory

MORE = COST[1]  # statements of a column, as in the plain form


def sending(cast: Cast, cells: dict[str, str], **more: Any) -> dict[str, Any]:
    body = {
        "operation": str(uuid4()),
        "personne": cast.person_of("salif").pk,
        "cases": cells,
        "base": dict.fromkeys(cells),
    }
    return body | more


def send(cast: Cast, period: Period, sendings: Any, name: str = "salif") -> Any:
    text = sendings
    if isinstance(sendings, dict):
        text = json.dumps({"envois": {aire.code: one for aire, one in sendings.items()}})
    return cast.client_of(name).post(address(period), text, content_type="application/json")


def of(answer: Any, aire: Aire) -> dict[str, Any]:
    found: dict[str, Any] = answer.json()["envois"][aire.code]
    return found


def test_each_aire_gets_its_answer(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    answer = send(
        cast,
        october,
        {one: sending(cast, {"CC_HA": "1 204"}), two: sending(cast, {"CC_HA": "so", "VAA": "2"})},
    )
    assert answer.status_code == 200
    assert (of(answer, one)["recues"], of(answer, one)["valeurs"]) == (["CC_HA"], {"CC_HA": 1204})
    assert of(answer, two)["valeurs"] == {"CC_HA": "NA", "VAA": 2}
    assert of(answer, one)["heure"] == "10\u00a0h\u00a000"
    assert values_of(one, october) == {"CC_HA": 1204}
    assert values_of(two, october) == {"CC_HA": "NA", "VAA": 2}
    assert {diff.origin for diff in ReportDiff.objects.all()} == {PAPER}


def test_a_column_more_costs_the_same_whatever_their_number(cast: Cast, october: Period) -> None:
    """The form is read once for all the columns of a sending."""
    aires, counts = crowd(cast, 6), []
    send(cast, october, {columns(cast)[0]: sending(cast, {"CC_HA": "7"})})  # the first of the day signs in
    for some in (aires[:1], aires[1:3], aires[3:]):
        with CaptureQueriesContext(connection) as queries:
            send(cast, october, {aire: sending(cast, {"CC_HA": "7"}) for aire in some})
        counts.append(len(queries))
    assert (counts[1] - counts[0], counts[2] - counts[1]) == (MORE, MORE)


def test_the_same_sending_counts_once(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    body = {one: sending(cast, {"CC_HA": "7"})}
    first, second = (send(cast, october, body) for _ in range(2))
    assert (of(first, one)["recues"], of(second, one)["recues"]) == (["CC_HA"], ["CC_HA"])
    assert ReportDiff.objects.count() == 1


def test_a_locked_report_and_a_bad_cell_stop_nothing_else(cast: Cast, october: Period) -> None:
    one, two = columns(cast)
    report = complete_report(cast, october)
    answer = send(
        cast,
        october,
        {
            one: sending(cast, {"CC_HA": "99"}, base={"CC_HA": 6}),
            two: sending(cast, {"CC_HA": "beaucoup", "CC_AC": "3"}),
        },
    )
    assert answer.status_code == 409
    assert of(answer, one)["refusees"]["CC_HA"].startswith("Verrouillé\u00a0: le rapport est déclaré complet")
    assert of(answer, two)["refusees"] == {"CC_HA": "Ce n’est pas un nombre."}
    assert values_of(one, october) == report.values
    assert values_of(two, october) == {"CC_AC": 3}


def test_a_cell_changed_on_both_sides_is_told(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    type_in(cast, "awa", one, october, {"CC_HA": 8})
    answer = send(cast, october, {one: sending(cast, {"CC_HA": "6", "CPN2": "2"})})
    assert answer.status_code == 409
    assert of(answer, one)["conflits"]["CC_HA"]["nom"] == "Awa Diarra"
    assert values_of(one, october) == {"CC_HA": 8, "CPN2": 2}


def test_an_aire_out_of_reach_keeps_its_figures_to_itself(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    there = small_territory("ML09", "Ailleurs").aire
    MonthlyReport.objects.create(aire=there, period=october, values={"CC_HA": 710_000}, version=1)
    answer = send(cast, october, {one: sending(cast, {"CC_HA": "7"}), there: sending(cast, {"CC_HA": "8"})})
    assert answer.status_code == 409
    assert of(answer, there) == {
        "refusees": {"CC_HA": "Cette aire n’est pas de votre ressort\u00a0: rien n’en a été gardé."}
    }
    assert values_of(one, october) == {"CC_HA": 7}
    assert values_of(there, october) == {"CC_HA": 710_000}


def test_controls_come_with_the_answer_and_are_explained(cast: Cast, october: Period, form: Form) -> None:
    one, _ = columns(cast)
    type_in(cast, "kadia", one, october, good_values(form))
    first = send(cast, october, {one: sending(cast, {"CC_HA": "61"}, base={"CC_HA": 6})})
    controls = of(first, one)["controles"]
    assert [(c["code"], c["gravite"]) for c in controls] == [("V06", "commentaire")]
    assert "CC_HA" in controls[0]["cases"]
    send(cast, october, {one: sending(cast, {}, commentaires={"V06": "Foire de Banamba."})})
    assert RuleComment.objects.get().person == cast.person_of("salif")


def test_a_comment_for_an_aire_out_of_reach_is_refused_too(cast: Cast, october: Period) -> None:
    """Else the page would send it again for ever."""
    there = small_territory("ML09", "Ailleurs").aire
    answer = send(cast, october, {there: sending(cast, {}, commentaires={"V06": "Foire."})})
    assert of(answer, there)["acte"]["pourquoi"].startswith("Cette aire n’est pas de votre ressort")


def test_the_clerk_does_not_declare(cast: Cast, october: Period, form: Form) -> None:
    one, _ = columns(cast)
    type_in(cast, "kadia", one, october, good_values(form))
    answer = send(cast, october, {one: sending(cast, {}, declarer=True)})
    assert of(answer, one)["acte"] == {"fait": False, "pourquoi": "Cet acte n’est pas de votre ressort."}
    assert MonthlyReport.objects.get().state == "brouillon"


def test_two_thousand_unknown_cells_are_refused_one_by_one(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    cells = {f"X{i}": "1" for i in range(1_999)} | {"CC_HA": "7"}
    answer = send(cast, october, {one: sending(cast, cells)})
    assert answer.status_code == 409
    assert len(of(answer, one)["refusees"]) == 1_999
    assert values_of(one, october) == {"CC_HA": 7}


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "[",
        "[]",
        "{}",
        '{"envois": {}}',
        '{"envois": []}',
        '{"envois": {"WHO": 3}}',
        '{"envois": {"WHO": {"operation": "x"}}}',
        '{"envois": ' + "[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_no_sending_is_refused(cast: Cast, october: Period, body: str | bytes) -> None:
    answer = send(cast, october, body)
    assert answer.status_code == 400
    assert "L’envoi est arrivé abîmé" in answer.json()["detail"]
    assert not MonthlyReport.objects.exists()


def test_a_person_that_is_no_number_is_no_sending(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    text = json.dumps({"envois": {one.code: sending(cast, {}, personne=float("inf"))}})
    assert send(cast, october, text).status_code == 400


def test_eleven_aires_are_too_many(cast: Cast, october: Period) -> None:
    text = json.dumps({"envois": {f"A{n}": sending(cast, {"CC_HA": "7"}) for n in range(11)}})
    assert send(cast, october, text).status_code == 400


def test_somebody_else_signed_in_meanwhile_sends_nothing(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    body = {one: sending(cast, {"CC_HA": "7"}, personne=cast.person_of("kadia").pk)}
    answer = send(cast, october, body)
    assert answer.status_code == 403
    assert "Une autre personne est connectée" in answer.json()["detail"]
    assert values_of(one, october) == {}


def test_who_may_not_sends_nothing(cast: Cast, october: Period) -> None:
    one, _ = columns(cast)
    body = {one: sending(cast, {"CC_HA": "7"}, personne=cast.person_of("kadia").pk)}
    assert send(cast, october, body, "kadia").status_code == 403
    assert values_of(one, october) == {}
