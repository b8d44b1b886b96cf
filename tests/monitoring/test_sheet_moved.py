"""A dry run whose reports, reader or file changed between the page and the button."""

from datetime import date

from django.test import Client

from cscom.models import Aire
from mandates.models import Mandate
from monitoring.models import Period, SheetUpload
from monitoring.sheets.keeping import abandon
from tests.cast import Cast
from tests.monitoring.pages import values_of
from tests.monitoring.sheet_files import (
    also_types_in,
    both_aires,
    confirmed,
    csv_of,
    filled,
    page_of,
    pressed,
    read_by,
    rows_of,
    said,
    sent,
    take,
    typed,
)
from tests.reporting import type_in


def test_a_file_confirmed_meanwhile_is_not_given_up(kadia: Client, aire: Aire, october: Period) -> None:
    """Two tabs at once: nobody reads that nothing was written of what was."""
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    seen = SheetUpload.objects.get(pk=upload.pk)
    confirmed(kadia, upload)
    assert not abandon(seen)
    assert "1 case enregistrée" in said(page_of(kadia, upload))


def test_a_choice_is_not_made_for_another_cell(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    """Kadia chose her CPN3; Awa's CPN2 takes its rank: nothing is ticked on the page that comes back."""
    type_in(cast, "kadia", aire, october, {"CPN2": 1, "CPN3": 1})
    content = filled(kadia, aire, october, {"CPN2": "2", "CPN3": "2"})
    type_in(cast, "awa", aire, october, {"CPN3": 3})
    upload = sent(kadia, content)
    mark = read_by(kadia, upload)
    type_in(cast, "awa", aire, october, {"CPN2": 3})
    answer = pressed(kadia, upload, mark, **{"choix.0": "fichier"})
    assert answer.status_code == 409
    assert " checked" not in answer.content.decode()
    again = confirmed(kadia, upload, **{"choix.0": "fichier"})  # the other is still to choose
    assert again.status_code == 422
    assert 'name="choix.0" value="fichier" checked' in again.content.decode()
    assert again.content.decode().count(" checked") == 1
    assert "Enregistrer mes choix" in said(again)


def test_two_aires_of_one_name_are_two(cast: Cast, kadia: Client, aire: Aire, october: Period) -> None:
    """The figure that was new in one column is now new in the other: this is another dry run."""
    second = cast.territory.second_aire
    also_types_in(cast, "kadia", second)
    Aire.objects.filter(pk=second.pk).update(name=aire.name)
    rows = rows_of(both_aires(cast, october, {"CPN2": "7"}))
    type_in(cast, "kadia", aire, october, {"CPN2": 7})
    upload = sent(kadia, csv_of(rows))
    mark = read_by(kadia, upload)
    type_in(cast, "kadia", aire, october, {"CPN2": None})
    type_in(cast, "kadia", second, october, {"CPN2": 7})
    assert pressed(kadia, upload, mark).status_code == 409
    assert values_of(aire, october) == {}


def test_a_figure_left_as_it_was_is_not_the_same_once_it_changed(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    type_in(cast, "kadia", aire, october, {"CPN2": 12, "CPN3": 4})
    content = take(kadia, aire, october)
    type_in(cast, "awa", aire, october, {"CPN2": 13})
    assert "Déjà les mêmes 1 case" in said(page_of(kadia, sent(kadia, content)))


def test_a_guess_of_a_provisional_figure_tells_nothing(cast: Cast, aire: Aire, october: Period) -> None:
    """Modibo (DRDSES) also types for one aire: of the other he knows no figure before it is validated."""
    second = cast.territory.second_aire
    type_in(cast, "salif", second, october, {"REC_ACT": 731})
    also_types_in(cast, "modibo", aire)
    modibo = cast.client_of("modibo")
    blank = rows_of(take(modibo, second, october, blank=True))
    pages = []
    for guess in ("731", "732"):
        upload = sent(modibo, csv_of(typed(blank, {"REC_ACT": guess})))
        page = said(page_of(modibo, upload))
        assert "Déjà les mêmes 0 case" in page
        pages.append(page.replace(guess, "N"))
    same = [page.split("Ce que ce fichier changerait")[1].split("Confirmer")[0] for page in pages]
    assert same[0] == same[1]


def test_a_mandate_that_ended_no_longer_compares(
    cast: Cast, kadia: Client, aire: Aire, october: Period
) -> None:
    """Kadia still types elsewhere: her file no longer tells what stands in the report she has left."""
    also_types_in(cast, "kadia", cast.territory.second_aire)
    type_in(cast, "awa", aire, october, {"CPN2": 741})
    upload = sent(kadia, filled(kadia, aire, october, {"CPN2": "14"}))
    Mandate.objects.filter(person=cast.person_of("kadia"), aire=aire).update(ends_on=date(2026, 11, 1))
    page = said(page_of(kadia, upload))
    assert "Aire inconnue ou hors de votre ressort." in page
    assert "741" not in page
