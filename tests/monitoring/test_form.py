"""The form as data: cells, totals, versions by date."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.enums import NA
from monitoring.form import Form, Value, filled, load_form, missing
from monitoring.models import Element, Section
from tests.reporting import good_values

pytestmark = pytest.mark.django_db


def test_the_paper_in_its_order(form: Form) -> None:
    assert [s.code for s in form.sections] == [
        *("curatif", "paludisme", "cpn", "accouchements", "planification", "pev", "nutrition"),
        *("reference", "deces", "medicaments", "finances", "personnel", "vie-asaco"),
    ]
    kinds = ["clinique"] * 9 + ["gestion"] * 2 + ["clinique", "gestion"]
    assert [s.kind for s in form.sections] == kinds
    assert len(form.elements) == 117
    assert sum(len(e.keys) for e in form.elements.values()) == 182


def test_cells_are_the_product_of_the_axes(form: Form) -> None:
    assert form.elements["CC_NC"].keys == (
        *("CC_NC.lt1.M", "CC_NC.lt1.F", "CC_NC.1-4.M"),
        *("CC_NC.1-4.F", "CC_NC.5p.M", "CC_NC.5p.F"),
    )
    assert form.elements["CPN2"].keys == ("CPN2",)
    assert form.cells["CC_NC.1-4.F"].label == "Nouveaux cas, 1 à 4 ans, féminin"
    assert form.cells["PAL_CNF.nd"].required is False
    assert [[cell.key for cell in row] for _, row in form.elements["CC_NC"].grid][1] == [
        *("CC_NC.1-4.M", "CC_NC.1-4.F"),
    ]
    assert [m.label for m, _ in form.elements["BCG"].grid] == ["au centre", "en stratégie avancée"]


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ({"BCG.fixe": 3, "BCG.avancee": 4}, 7),
        ({"BCG.fixe": 0, "BCG.avancee": 0}, 0),
        ({"BCG.fixe": 3}, None),
        ({}, None),
        ({"BCG.fixe": 3, "BCG.avancee": NA}, 3),
        ({"BCG.fixe": NA, "BCG.avancee": NA}, NA),
        ({"BCG.nd": 9}, 9),
        ({"BCG.nd": 9, "BCG.fixe": 2}, 11),
        ({"BCG.nd": NA}, None),
        ({"BCG.nd": NA, "BCG.fixe": 1, "BCG.avancee": 1}, 2),
    ],
)
def test_vide_zero_and_sans_objet_are_three_things(
    form: Form, values: dict[str, Value], total: object
) -> None:
    assert form.elements["BCG"].total(values) == total


def test_the_sum_of_a_prefix(form: Form) -> None:
    values = {"CC_NC.lt1.M": 2, "CC_NC.lt1.F": 5, "CC_NC.1-4.M": 9}
    assert form.sum_of("CC_NC.lt1", values) == 7
    assert form.sum_of("CC_NC.1-4", values) is None
    assert form.knows("CC_NC.5p.M")
    assert not form.knows("CC_NC.M")
    assert not form.knows("ZZ.lt1")


def test_what_is_filled_counts_required_cells_only(form: Form) -> None:
    section = form.section("pev")
    assert section is not None
    assert filled(section, {}) == (0, len(section.required))
    optional = {cell.key: 1 for cell in section.cells if not cell.required}
    assert filled(section, optional)[0] == 0
    values = good_values(form)
    assert missing(form, values) == []
    del values["P3.fixe"]
    values.pop("VAA")
    assert [cell.key for cell in missing(form, values)] == ["P3.fixe"]


def test_a_value_that_came_unsplit_is_not_missing(form: Form) -> None:
    section = form.section("pev")
    assert section is not None
    assert filled(section, {"BCG.nd": 12})[0] == 2


def test_versions_hold_by_date(form: Form) -> None:
    Element.objects.filter(code="CPN2").update(valid_to=date(2026, 11, 1))
    Element.objects.create(
        code="CPN2",
        section=Section.objects.get(code="cpn"),
        order=3,
        label="Deuxième contact",
        type="N",
        owner="C",
        valid_from=date(2026, 11, 1),
    )
    assert load_form(date(2026, 10, 31)).elements["CPN2"].label == "Deuxième visite"
    assert load_form(date(2026, 11, 1)).elements["CPN2"].label == "Deuxième contact"
    assert load_form(date(2008, 12, 31)).sections == ()


def test_one_query(form: Form) -> None:
    with CaptureQueriesContext(connection) as queries:
        load_form(form.on)
    assert len(queries) == 1
