"""Each determinant against an example computed by hand; what is missing leaves both sides, and is said.

10 200 inhabitants in 2026, for six months: 2 550 new cases (0.5 a year), 255 pregnancies, as many deliveries
(5 %), 204 children (4 %), 1 122 women (22 %), 244.8 births (4.8 %). The semester has 181 days.
"""

from typing import TypeAlias

import pytest

from cscom.models import AirePopulation, VillageAire
from monitorage.interventions import Determinant, Mode, interventions
from monitorage.reckoning import Share, reckon
from monitoring.form import load_form
from tests.cast import Cast
from tests.monitorage.conftest import SEMESTER, Changes, Send

pytestmark = pytest.mark.django_db
EVERY = range(1, 7)


def found(cast: Cast) -> dict[tuple[str, str], Share]:
    return dict(reckon(cast.territory.aire, SEMESTER, interventions()).shares)


# Cells that differ every month; then what is found: above, below, in percent.
Example: TypeAlias = tuple[str, str, dict[str, int], float, float, float]
EXAMPLES: list[Example] = [
    ("curatif", "utilisation", {}, 360, 2550, 14.1),  # 6 cells of 10, six months
    ("curatif", "accessibilite", {}, 8670, 10200, 85.0),  # 4 080 + 2 040 + 2 550 within 5 km; 1 530 at 6.6
    ("cpn", "accessibilite", {}, 8670, 10200, 85.0),
    ("cpn", "utilisation", {}, 240, 255, 94.1),  # 4 ages of 10
    ("cpn", "adequate", {"CPN4": 20}, 120, 255, 47.1),
    ("cpn", "effective", {"CPN4": 20, "VAT2P": 18, "SP3": 5}, 30, 255, 11.8),  # the least of 120, 108, 30
    ("accouchement", "accessibilite", {}, 8670, 10200, 85.0),
    ("accouchement", "utilisation", {}, 120, 255, 47.1),  # 4 ages of 5
    ("accouchement", "adequate", {"ACC_QUA": 12, "ACC_PRT": 9}, 54, 255, 21.2),
    ("accouchement", "effective", {"ACC_QUA": 12, "ACC_PRT": 9, "CPON1": 4}, 24, 255, 9.4),
    ("pev", "accessibilite", {}, 8670, 10200, 85.0),
    ("pev", "utilisation", {}, 120, 204, 58.8),  # fixed and outreach, 10 each
    ("pev", "adequate", {"P3.fixe": 7, "P3.avancee": 7}, 84, 204, 41.2),
    ("pev", "effective", {"ECV.F": 5, "ECV.M": 6}, 66, 204, 32.4),
    ("pf", "accessibilite", {}, 8670, 10200, 85.0),
    ("pf", "utilisation", {"PF_AU": 30}, 420, 1122, 37.4),  # 4 ages of 10, and 30
    ("cpon", "accessibilite", {}, 8670, 10200, 85.0),
    ("cpon", "utilisation", {"CPON1": 20}, 120, 244.8, 49.0),
    ("cpon", "adequate", {"CPON1": 20, "CPON2": 15}, 90, 244.8, 36.8),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example[0]} {example[1]}")
def test_by_hand(send: Send, everybody: Cast, example: Example) -> None:
    intervention, determinant, cells, above, below, percent = example
    send(dict.fromkeys(EVERY, cells))
    share = found(everybody)[intervention, determinant]
    assert share.above == pytest.approx(above)
    assert share.below == pytest.approx(below)
    assert round(share.percent, 1) == percent
    assert share.months == 6


@pytest.mark.parametrize(
    ("intervention", "changes", "without"),
    [
        # January lacks amoxicillin three days, ACT five: five are lost. March: two.
        ("curatif", {1: {"RUP_AMX": 3, "RUP_CTA": 5}, 3: {"RUP_TDR": 2}}, 174),
        ("cpn", {2: {"RUP_FAF": 10}, 4: {"RUP_SP": 4}, 5: {"RUP_AMX": 20}}, 167),
        ("accouchement", {6: {"RUP_GSE": 30, "RUP_OCY": 12}}, 151),
        ("pev", {2: {"CF_PAN": 4}}, 177),
    ],
)
def test_availability_by_hand(
    send: Send, everybody: Cast, intervention: str, changes: Changes, without: int
) -> None:
    send(changes)
    assert found(everybody)[intervention, "disponibilite"] == Share(without, 181, 6)


def test_every_computed_determinant_has_its_example() -> None:
    shown = {(intervention, determinant) for intervention, determinant, *_ in EXAMPLES}
    shown |= {(name, "disponibilite") for name in ("curatif", "cpn", "accouchement", "pev")}
    computed = {
        (chain.code, step.determinant.value)
        for chain in interventions().values()
        for step in chain.steps
        if step.computed
    }
    assert shown == computed


def test_a_month_that_is_not_validated_leaves_both_sides(send: Send, everybody: Cast) -> None:
    send(not_yet=(2,))
    result = reckon(everybody.territory.aire, SEMESTER, interventions())
    assert result.months == 5
    share = result.shares["cpn", "utilisation"]
    assert (share.above, share.months) == (200, 5)
    assert share.below == pytest.approx(212.5)
    assert result.shares["cpn", "disponibilite"] == Share(153, 153, 5)  # 181 − 28


def test_an_empty_cell_takes_its_month_out_of_what_needs_it_alone(send: Send, everybody: Cast) -> None:
    send({4: {"SP3": None}, 5: {"CPN1.lt15": None}})
    shares = found(everybody)
    assert shares["cpn", "adequate"].months == 6
    assert (shares["cpn", "effective"].months, shares["cpn", "effective"].above) == (5, 50)
    assert (shares["cpn", "utilisation"].months, shares["cpn", "utilisation"].above) == (5, 200)


def test_not_applicable_is_not_zero(send: Send, everybody: Cast) -> None:
    send({month: {"CPON2": "NA"} for month in EVERY})
    assert ("cpon", "adequate") not in found(everybody)
    assert found(everybody)["cpon", "utilisation"].months == 6


def test_nothing_validated_gives_nothing_but_distances(send: Send, everybody: Cast) -> None:
    send(not_yet=tuple(EVERY))
    result = reckon(everybody.territory.aire, SEMESTER, interventions())
    assert result.months == 0
    assert {determinant for _, determinant in result.shares} == {"accessibilite"}


def test_nobody_to_count_is_not_a_division_by_zero(send: Send, everybody: Cast) -> None:
    send()
    AirePopulation.objects.filter(aire=everybody.territory.aire).update(total=0)
    VillageAire.objects.filter(aire=everybody.territory.aire).delete()
    shares = found(everybody)
    assert {determinant for _, determinant in shares} == {"disponibilite"}


def test_the_catalogue_holds_together() -> None:
    """Six interventions; an entered determinant has no formula, a computed one has."""
    chains = interventions()
    assert list(chains) == ["curatif", "cpn", "accouchement", "pev", "pf", "cpon"]
    for chain in chains.values():
        assert [step.determinant for step in chain.steps] == list(Determinant)[1:]
        for step in chain.steps:
            assert step.definition
            assert step.source
            assert step.computed == bool(step.reckoning)
            assert step.mode in Mode


def test_every_code_of_the_catalogue_is_one_of_the_form(catalogue: None) -> None:
    codes = {code for chain in interventions().values() for step in chain.steps for code in step.codes}
    assert codes <= set(load_form(SEMESTER.last_day).elements)
