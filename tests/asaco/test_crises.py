"""Crises of an ASACO: who records, differs, appeals; what the database refuses; nothing is erased."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from asaco.crisis_reading import crises_on
from asaco.models import Appeal, Crisis, CrisisDissent
from core.access import Role
from mandates.models import Organ, OrganKind
from notices.models import Notice
from tests.cast import Cast

NOW = "2026-10-05T10:00:00+00:00"
TODAY = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """Monday 5 October 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


def organ_of(everybody: Cast, name: str = "Comité de gestion", **more: Any) -> Organ:
    kind, _ = OrganKind.objects.get_or_create(
        code="essai", level="aire", defaults={"name": "Essai", "rank": 1, "quorum": "moitie"}
    )
    first: dict[str, Any] = {"opened_on": date(2023, 1, 1), "quorum": "moitie", "source": "essai"}
    return Organ.objects.create(kind=kind, aire=everybody.territory.aire, name=name, **first | more)


@pytest.fixture
def organ(everybody: Cast) -> Organ:
    return organ_of(everybody)


def said(organ: Organ, **more: str) -> dict[str, Any]:
    return {
        "kind": "dissolution", "organ": str(organ.pk), "acted_on": "01 04 2026", "last_day": "",
        "author": "maire", "author_words": "Fanta Keïta, maire de Banamba",
        "legal_basis": "Arrêté n° 12, décret à confirmer", "reasons": "Comptes non rendus",
        "transitional": "", **more,
    }  # fmt: skip


def crisis_of(everybody: Cast, organ: Organ, **more: Any) -> Crisis:
    first: dict[str, Any] = {
        "kind": "dissolution", "acted_on": date(2026, 4, 1), "author": "maire", "author_words": "Le maire",
        "legal_basis": "Arrêté n° 12", "person": everybody.person_of("fanta"), "mandate_id": 1,
        "role": Role.MAIRE, "place_name": "Banamba",
    }  # fmt: skip
    assert organ.aire
    return Crisis.objects.create(aire=organ.aire, organ=organ, **first | more)


def post(everybody: Cast, name: str, url: str, data: Mapping[str, Any]) -> tuple[int, str]:
    answer = everybody.client_of(name).post(url, data)
    return answer.status_code, answer.content.decode()


def test_the_mayor_of_the_host_records_and_each_party_is_told(everybody: Cast, organ: Organ) -> None:
    scan = SimpleUploadedFile("a.pdf", b"%PDF-1.7 arrete %%EOF", content_type="application/pdf")
    url = f"/asaco/{everybody.territory.aire.code}/crise/"
    status, _ = post(everybody, "fanta", url, said(organ) | {"scan": scan})
    assert status == 302
    made = Crisis.objects.get()
    assert (made.kind, made.acted_on, made.role) == ("dissolution", date(2026, 4, 1), Role.MAIRE)
    told = set(Notice.objects.filter(fact=f"crise:acte:{made.pk}").values_list("person", flat=True))
    right = {"kadia", "moussa", "drissa", "modibo", "boubacar", "ramata"}
    assert told == {everybody.person_of(name).pk for name in right}
    page = everybody.client_of("moussa").get(made.get_absolute_url()).content.decode()
    for words in (
        "Arrêté n° 12",
        "Comptes non rendus",
        "Fanta Keïta, maire",
        "Aucun organe transitoire n’est",
    ):
        assert words in page
    opened = everybody.client_of("drissa").get(f"/fichiers/{made.scan_id}/")  # his commune is touched
    assert b"".join(opened) == b"%PDF-1.7 arrete %%EOF"
    assert everybody.client_of("julie").get(f"/fichiers/{made.scan_id}/").status_code == 404


def test_a_mayor_of_a_commune_merely_touched_is_told_who_may(everybody: Cast, organ: Organ) -> None:
    url = f"/asaco/{everybody.territory.aire.code}/crise/"
    page = everybody.client_of("drissa").get(url).content.decode()
    assert "seul son maire peut prendre" in page
    assert "Base légale" not in page
    status, page = post(everybody, "drissa", url, said(organ))
    assert status == 422
    assert "seul son maire peut prendre" in page
    assert not Crisis.objects.exists()
    made = crisis_of(everybody, organ)
    for act in ("levee", "transition", "annuler"):
        assert post(everybody, "drissa", f"/asaco/crises/{made.pk}/{act}/", {"reason": "Non"})[0] == 422
    made.refresh_from_db()
    assert not made.annulled
    assert Crisis.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "reads", "records", "differs"),
    [
        ("kadia", 200, 403, 200), ("moussa", 200, 403, 200), ("sitan", 200, 403, 403),
        ("fanta", 200, 200, 200), ("drissa", 200, 200, 200), ("binta", 200, 403, 403),
        ("salif", 200, 403, 403), ("nana", 200, 403, 403), ("modibo", 200, 200, 200),
        ("boubacar", 200, 200, 200), ("ramata", 200, 403, 200), ("julie", 404, 404, 404),
        ("oumar", 404, 404, 404), ("anonyme", 302, 302, 302),
    ],
)  # fmt: skip
def test_who_reads_who_records_who_differs(
    everybody: Cast, organ: Organ, name: str, reads: int, records: int, differs: int
) -> None:
    made, client = crisis_of(everybody, organ), everybody.client_of(name)
    assert client.get(made.get_absolute_url()).status_code == reads
    assert client.get(f"/asaco/{everybody.territory.aire.code}/crise/").status_code == records
    assert client.get(f"/asaco/crises/{made.pk}/avis/").status_code == differs


def test_a_divergent_opinion_is_signed_and_written_once(everybody: Cast, organ: Organ) -> None:
    made = crisis_of(everybody, organ)
    for _ in range(2):  # sent twice
        assert (
            post(everybody, "moussa", f"/asaco/crises/{made.pk}/avis/", {"text": "Nous contestons."})[0]
            == 302
        )
    one = CrisisDissent.objects.get()
    assert one.signature == f"Moussa Coulibaly, président de l’ASACO, {organ.aire.name}"  # type: ignore[union-attr]
    page = everybody.client_of("fanta").get(made.get_absolute_url()).content.decode()
    assert "Nous contestons." in page
    assert "Moussa Coulibaly, le 5 octobre 2026" in page
    status, page = post(everybody, "moussa", f"/asaco/crises/{made.pk}/avis/", {"text": ""})
    assert (status, "Écrivez votre avis." in page) == (422, True)


def test_an_appeal_then_its_outcome_reopen_nothing(everybody: Cast, organ: Organ) -> None:
    made = crisis_of(everybody, organ)
    url = f"/asaco/crises/{made.pk}/recours/"
    filing = {"filed_on": "31 03 2026", "whose": "le comité dissous", "before": "le tribunal", "grounds": ""}
    status, page = post(everybody, "moussa", url, filing)
    assert (status, "L’acte contesté est du 1er avril 2026." in page) == (422, True)
    assert "le comité dissous" in page  # nothing typed is lost
    assert post(everybody, "moussa", url, filing | {"filed_on": "20 04 2026"})[0] == 302
    one = Appeal.objects.get()
    status, page = post(everybody, "moussa", url, filing | {"filed_on": "20 04 2026"})
    assert (status, "Ce recours est déjà enregistré." in page) == (422, True)
    assert "en cours, recours attendu" in everybody.client_of("nana").get("/asaco/crises/").content.decode()
    outcome = {"outcome": "annule", "outcome_on": "19 04 2026", "outcome_words": "L’arrêté est annulé."}
    status, page = post(everybody, "boubacar", f"{url}{one.pk}/issue/", outcome)
    assert (status, "Le recours est du 20 avril 2026." in page) == (422, True)
    right = outcome | {"outcome_on": "02 09 2026"}
    assert post(everybody, "boubacar", f"{url}{one.pk}/issue/", right)[0] == 302
    status, page = post(everybody, "boubacar", f"{url}{one.pk}/issue/", right | {"outcome": "confirme"})
    assert (status, "déjà écrite" in page) == (422, True)
    assert crises_on([made], TODAY)[0].state == ("nil", "annulé par le recours, le 2 septembre 2026")
    assert not Crisis.objects.open_on(TODAY).exists()
    assert Crisis.objects.open_on(date(2026, 9, 1)).exists()  # it held until then


def test_an_appeal_is_annulled_by_its_party_alone(everybody: Cast, organ: Organ) -> None:
    made = crisis_of(everybody, organ)
    filing = {"filed_on": "20 04 2026", "whose": "le comité", "before": "le tribunal", "grounds": ""}
    post(everybody, "moussa", f"/asaco/crises/{made.pk}/recours/", filing)
    url = f"/asaco/crises/{made.pk}/recours/{Appeal.objects.get().pk}/annuler/"
    status, page = post(everybody, "fanta", url, {"reason": "Non"})
    assert (status, "Seule la partie qui a écrit" in page) == (422, True)
    assert post(everybody, "moussa", url, {"reason": "Mauvaise date"})[0] == 302
    page = everybody.client_of("fanta").get(made.get_absolute_url()).content.decode()
    assert "Mauvaise date" in page
    assert "le comité" in page
    assert (
        everybody.client_of("moussa").get(f"/asaco/crises/{made.pk}/recours/9999999/annuler/").status_code
        == 404
    )


def test_a_dissolution_leads_to_a_transitional_organ(everybody: Cast, organ: Organ) -> None:
    made = crisis_of(everybody, organ)
    after = organ_of(everybody, "Comité transitoire", transitional=True, closed_on=date(2026, 11, 1))
    elsewhere = organ_of(everybody, "Bureau", transitional=False)
    url = f"/asaco/crises/{made.pk}/transition/"
    assert post(everybody, "modibo", url, {"organ": str(elsewhere.pk)})[0] == 422
    assert post(everybody, "modibo", url, {"organ": str(after.pk)})[0] == 302
    page = everybody.client_of("kadia").get(made.get_absolute_url()).content.decode()
    assert "jusqu’au 31 octobre 2026" in page
    assert "Aucun organe transitoire" not in page
    assert post(everybody, "modibo", url, {"organ": str(after.pk)})[0] == 422  # said once


def test_a_suspension_ends_by_itself_or_is_lifted(everybody: Cast, organ: Organ) -> None:
    code = everybody.territory.aire.code
    data = said(organ, kind="suspension", last_day="30 03 2026")
    status, page = post(everybody, "boubacar", f"/asaco/{code}/crise/", data)
    assert (status, "Ce jour vient avant celui de l’acte." in page) == (422, True)
    assert post(everybody, "boubacar", f"/asaco/{code}/crise/", data | {"last_day": "30 11 2026"})[0] == 302
    made = Crisis.objects.get()
    assert [made] == list(Crisis.objects.open_on(date(2026, 11, 30)))
    assert not Crisis.objects.open_on(date(2026, 12, 1)).exists()
    lifting = {k: v for k, v in said(organ).items() if k not in ("kind", "organ", "last_day", "transitional")}
    status, page = post(
        everybody, "boubacar", f"/asaco/crises/{made.pk}/levee/", lifting | {"acted_on": "31 03 2026"}
    )
    assert (status, "L’acte auquel il met fin est du 1er avril 2026." in page) == (422, True)
    status, _ = post(
        everybody, "boubacar", f"/asaco/crises/{made.pk}/levee/", lifting | {"acted_on": "01 10 2026"}
    )
    assert status == 302
    assert not Crisis.objects.open_on(TODAY).exists()
    assert crises_on([made], TODAY)[0].state == ("ok", "levé le 1er octobre 2026")
    status, page = post(
        everybody, "boubacar", f"/asaco/crises/{made.pk}/levee/", lifting | {"acted_on": "02 10 2026"}
    )
    assert (status, "rien n’est à lever" in page) == (422, True)
    status, page = post(everybody, "boubacar", f"/asaco/crises/{made.pk}/annuler/", {"reason": "Erreur"})
    assert (status, "annulez d’abord la levée" in page) == (422, True)


def test_a_mistake_is_annulled_with_its_reason_and_stays(everybody: Cast, organ: Organ) -> None:
    made, url = crisis_of(everybody, organ), f"/asaco/{everybody.territory.aire.code}/crise/"
    status, page = post(everybody, "fanta", url, said(organ))
    assert (status, "Cet acte est déjà enregistré pour cet organe et ce jour." in page) == (422, True)
    assert post(everybody, "fanta", f"/asaco/crises/{made.pk}/annuler/", {"reason": ""})[0] == 422
    assert post(everybody, "fanta", f"/asaco/crises/{made.pk}/annuler/", {"reason": "Autre organe"})[0] == 302
    page = everybody.client_of("moussa").get(made.get_absolute_url()).content.decode()
    assert "Autre organe" in page
    assert "annulé le 5 octobre 2026, écrit par erreur" in page
    assert not Crisis.objects.open_on(TODAY).exists()
    assert post(everybody, "fanta", url, said(organ))[0] == 302  # the right one takes its place
    filing = {"filed_on": "20 04 2026", "whose": "X", "before": "Y", "grounds": ""}
    assert post(everybody, "moussa", f"/asaco/crises/{made.pk}/recours/", filing)[0] == 422
    assert "Autre organe" in everybody.client_of("moussa").get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"acted_on": "06 10 2026"}, "pas un jour à venir"),
        ({"acted_on": "31 02 2026"}, "Cette date n’existe pas"),
        ({"legal_basis": " "}, "sur quel texte l’acte s’appuie"),
        ({"author": ""}, "Dites qui a pris l’acte"),
        ({"author_words": ""}, "le nom et la fonction"),
        ({"organ": "999999"}, "Choisissez dans la liste"),
        ({"last_day": "01 05 2026"}, "Une dissolution n’a pas de dernier jour"),
        ({"kind": "levee"}, "Sélectionnez un choix valide"),
    ],
)
def test_bad_input_is_told_and_nothing_lost(
    everybody: Cast, organ: Organ, change: dict[str, str], sentence: str
) -> None:
    url = f"/asaco/{everybody.territory.aire.code}/crise/"
    status, page = post(everybody, "fanta", url, said(organ) | change)
    assert status == 422
    assert sentence in page
    assert "Comptes non rendus" in page
    assert not Crisis.objects.exists()


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("crisis_days", {"kind": "suspension", "last_day": date(2026, 3, 31)}),
    ("crisis_days", {"last_day": date(2026, 5, 1)}),
    ("crisis_says", {"legal_basis": ""}),
    ("crisis_says", {"kind": "autre"}),
    ("crisis_lifts", {"kind": "levee"}),
    ("crisis_not_ahead", {"acted_on": date(2026, 10, 6)}),
    ("crisis_annulled", {"annulled_on": TODAY}),
]


@pytest.mark.parametrize(("rule", "wrong"), WRONG)
def test_the_database_refuses_an_act(everybody: Cast, organ: Organ, rule: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        crisis_of(everybody, organ, **wrong)


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("appeal_day", {"filed_on": date(2026, 3, 31)}),
        ("appeal_says", {"before": ""}),
        ("appeal_outcome", {"outcome": "confirme"}),
        ("appeal_outcome", {"outcome_on": date(2026, 6, 1), "outcome_words": "Rejeté"}),
        ("appeal_outcome", {"outcome": "annule", "outcome_on": date(2026, 4, 1), "outcome_words": "Annulé"}),
    ],
)
def test_the_database_refuses_an_appeal(
    everybody: Cast, organ: Organ, rule: str, wrong: dict[str, Any]
) -> None:
    made = crisis_of(everybody, organ)
    first: dict[str, Any] = {
        "filed_on": date(2026, 4, 20), "whose": "X", "before": "Y", "mandate_id": 1, "place_name": "Banamba",
        "person": everybody.person_of("fanta"), "role": Role.MAIRE,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Appeal.objects.create(crisis=made, **first | wrong)


def test_one_lifting_an_act(everybody: Cast, organ: Organ) -> None:
    made = crisis_of(everybody, organ)
    crisis_of(everybody, organ, kind="levee", lifts=made, acted_on=date(2026, 5, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        crisis_of(everybody, organ, kind="levee", lifts=made, acted_on=date(2026, 5, 2))


def test_the_page_of_the_asaco_tells_its_organs_and_crises(everybody: Cast, organ: Organ) -> None:
    organ.sessions_a_year, organ.mandate_months = 12, 36
    organ.save()
    made = crisis_of(everybody, organ)
    ended = {"opened_on": date(2026, 4, 2), "closed_on": TODAY - timedelta(days=5)}
    organ_of(everybody, "Comité transitoire", transitional=True, **ended)
    url = f"/asaco/{everybody.territory.aire.code}/"
    page = everybody.client_of("fanta").get(url).content.decode()
    for words in ("12 réunions par an", "3 ans", "fini, non remplacé ici", "29 septembre 2026"):
        assert words in page, words
    assert "Une crise est en cours." in page
    assert made.get_absolute_url() in page
    assert f"{url}crise/" in page
    assert f"{url}crise/" not in everybody.client_of("drissa").get(url).content.decode()
    partner = everybody.client_of("julie").get(url).content.decode()  # reads no organ
    assert "Une crise est en cours." not in partner
    assert "Comité de gestion" not in partner
