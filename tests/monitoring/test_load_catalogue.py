"""The catalogue is loaded whole or not at all; what the DRS decided is left alone."""

import shutil
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from monitoring.loading import FOLDER, load_catalogue
from monitoring.models import Element, Indicator, Rule, Section
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_twice_is_once(catalogue: None) -> None:
    again = load_catalogue()
    assert {(one.counts.created, one.counts.changed) for one in again} == {(0, 0)}
    assert Element.history.count() == Element.objects.count() == 117


def test_every_norm_waits_to_be_confirmed_with_its_source(catalogue: None) -> None:
    for model in (Element, Rule, Indicator):
        assert not model.objects.filter(confirmed=True).exists()
        assert not model.objects.filter(source="").exists()


def test_the_ten_figures_of_the_mayor(catalogue: None) -> None:
    ten = Indicator.objects.filter(on_mayor_page=True).values_list("code", flat=True)
    assert list(ten) == ["I01", "I11", "I13", "I17", "I27", "I29", "I36", "I37", "I42", "I45"]


def test_a_dry_run_writes_nothing() -> None:
    out = StringIO()
    call_command("load_catalogue", "--dry-run", stdout=out)
    assert "117 lignes créées" in out.getvalue()
    assert not Section.objects.exists()


def test_a_changed_line_is_brought_in(catalogue: None, folder: Path) -> None:
    edit(folder, "elements.csv", "Deuxième visite", "Deuxième contact")
    load_catalogue(folder)
    assert Element.objects.get(code="CPN2").label == "Deuxième contact"


def test_a_confirmed_line_is_left(catalogue: None, folder: Path) -> None:
    Indicator.objects.filter(code="I27").update(confirmed=True, target=Decimal(80))
    done = {one.file: one for one in load_catalogue(folder)}
    assert Indicator.objects.get(code="I27").target == 80
    assert done["indicateurs.csv"].kept == 1


def test_a_line_changed_by_somebody_is_left(catalogue: None, everybody: Cast) -> None:
    element = Element.objects.get(code="CPN2")
    element.label = "Visite 2"
    element._history_user = everybody.user_of("nana")  # type: ignore[attr-defined]
    element.save()
    load_catalogue()
    assert Element.objects.get(code="CPN2").label == "Visite 2"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("elements.csv", "CPN2;cpn;", "CPN2;cpm;", "elements.csv, ligne 26, colonne «\u00a0section\u00a0»"),
        ("elements.csv", ";ag3 sx;", ";ag3 zz;", "l’axe «\u00a0zz\u00a0»"),
        ("elements.csv", "CPN2;cpn", "CPN3;cpn", "déjà donné à la ligne"),
        ("elements.csv", "CPN2;cpn", "2CPN;cpn", "une formule ne pourrait pas"),
        ("elements.csv", "2009-01-01", "hier", "n’est pas une date"),
        ("elements.csv", "2009-01-01;;", "2009-01-01;2008-01-01;", "doit suivre le début"),
        ("sections.csv", "clinique", "médicale", "n’est pas admis"),
        ("regles.csv", "PAL_TST <= PAL_SUS", "PAL_TST <= PAL_ZZZ", "au caractère 12"),
        ("regles.csv", "PAL_TST <= PAL_SUS", "PAL_TST - PAL_SUS", "est une comparaison"),
        ("regles.csv", "PAL_TST <= PAL_SUS", "recus() <= PAL_SUS", "ne compte pas les rapports"),
        ("indicateurs.csv", ";CC_NC;POP;", ";CC_NC / 2;POP;", "nombres entiers seulement"),
        ("indicateurs.csv", ";CC_NC;POP;", ";CC_NC;POP + CC_NC;", "pas les deux"),
        ("indicateurs.csv", ";CC_NC;POP;", ";FE;POP;", "n’est pas un code connu"),
        ("indicateurs.csv", "recus();attendus()", "recus();CC_NC", "ne se mêlent pas"),
        ("modalites.csv", "libelle", "libellé", "colonne inconnue"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(
    folder: Path, name: str, old: str, new: str, words: str
) -> None:
    edit(folder, name, old, new)
    with pytest.raises(CommandError) as refused:
        call_command("load_catalogue", "--folder", folder)
    assert words in str(refused.value)
    assert name in str(refused.value)
    assert not Section.objects.exists()


def test_a_missing_sheet_is_said(folder: Path) -> None:
    (folder / "regles.csv").unlink()
    with pytest.raises(CommandError, match=r"regles\.csv"):
        call_command("load_catalogue", "--folder", folder)
    assert not Section.objects.exists()
