"""Who is told what when a report moves."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from core.access import Action, Role
from core.workflow import Refusal
from mandates.policy import TABLE
from mandates.receivers import receivers
from monitoring.models import Period
from notices.models import Notice
from tests.cast import PARTS, Cast
from tests.reporting import act, complete_report, validated_report

pytestmark = pytest.mark.django_db


def told() -> dict[str, str]:
    """Person → text, then forgotten."""
    found = {str(n.person).split()[0].lower(): n.text for n in Notice.objects.select_related("person")}
    Notice.objects.all().delete()
    return found


def test_each_act_tells_who_acts_next(
    cast: Cast, october: Period, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = complete_report(cast, october)
    subject = "Rapport d’octobre 2026, Samakélé\u00a0: "
    asked = subject + "déclaré complet par Kadia Traoré, à viser et à signer."
    assert told() == {
        "awa": asked,
        "moussa": asked,
        "salif": subject + "déclaré complet par Kadia Traoré.",
    }
    with django_capture_on_commit_callbacks(execute=True):
        act(cast, "awa", report, "viser")
    assert told() == {}
    with django_capture_on_commit_callbacks(execute=True):
        act(cast, "moussa", report, "signer")
    assert told() == {"salif": subject + "visé et signé, prêt à valider."}
    with django_capture_on_commit_callbacks(execute=True):
        act(cast, "salif", report, "renvoyer", "La caisse ne suit pas.")
    back = subject + "renvoyé par Salif Diallo. Motif\u00a0: La caisse ne suit pas."
    assert told() == {"kadia": back, "awa": back, "sitan": back}


def test_validated_and_reopened(
    cast: Cast, october: Period, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    report = validated_report(cast, october)
    with django_capture_on_commit_callbacks(execute=True):
        act(cast, "salif", report, "rouvrir", "Erreur.", sections=[], until="2026-11-20")
    texts = told()
    assert set(texts) == {"kadia", "awa", "sitan", "moussa"}
    assert "rouvert par Salif Diallo jusqu’au 20 novembre 2026. Motif\u00a0: Erreur." in texts["kadia"]


def test_the_notice_leads_to_the_report(
    cast: Cast, october: Period, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        report = complete_report(cast, october)
    urls = set(Notice.objects.values_list("url", flat=True))
    assert urls == {report.get_absolute_url()}
    assert cast.client_of("awa").get(urls.pop()).status_code == 200


def test_a_refused_act_tells_nobody(
    cast: Cast, october: Period, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    report = complete_report(cast, october)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refusal):
        act(cast, "salif", report, "valider")
    assert not Notice.objects.exists()


@pytest.mark.parametrize("action", Action)
def test_receivers_are_those_whose_scope_holds_the_place(cast: Cast, action: Action) -> None:
    for aire in cast.territory.aires:
        where = aire.where()
        found = {person.first_name.lower() for person in receivers(action, where)}
        assert found == {name for name in PARTS if cast.scope_of(name).may(action, where)}


def test_an_ended_mandate_receives_nothing(cast: Cast) -> None:
    where = cast.territory.aire.where()
    assert [str(p) for p in receivers(Action.CLINICAL_SIGN, where)] == ["Awa Diarra"]
    cast.end_mandate_of("awa")
    assert receivers(Action.CLINICAL_SIGN, where) == []
    assert TABLE[Role.CPM, Action.CLINICAL_SIGN]
