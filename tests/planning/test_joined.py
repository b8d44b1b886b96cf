"""The file that an act carries: kept with it, read by whoever reads it, named on paper; what is no file."""

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from core.models import ActLog
from files.models import StoredFile
from planning.models import Attachment, Plan
from tests.cast import Cast
from tests.planning.test_plan_pages import address, text_of, walk

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%note technique\n%%EOF\n"
TO_VALIDATE = (("moussa", "adopter"), ("fanta", "avis"))


def note(content: bytes = PDF, name: str = "note.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def done(plan: Plan, cast: Cast, name: str, act: str, **said: object) -> str:
    """The act by its page, on the plan as it stands; the address of its receipt."""
    plan.refresh_from_db()
    body = {"version": plan.version, "text": "Dit ainsi.", "etape": "faire", **said}
    answer = cast.client_of(name).post(address(plan, f"{act}/"), body)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def openings(cast: Cast, *names: str) -> Mapping[str, bool]:
    """Who opens the file of the last act."""
    file, seen = Attachment.objects.latest("pk").file_id, {}
    for name in names:
        answer = cast.client_of(name).get(f"/fichiers/{file}/")
        seen[name] = answer.status_code == 200 and answer.getvalue() == PDF
    return seen


def test_the_technical_note_stands_beside_the_validation(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, *TO_VALIDATE)
    client, url = everybody.client_of("seydou"), address(plan, "valider/")
    assert "peut être joint à la page suivante" in text_of(client, url)
    said = {"version": plan.version, "text": "Normes suivies."}
    check = client.post(url, said | {"etape": "relire"}).content.decode()
    assert 'enctype="multipart/form-data"' in check
    assert "note technique" in check
    twice = [client.post(url, said | {"etape": "faire", "joined": note()}) for _ in range(2)]
    assert twice[0].headers["Location"] == twice[1].headers["Location"]  # a double click
    piece = Attachment.objects.get()
    log = ActLog.objects.get(act="valider")
    assert (piece.log_id, piece.label, piece.file.name) == (
        log.pk,
        "note technique",
        f"{plan.number}-valider-{log.pk}.pdf",
    )
    assert StoredFile.objects.count() == 1
    for page in (address(plan), address(plan, f"actes/{log.pk}/")):
        assert f"/fichiers/{piece.file_id}/" in client.get(page).content.decode()


def test_a_note_is_read_as_the_act_is(plan: Plan, everybody: Cast) -> None:
    """Before the approval by those who read plans, after it by those who read approved ones too."""
    walk(plan, everybody, *TO_VALIDATE)
    done(plan, everybody, "seydou", "valider", joined=note())
    readers = ("kadia", "fanta", "drissa", "seydou", "nana", "boubacar")
    later, never = ("julie", "sitan"), ("oumar",)
    told = dict.fromkeys(readers, True) | dict.fromkeys((*later, *never), False)
    assert openings(everybody, *told) == told
    done(plan, everybody, "nana", "approuver")
    told |= dict.fromkeys(later, True)
    assert openings(everybody, *told) == told


def test_an_approval_with_reserves_opens_it_too(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, *TO_VALIDATE)
    done(plan, everybody, "seydou", "valider", joined=note())
    done(plan, everybody, "nana", "approuver_reserves")
    assert openings(everybody, "julie") == {"julie": True}


@pytest.mark.parametrize(
    ("name", "act", "said"),
    [
        ("awa", "diverger", {}),
        ("binta", "conseiller", {}),
        ("modibo", "conseiller", {}),
        ("drissa", "avis_touche", {"kind": "reserves"}),
    ],
)
def test_opinions_carry_a_file(
    plan: Plan, everybody: Cast, name: str, act: str, said: Mapping[str, str]
) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    receipt = text_of(everybody.client_of(name), done(plan, everybody, name, act, joined=note(), **said))
    assert f"{plan.number}-{act}-" in receipt
    assert openings(everybody, name, "kadia", "oumar") == {name: True, "kadia": True, "oumar": False}


def test_an_act_without_a_file_is_done(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    done(plan, everybody, "awa", "diverger")
    assert not Attachment.objects.exists()


WRONG = [
    (b"<html>bonjour</html>", "photo.jpg", "ni un PDF"),
    (b"PDF-1.7 sans tete", "note.pdf", "ni un PDF"),
    (b"", "note.pdf", "vide"),
    (PDF + b"0" * (6 * 1024 * 1024), "note.pdf", "trop lourd"),
]


@pytest.mark.parametrize(("content", "name", "why"), WRONG)
def test_what_is_no_file_stops_the_act(
    plan: Plan, everybody: Cast, content: bytes, name: str, why: str
) -> None:
    """At the page where the act is read again, and where it is done at once: the words stay."""
    walk(plan, everybody, *TO_VALIDATE)
    logs = ActLog.objects.count()
    for person, act in (("seydou", "valider"), ("awa", "diverger")):
        said = {"version": plan.version, "text": "Mots à garder.", "etape": "faire"}
        answer = everybody.client_of(person).post(
            address(plan, f"{act}/"), said | {"joined": note(content, name)}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert why in page
        assert "Mots à garder." in page
    assert (ActLog.objects.count(), StoredFile.objects.count()) == (logs, 0)


def test_sixty_megabytes_are_refused_unread(plan: Plan, everybody: Cast) -> None:
    said = {"version": plan.version, "text": "Mots.", "joined": note(PDF + b"0" * (60 * 1024 * 1024))}
    walk(plan, everybody, ("moussa", "adopter"))
    answer = everybody.client_of("awa").post(address(plan, "diverger/"), said)
    assert answer.status_code == 413
    assert "trop lourd" in answer.content.decode()
    assert not ActLog.objects.filter(act="diverger").exists()


def test_a_stale_act_says_that_the_file_is_chosen_again(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    said = {"version": plan.version - 1, "text": "Mots à garder.", "etape": "faire", "joined": note()}
    answer = everybody.client_of("awa").post(address(plan, "diverger/"), said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "choisissez-le de nouveau" in page
    assert "Mots à garder." in page
    assert not StoredFile.objects.exists()


def test_an_adoption_takes_no_file(plan: Plan, everybody: Cast) -> None:
    said = {"version": plan.version, "text": "", "etape": "faire", "joined": note()}
    assert everybody.client_of("moussa").post(address(plan, "adopter/"), said).status_code == 415
    assert not ActLog.objects.exists()


def test_the_database_keeps_one_file_an_act(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    done(plan, everybody, "awa", "diverger", joined=note())
    piece = Attachment.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(plan=plan, file=piece.file, label="encore", log_id=piece.log_id)


def test_the_file_of_an_act_is_not_taken_out(plan: Plan, everybody: Cast) -> None:
    walk(plan, everybody, ("moussa", "adopter"))
    done(plan, everybody, "awa", "diverger", joined=note())
    Plan.objects.filter(pk=plan.pk).update(state="renvoye", redo_from="adopter")
    client = everybody.client_of("kadia")
    assert f"/fichiers/{Attachment.objects.get().file_id}/" in client.get(address(plan)).content.decode()
    client.post(address(plan, "pieces/"), {"retirer": Attachment.objects.get().pk})
    assert Attachment.objects.count() == 1
