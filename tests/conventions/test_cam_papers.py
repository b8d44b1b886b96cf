"""Acts on a convention taken on paper: whose they are, what is kept, what no paper is."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conventions.models import Cam, CamPaper
from core.access import Role
from core.models import ActLog
from files.models import StoredFile
from mandates.models import Mandate
from tests.cast import Cast
from tests.conventions.moves import CHAIN, walk
from tests.conventions.test_drafting import at
from tests.planning.test_plan_papers import PDF


def sent(cast: Cast, cam: Cam, signatory: str, **more: object) -> dict[str, object]:
    return {
        "version": cam.version,
        "signatory": cast.mandate_of(signatory).pk,
        "on": "05 10 2026",
        "text": "",
        "scan": SimpleUploadedFile("acte.pdf", PDF, content_type="application/pdf"),
        **more,
    }


def test_the_whole_circuit_from_papers(cam: Cam, everybody: Cast) -> None:
    """A convention signed before this site knew it: recorded from its papers, with their days."""
    there = walk(cam, everybody, CHAIN[0])
    for recorder, act, signatory, on, more in (
        ("seydou", "avis", "seydou", "10 01 2024", {"kind": "favorable"}),
        ("issa", "deliberer", "fanta", "02 02 2024", {"deliberation": "2024-3"}),
        ("issa", "signer_commune", "fanta", "29 02 2024", {}),
        ("kadia", "signer_asaco", "moussa", "01 03 2024", {}),
        ("seydou", "viser", "boubacar", "15 03 2024", {}),
    ):
        body = sent(everybody, there, signatory, on=on, **more)
        answer = everybody.client_of(recorder).post(at(there, f"papier/{act}/"), body)
        assert answer.status_code == 302, (act, answer.content.decode())
        there.refresh_from_db()
    Cam.objects.filter(pk=there.pk).update(starts_on=date(2024, 3, 1))
    there = walk(Cam.objects.located().get(pk=there.pk), everybody, ("fanta", "vigueur"))
    assert (there.deliberated_on, there.deliberation) == (date(2024, 2, 2), "2024-3")
    assert (there.commune_signed_on, there.vised_on) == (date(2024, 2, 29), date(2024, 3, 15))
    assert (there.starts_on, there.ends_on) == (date(2024, 3, 1), date(2029, 2, 28))
    page = everybody.client_of("binta").get(at(there)).content.decode()
    assert "Pris sur papier le 29 février 2024, enregistré par Issa Koné." in page
    assert CamPaper.objects.count() == 5


def test_recorded_once_read_by_its_readers(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, CHAIN[0])
    client, url = everybody.client_of("kadia"), at(there, "papier/avis/")
    body = sent(everybody, there, "seydou", kind="favorable")
    first, again = (
        client.post(url, body),
        client.post(url, sent(everybody, there, "seydou", kind="favorable")),
    )
    assert first.headers["Location"] == again.headers["Location"]
    assert (ActLog.objects.count(), StoredFile.objects.count()) == (2, 1)
    paper = CamPaper.objects.get()
    assert everybody.client_of("binta").get(f"/fichiers/{paper.scan_id}/").getvalue() == PDF
    for stranger in ("drissa", "oumar", "julie"):
        assert everybody.client_of(stranger).get(f"/fichiers/{paper.scan_id}/").status_code == 404


def test_the_substitute_signs_on_paper(cam: Cam, everybody: Cast) -> None:
    """Fanta presides the ASACO too: its secretary signs for it, by a recorded decision."""
    there = walk(cam, everybody, *CHAIN[:3])
    everybody.end_mandate_of("moussa")
    president = Mandate.objects.create(
        person=everybody.person_of("fanta"), role=Role.PRESIDENT, aire=everybody.territory.aire,
        starts_on=date(2025, 1, 1),
    )  # fmt: skip
    body = sent(everybody, there, "fanta") | {"signatory": president.pk}
    refused = everybody.client_of("kadia").post(at(there, "papier/signer_asaco/"), body)
    assert refused.status_code == 422
    assert "désignez un remplaçant" in refused.content.decode()
    named = {
        "version": there.version, "replaced": president.pk, "mandate": everybody.mandate_of("sitan").pk,
        "decision": "PV du CA n° 4", "decided_on": "02 10 2026", "why": "La présidente est maire.",
    }  # fmt: skip
    assert everybody.client_of("issa").post(at(there, "remplacant/asaco/"), named).status_code == 302
    there.refresh_from_db()
    url = at(there, "papier/signer_asaco/")
    page = everybody.client_of("kadia").get(url).content.decode()
    assert "Sitan Konaré" in page
    assert "présidente, " not in page
    assert everybody.client_of("kadia").post(url, sent(everybody, there, "sitan")).status_code == 302
    there.refresh_from_db()
    assert there.asaco_signer == everybody.person_of("sitan")


def test_an_interest_is_declared_on_paper_too(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, *CHAIN[:3])
    Mandate.objects.create(
        person=everybody.person_of("moussa"), role=Role.CONSEILLER, commune=everybody.territory.host,
        starts_on=date(2024, 6, 1),
    )  # fmt: skip
    client, url = everybody.client_of("kadia"), at(there, "papier/signer_asaco/")
    refused = client.post(url, sent(everybody, there, "moussa"))
    assert refused.status_code == 422
    assert "déclarez-la" in refused.content.decode()
    body = sent(everybody, there, "moussa", interest="Conseiller communal.")
    assert client.post(url, body).status_code == 302
    # Before he was elected, he had nothing to declare.
    assert ActLog.objects.latest("pk").details["interest"] == "Conseiller communal."


def test_judged_on_the_day_of_the_paper(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, *CHAIN[:2])
    url = at(there, "papier/deliberer/")
    body = sent(everybody, there, "fanta", on="05 10 2026", deliberation="7")
    assert everybody.client_of("issa").post(url, body).status_code == 302
    there.refresh_from_db()
    Mandate.objects.create(
        person=everybody.person_of("moussa"), role=Role.CONSEILLER, commune=everybody.territory.host,
        starts_on=date(2026, 10, 5),
    )  # fmt: skip
    before = sent(everybody, there, "moussa", on="04 10 2026")
    answer = everybody.client_of("kadia").post(at(there, "papier/signer_asaco/"), before)
    assert "daté d’avant celui qu’il suit" in answer.content.decode()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"on": "06 10 2026"}, "jour à venir"),
        ({"on": "01 09 2016"}, "plus de dix ans"),
        ({"on": "31 12 2019"}, "ne tenait pas cette fonction"),
        ({"on": "31 02 2026"}, "n’existe pas"),
        ({"signatory": "999999"}, "personne de la liste"),
        ({"kind": ""}, "Dites si l’avis"),
        ({"kind": "defavorable", "text": " "}, "dites pourquoi"),
        ({"scan": SimpleUploadedFile("a.jpg", b"<html>bonjour</html>", "image/jpeg")}, "ni un PDF"),
        ({"scan": ""}, "Joignez la photo"),
    ],
)
def test_what_is_no_paper_comes_back(more: dict[str, object], why: str, cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, CHAIN[0])
    body = sent(everybody, there, "seydou", kind="favorable", text="Dit ainsi.") | more
    answer = everybody.client_of("kadia").post(at(there, "papier/avis/"), body)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert ActLog.objects.count() == 1
    assert not StoredFile.objects.exists()


def test_a_paper_on_an_old_version(cam: Cam, everybody: Cast) -> None:
    there = walk(cam, everybody, CHAIN[0])
    body = sent(everybody, there, "seydou", kind="favorable") | {"version": 0}
    answer = everybody.client_of("kadia").post(at(there, "papier/avis/"), body)
    assert answer.status_code == 409
    assert not StoredFile.objects.exists()


def test_what_is_never_on_paper(cam: Cam, everybody: Cast) -> None:
    for act in ("deposer", "vigueur", "retirer", "rien"):
        assert everybody.client_of("kadia").get(at(cam, f"papier/{act}/")).status_code == 404
    assert everybody.client_of("fanta").get(at(cam, "papier/avis/")).status_code == 403
