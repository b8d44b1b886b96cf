"""What is said of the execution: who, when, line by line; what is refused loses nothing, writes nothing."""

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from planning.enums import Source
from planning.executing import odd, standing
from planning.models import Activity, Execution, Plan
from planning.workflow import CIRCUIT
from tests.cast import Cast
from tests.planning.running import add_line, made_plan, say

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def line(everybody: Cast) -> Activity:
    plan = made_plan(everybody.territory.aire)
    return add_line(plan, 1, {Source.ASACO: 400_000, Source.COMMUNE: 200_000})


def url_of(plan: Plan, quarter: int = 2, name: str = "plan_execution", *more: object) -> str:
    parts = [plan.aire.code, plan.year, plan.edition]
    return reverse(
        name, args=[*parts, *([quarter] if name in {"plan_execution", "plan_execution_line"} else []), *more]
    )


def typed(cast: Cast, line: Activity, values: Mapping[str, str], quarter: int = 2) -> dict[str, str]:
    """The form of the page as a browser sends it, with what is typed over it."""
    page = cast.client_of("kadia").get(url_of(line.plan, quarter))
    (row,) = [row for row in page.context["rows"] if row.activity.pk == line.pk]
    shown = {field.html_name: str(field.value() or "") for field in row.form}
    return shown | {f"l{line.pk}-{name}": value for name, value in values.items()}


def test_a_line_is_said_in_place(line: Activity, everybody: Cast) -> None:
    said = {"physical": "40", "engaged": "250 000", "by_asaco": "100 000", "gap": "Pluies"}
    answer = everybody.client_of("kadia").post(url_of(line.plan), typed(everybody, line, said))
    assert answer.status_code == 302
    kept = Execution.objects.get()
    assert (kept.quarter, kept.version, kept.physical, kept.engaged) == (2, 1, 40, 250_000)
    assert (kept.by_asaco, kept.by_commune, kept.gap) == (100_000, 0, "Pluies")
    assert kept.person == everybody.person_of("kadia")
    assert kept.mandate_id == everybody.mandate_of("kadia").pk


def test_what_did_not_change_writes_nothing(line: Activity, everybody: Cast) -> None:
    say(line, 2, 40, engaged=5)
    answer = everybody.client_of("awa").post(url_of(line.plan), typed(everybody, line, {}), follow=True)
    assert "Rien n’avait changé" in answer.content.decode()
    assert Execution.objects.get().version == 1


def test_who_came_second_is_told_and_keeps_what_they_typed(line: Activity, everybody: Cast) -> None:
    late = typed(everybody, line, {"physical": "60"})
    first = typed(everybody, line, {"physical": "50"})
    everybody.client_of("awa").post(url_of(line.plan), first)
    answer = everybody.client_of("kadia").post(url_of(line.plan), late)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "entre-temps" in text
    assert 'value="60"' in text
    assert Execution.objects.get().physical == 50
    again = {f"l{line.pk}-seen": answer.context["rows"][0].seen}
    assert everybody.client_of("kadia").post(url_of(line.plan), late | again).status_code == 302
    assert Execution.objects.get().physical == 60


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("physical", "101"),
        ("physical", "-1"),
        ("physical", "beaucoup"),
        ("engaged", "-5"),
        ("engaged", "1" + "0" * 18),
        ("by_asaco", "9" * 40),
        ("by_asaco", "12,5"),
        ("gap", "x" * 201),
        ("seen", "x"),
        ("seen", ""),
    ],
)
def test_what_cannot_be_is_refused_in_words(field: str, value: str, line: Activity, everybody: Cast) -> None:
    sent = typed(everybody, line, {field: value, "by_commune": "7"} if field != "seen" else {field: value})
    answer = everybody.client_of("kadia").post(url_of(line.plan), sent)
    assert answer.status_code == 422
    assert not Execution.objects.exists()
    if field not in {"seen", "gap"}:
        assert f'value="{value}"' in answer.content.decode()


def test_a_line_of_another_plan_saves_nothing_at_all(line: Activity, everybody: Cast) -> None:
    other = add_line(made_plan(everybody.territory.second_aire), 1, {Source.ASACO: 5})
    sent = typed(everybody, line, {"physical": "30"})
    sent |= {f"l{other.pk}-seen": "0/0000000000000000", f"l{other.pk}-physical": "90"}
    answer = everybody.client_of("kadia").post(url_of(line.plan), sent)
    assert answer.status_code == 422
    assert "pas de ce plan" in answer.content.decode()
    assert 'value="30"' in answer.content.decode()
    assert not Execution.objects.exists()


@pytest.mark.parametrize(("state", "words"), [("approuve", "pas en exécution"), ("cloture", "clôturé")])
def test_only_a_running_plan_is_executed(state: str, words: str, line: Activity, everybody: Cast) -> None:
    sent = typed(everybody, line, {"physical": "30"})
    Plan.objects.filter(pk=line.plan_id).update(state=state)
    answer = everybody.client_of("kadia").post(url_of(line.plan), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Execution.objects.exists()


def test_a_quarter_that_has_not_begun_or_is_none(line: Activity, everybody: Cast) -> None:
    coming = add_line(made_plan(everybody.territory.second_aire, year=2027), 1, {Source.ASACO: 5})
    client = everybody.client_of("oumar")
    sent = {f"l{coming.pk}-seen": "0/0000000000000000", f"l{coming.pk}-physical": "9"}
    answer = client.post(url_of(coming.plan, 1), sent)
    assert (answer.status_code, "n’a pas commencé" in answer.content.decode()) == (422, True)
    assert client.get(url_of(coming.plan, 5)).status_code == 404
    assert client.post(url_of(coming.plan, 0), sent).status_code == 404
    assert not Execution.objects.exists()


def test_who_may(line: Activity, everybody: Cast) -> None:
    sent = typed(everybody, line, {"physical": "30"})
    for name in ("moussa", "sitan", "fanta", "nana", "julie"):
        client = everybody.client_of(name)
        assert client.get(url_of(line.plan)).status_code == 200, name
        assert client.post(url_of(line.plan), sent).status_code == 403, name
    assert everybody.client_of("oumar").post(url_of(line.plan), sent).status_code == 404
    assert not Execution.objects.exists()


def test_one_line_takes_every_payer_and_a_piece(line: Activity, everybody: Cast) -> None:
    url = url_of(line.plan, 2, "plan_execution_line", line.key)
    client = everybody.client_of("awa")
    form = client.get(url).context["form"]
    name = f"l{line.pk}"
    sent = {f"{name}-seen": form["seen"].value(), f"{name}-physical": "10", f"{name}-by_partner": "90"}
    answer = client.post(url, sent | {f"{name}-evidence": SimpleUploadedFile("a.jpg", b"<html></html>")})
    assert answer.status_code == 422
    assert "ni un PDF, ni une image" in answer.content.decode()
    assert not Execution.objects.exists()
    answer = client.post(url, sent | {f"{name}-evidence": SimpleUploadedFile("a.pdf", PDF)})
    assert answer.status_code == 302
    kept = Execution.objects.get()
    assert (kept.physical, kept.by_partner, kept.evidence is not None) == (10, 90, True)
    assert kept.evidence.name == f"{line.plan.number}-T2-1.pdf"  # type: ignore[union-attr]


def test_what_is_odd_is_accepted_and_said(line: Activity) -> None:
    say(line, 1, 50)
    say(line, 2, 100, engaged=0)
    assert odd(standing(line, 2)) == ["Tout est fait, rien n’est payé\u00a0: à vérifier."]
    say(line, 3, 40, engaged=700_000, by_asaco=800_000)
    found = " ".join(odd(standing(line, 3)))
    assert "plus qu’engagé" in found
    assert "plus que prévu" in found
    assert "baisse" in found


def test_the_year_is_closed_with_its_balance(line: Activity, everybody: Cast, october: object) -> None:
    say(line, 1, 60, engaged=300_000, by_asaco=250_000, gap="Moto en panne")
    page = everybody.client_of("fanta").get(url_of(line.plan, 0, "plan_balance"))
    balance = page.context["balance"]
    assert (balance.done, balance.unexplained, balance.figures.paid) == (0, 0, 250_000)
    assert "Moto en panne" in page.content.decode()
    client, url = everybody.client_of("kadia"), url_of(line.plan, 0, "plan_cloturer")
    said = {"version": "0", "text": "Année difficile.", "etape": "faire"}
    answer = client.post(url, said)
    assert (answer.status_code, "n’est pas finie" in answer.content.decode()) == (422, True)
    assert "Année difficile." in answer.content.decode()
    october.move_to("2027-01-10T09:00:00+00:00")  # type: ignore[attr-defined]
    client = everybody.client_of("kadia")
    assert client.post(url, said | {"text": " "}).status_code == 422
    assert everybody.client_of("moussa").post(url, said).status_code == 403
    assert client.post(url, said).status_code == 302
    plan = Plan.objects.get(pk=line.plan_id)
    assert (plan.state, plan.closing_words) == ("cloture", "Année difficile.")


def test_an_amended_plan_goes_on_where_it_stood(line: Activity, everybody: Cast) -> None:
    gone = add_line(line.plan, 2, {Source.ASACO: 10})
    say(line, 1, 60, engaged=300_000, by_asaco=250_000)
    say(gone, 1, 100, by_asaco=10)
    Plan.objects.filter(pk=line.plan_id).update(state="remplace")
    later = Plan.objects.create(aire=line.plan.aire, year=2026, edition=2, amends=line.plan, state="approuve")
    add_line(later, 1, {Source.ASACO: 500_000})
    Activity.objects.filter(plan=later).update(key=line.key)
    later = Plan.objects.located().get(pk=later.pk)
    CIRCUIT.apply(later, "executer", everybody.scope_of("awa"), version=0)
    (kept,) = Execution.objects.filter(activity__plan=later)
    assert (kept.quarter, kept.physical, kept.by_asaco) == (1, 60, 250_000)
    page = everybody.client_of("awa").get(url_of(later, 0, "plan_balance"))
    assert page.context["balance"].gone == 10
