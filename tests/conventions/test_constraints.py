"""What must never be is refused by the database itself, with a French sentence."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conventions.models import Cam, Commitment, Substitute
from tests.cast import Cast
from tests.conventions.moves import in_force

DAY, LATER, SOONER = date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 4)


def refused(cam: Cam, **fields: Any) -> str:
    """The sentence of the constraint; the database says no as well."""
    for name, value in fields.items():
        setattr(cam, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cam.objects.filter(pk=cam.pk).update(**fields)
    with pytest.raises(ValidationError) as found:
        cam.validate_constraints()
    return " ".join(found.value.messages)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"deliberated_on": DAY}, "L’avis du CSRéf précède"),
        ({"advised_on": DAY, "deliberated_on": SOONER}, "L’avis du CSRéf précède"),
        ({"commune_signed_on": DAY}, "La commune signe après"),
        ({"asaco_signed_on": DAY}, "L’ASACO signe après"),
        ({"advised_on": DAY, "deliberated_on": LATER, "asaco_signed_on": DAY}, "L’ASACO signe après"),
        ({"vised_on": DAY}, "Le visa suit"),
        ({"starts_on": DAY, "ends_on": SOONER}, "ne finit pas avant de commencer"),
        ({"ends_on": DAY}, "ne finit pas avant de commencer"),
        ({"months": 0}, "de 1 à 240 mois"),
        ({"months": 241}, "de 1 à 240 mois"),
        ({"notice_months": 25}, "de 1 à 240 mois"),
        ({"state": "signee"}, "par la commune et par l’ASACO"),
        ({"denounced_by": "commune"}, "l’est par une partie"),
        ({"kind": "avenant"}, "suivent une convention"),
        ({"edition": 2, "kind": "renouvellement"}, "suivent une convention"),
    ],
)
def test_of_a_draft(fields: dict[str, Any], why: str, cam: Cam) -> None:
    assert why in refused(cam, **fields)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ends_on": None}, "a son visa, ses dates"),
        ({"vised_on": None}, "a son visa, ses dates"),
        ({"starts_on": SOONER}, "avant d’être signée"),
        ({"asaco_signer": None}, "par la commune et par l’ASACO"),
        ({"commune_signed_on": None}, "par la commune et par l’ASACO"),
        ({"state": "denoncee"}, "l’est par une partie"),
    ],
)
def test_in_force(fields: dict[str, Any], why: str, cam: Cam, everybody: Cast) -> None:
    assert why in refused(in_force(cam, everybody), **fields)


def test_one_person_does_not_sign_for_both(cam: Cam, everybody: Cast) -> None:
    there = in_force(cam, everybody)
    assert "même personne" in refused(there, asaco_signer=everybody.person_of("fanta"))


def second(cam: Cam, **fields: Any) -> Cam:
    """Another edition of the same pair, not saved."""
    kept = ("aire", "commune", "starts_on", "ends_on", "advised_on", "deliberated_on", "vised_on",
            "commune_signer", "commune_signed_on", "asaco_signer", "asaco_signed_on")  # fmt: skip
    said = {name: getattr(cam, name) for name in kept}
    return Cam(**said | {"edition": 2, "kind": "renouvellement", "follows": cam, **fields})


@pytest.mark.parametrize(
    ("state", "first", "why"),
    [("brouillon", "brouillon", "déjà en chemin"), ("vigueur", "vigueur", "déjà une convention en vigueur")],
)
def test_one_of_each(state: str, first: str, why: str, cam: Cam, everybody: Cast) -> None:
    there = in_force(cam, everybody) if first == "vigueur" else cam
    made = second(there, state=state)
    with pytest.raises(ValidationError, match=why):
        made.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_an_edition_once(cam: Cam) -> None:
    made = second(cam, state="retiree", edition=1, kind="premiere", follows=None)
    with pytest.raises(ValidationError, match="existe déjà"):
        made.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_an_avenant_says_why(cam: Cam, everybody: Cast) -> None:
    made = second(in_force(cam, everybody), state="brouillon", kind="avenant")
    with pytest.raises(ValidationError, match="pourquoi la convention change"):
        made.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"party": ""}, "quelle partie s’engage"),
        ({"party": "prefet"}, "quelle partie s’engage"),
        ({"text": ""}, "ce à quoi la partie s’engage"),
        ({"frequency": "une_fois"}, "a une date d’échéance"),
        ({"due_on": DAY}, "a une date d’échéance"),
        ({"due_month": 13}, "douze mois"),
        ({"due_month": 0}, "douze mois"),
        ({"amount": 10**12 + 1}, "dépasse"),
    ],
)
def test_of_a_commitment(fields: dict[str, Any], why: str, cam: Cam) -> None:
    said: dict[str, Any] = {"cam": cam, "key": uuid.uuid4(), "rank": 90, "party": "commune", "text": "Payer"}
    made = Commitment(**said | fields)
    with pytest.raises(ValidationError, match=why):
        made.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"person": "moussa"}, "une autre personne"),
        ({"decision": ""}, "la décision qui désigne"),
        ({"why": ""}, "la décision qui désigne"),
        ({"party": "etat"}, "Seules la commune et l’ASACO"),
    ],
)
def test_of_a_substitute(fields: dict[str, str], why: str, cam: Cam, everybody: Cast) -> None:
    said: dict[str, Any] = {
        "party": "asaco",
        "person": "kadia",
        "decision": "PV 4",
        "why": "Absent.",
    } | fields
    made = Substitute(
        cam=cam, replaced=everybody.person_of("moussa"), mandate=everybody.mandate_of("kadia"),
        decided_on=DAY, **said | {"person": everybody.person_of(said["person"])},
    )  # fmt: skip
    with pytest.raises(ValidationError, match=why):
        made.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
