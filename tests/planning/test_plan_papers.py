"""Acts of the circuit taken on paper: whose they are, what is kept, what no paper is."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import ActLog
from files.models import StoredFile
from planning.models import Opinion, Plan, PlanPaper
from tests.cast import Cast
from tests.planning.test_plan_pages import address, walk

PDF = b"%PDF-1.7\n%essai\n%%EOF\n"


def sent(cast: Cast, plan: Plan, signatory: str, **more: object) -> dict[str, object]:
    return {
        "version": plan.version,
        "signatory": cast.mandate_of(signatory).pk,
        "on": "05 10 2026",
        "scan": SimpleUploadedFile("acte.pdf", PDF, content_type="application/pdf"),
        **more,
    }


def test_the_secretary_records_the_adoption(plan: Plan, everybody: Cast) -> None:
    client, url = everybody.client_of("kadia"), address(plan, "papier/adopter/")
    first = client.post(url, sent(everybody, plan, "moussa"))
    assert first.status_code == 302
    log, paper = ActLog.objects.get(), PlanPaper.objects.get()
    assert (log.person_name, log.details["paper"]["recorded_by"]) == ("Moussa Coulibaly", "Kadia Traoré")
    assert (paper.signatory, paper.recorded_by) == (
        everybody.person_of("moussa"),
        everybody.person_of("kadia"),
    )
    again = client.post(url, sent(everybody, plan, "moussa"))
    assert again.headers["Location"] == first.headers["Location"]
    assert (ActLog.objects.count(), StoredFile.objects.count()) == (1, 1)
    for reader in ("fanta", "drissa"):  # both communes of the aire read the plan, hence its scan
        assert everybody.client_of(reader).get(f"/fichiers/{paper.scan_id}/").getvalue() == PDF
    receipt = client.get(first.headers["Location"]).content.decode()
    assert "Pris sur papier le 5 octobre 2026, enregistré par Kadia Traoré." in receipt


def test_the_district_records_the_opinion_of_the_host(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    body = sent(everybody, plan, "fanta", kind="favorable")
    assert everybody.client_of("salif").post(address(plan, "papier/avis/"), body).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "avis"


def test_a_paper_says_what_the_commune_engages(plan: Plan, everybody: Cast) -> None:
    """Line by line, as on screen; nothing is proposed: the paper says it."""
    walk(plan, everybody, ("moussa", "adopter"))
    first, second = plan.activities.all()
    client, url = everybody.client_of("salif"), address(plan, "papier/avis/")
    form = client.get(url).content.decode()
    assert (form.count("Demandé"), form.count('value="200\u202f000"')) == (2, 0)
    body = {"kind": "reserves", "text": "Budget voté.", f"p.{first.key}": "150 000", f"p.{second.key}": ""}
    done = [client.post(url, sent(everybody, plan, "fanta", **body)) for _ in range(2)]
    assert done[0].headers["Location"] == done[1].headers["Location"]
    pledges = Opinion.objects.get().pledges.all()
    assert [(one.key, one.planned, one.amount) for one in pledges] == [(first.key, 200_000, 150_000)]
    receipt = client.get(done[0].headers["Location"]).content.decode()
    assert "150\u202f000" in receipt


def test_a_neighbour_s_paper_says_it_too(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    first = plan.activities.get(rank=1)
    body = sent(everybody, plan, "drissa", kind="favorable", **{f"p.{first.key}": "0"})
    assert everybody.client_of("kadia").post(address(plan, "papier/avis_touche/"), body).status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.commune.name, [one.amount for one in opinion.pledges.all()]) == ("Ben Kadi", [0])


@pytest.mark.parametrize(
    ("typed", "why"),
    [("-5", "au moins 0"), ("beaucoup", "nombre"), ("1000000000001", "au plus"), ("1,5", "entier")],
)
def test_an_engagement_that_cannot_be_comes_back(plan: Plan, everybody: Cast, typed: str, why: str) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    key = plan.activities.get(rank=1).key
    body = sent(everybody, plan, "fanta", kind="favorable", **{f"p.{key}": typed})
    answer = everybody.client_of("salif").post(address(plan, "papier/avis/"), body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert f'value="{typed}"' in page
    assert not Opinion.objects.exists()
    assert not StoredFile.objects.exists()


def test_who_wrote_it_does_not_record_its_approval(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"), ("fanta", "avis"), ("seydou", "valider"))
    body = sent(everybody, plan, "nana")
    answer = everybody.client_of("kadia").post(address(plan, "papier/approuver/"), body)
    assert answer.status_code == 422
    assert "une autre personne doit en décider" in answer.content.decode()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"on": "06 10 2026"}, "jour à venir"),
        ({"on": "01 01 2025"}, "plus d’un an"),
        ({"on": "31 02 2026"}, "n’existe pas"),
        ({"signatory": "999"}, "personne de la liste"),
        ({"scan": SimpleUploadedFile("a.jpg", b"<html>bonjour</html>", "image/jpeg")}, "ni un PDF"),
        ({"scan": ""}, "Joignez la photo"),
    ],
)
def test_what_is_no_paper_comes_back(more: dict[str, object], why: str, plan: Plan, everybody: Cast) -> None:
    body = sent(everybody, plan, "moussa", text="Dit ainsi.") | more
    answer = everybody.client_of("kadia").post(address(plan, "papier/adopter/"), body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert "Dit ainsi." in page
    assert not ActLog.objects.exists()
    assert not StoredFile.objects.exists()


def test_sixty_megabytes_are_refused_unread(plan: Plan, everybody: Cast) -> None:
    heavy = SimpleUploadedFile("acte.pdf", PDF + b"0" * (60 * 1024 * 1024))
    body = sent(everybody, plan, "moussa", scan=heavy)
    answer = everybody.client_of("kadia").post(address(plan, "papier/adopter/"), body)
    assert answer.status_code == 413
    assert not ActLog.objects.exists()
