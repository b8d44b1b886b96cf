"""The sheet of a month: empty to be written on, filled to be signed; one order, the paper's."""

import re
from typing import Any
from uuid import uuid4

import pytest

from monitoring.form import Form
from monitoring.models import Period
from tests.cast import Cast
from tests.monitoring.pages import address, text_of
from tests.reporting import complete_report, good_values, type_in, validated_report


def sheet(cast: Cast, name: str, period: Period, view: str = "report_sheet") -> Any:
    return cast.client_of(name).get(address(view, cast.territory.aire, period))


def boxes(page: Any) -> list[str]:
    """The tags and words of every box to fill or filled."""
    return re.findall(r'<td class="bx[^"]*">.*?</td>', page.content.decode())


def test_the_empty_sheet_has_a_box_for_every_cell_and_no_figure(
    cast: Cast, october: Period, form: Form
) -> None:
    page = sheet(cast, "kadia", october, "report_sheet_blank")
    cells = sum(len(section.cells) for section in form.sections)
    totals = page.content.decode().count('<td class="bx t"></td>')
    assert cells == 182
    assert len(boxes(page)) == cells + totals
    assert all(re.sub(r"<[^>]+>", "", box).strip() in ("", "oui  non") for box in boxes(page))
    names = re.findall(r'<h3 id="s-[^"]*">(\d+) ', page.content.decode())
    assert [int(n) for n in names] == [s.order for s in form.sections]


def test_the_empty_sheet_of_nobody_has_lines_to_write_on(cast: Cast, october: Period) -> None:
    page = cast.client_of("julie").get("/rapports/feuille-vide/", {"mois": "2026-10"})
    assert page.status_code == 200
    assert 'Aire de santé</dt><dd><span class="line"></span>' in page.content.decode()
    assert "Mois octobre 2026" in text_of(page)
    assert cast.client_of("julie").get("/rapports/feuille-vide/", {"mois": "n’importe"}).status_code == 200


def test_empty_zero_and_not_applicable_differ_on_paper(cast: Cast, october: Period) -> None:
    type_in(
        cast,
        "kadia",
        cast.territory.aire,
        october,
        {"CC_HA": 0, "CC_AC": "NA", "CS_RAP": 1, "REC_ACT": 1234567},
    )
    found = boxes(sheet(cast, "kadia", october))
    assert '<td class="bx">0</td>' in found
    assert '<td class="bx na"><span class="so">s. o.</span></td>' in found
    assert '<td class="bx"><span class="nil">vide</span></td>' in found
    assert '<td class="bx">oui</td>' in found
    assert '<td class="bx">1 234 567</td>' in found


def test_totals_are_those_of_the_figures(cast: Cast, october: Period) -> None:
    aire = cast.territory.aire
    type_in(cast, "kadia", aire, october, {"CC_NC.lt1.M": 3, "CC_NC.lt1.F": 4, "CC_NC.1-4.M": 5})
    text = text_of(sheet(cast, "kadia", october))
    assert "Moins de 1 an 3 4 7" in text
    assert "1 à 4 ans 5 vide —" in text


@pytest.mark.parametrize(
    ("make", "state"),
    [
        (None, "Projet, pas commencé"),
        (complete_report, "Complet, déclaré le 3 novembre 2026"),
        (validated_report, "Validé, le 3 novembre 2026"),
    ],
)
def test_the_state_stands_at_the_top(cast: Cast, october: Period, make: Any, state: str) -> None:
    if make:
        make(cast, october)
    text = text_of(sheet(cast, "kadia", october))
    assert state in text
    assert "du 1er octobre 2026 au 31 octobre 2026" in text


def test_who_signed_on_the_platform_is_named_the_others_sign_by_hand(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    signs = text_of(sheet(cast, "kadia", october)).split("Signatures")[1]
    assert re.search(r"Secrétaire de l’ASACO déclaration Nom : Kadia Traoré Date : 3 novembre 2026", signs)
    assert "Moussa" not in signs


def test_controls_and_comments_close_the_sheet(cast: Cast, october: Period, form: Form) -> None:
    type_in(cast, "kadia", cast.territory.aire, october, good_values(form) | {"CC_HA": 61})
    url = address("report_cell", cast.territory.aire, october, "curatif", "CC_HA")
    cast.client_of("awa").post(url, {"texte": "Foire.", "suivre": "oui", "operation": str(uuid4())})
    text = text_of(sheet(cast, "kadia", october)).split("Contrôles et commentaires")[1]
    assert "Commentaire demandé (V06)" in text
    assert "Nouveaux cas venant de hors aire (à suivre) : « Foire. », Awa Diarra, 3 novembre 2026" in text


def test_the_treasurer_prints_management_alone(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    text = text_of(sheet(cast, "sitan", october))
    assert "11 Finances" in text
    assert "Consultations curatives" not in text


def test_before_validation_the_sheet_is_veiled_to_who_may_not_know(cast: Cast, october: Period) -> None:
    complete_report(cast, october)
    page = sheet(cast, "modibo", october)
    assert boxes(page) == []
    assert "se lisent quand le CSRéf l’a validé" in text_of(page)
