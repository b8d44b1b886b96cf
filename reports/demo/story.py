"""The story of Banamba: which places, at which level, and what happened in which month.

The months are told from today: the month before this one, the one before that, the last quarter that is over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from core.months import Month, Quarter
from reports.demo.figures import Values
from reports.demo.profile import Profile

MONTHS_TOLD: Final = 30  # up to the month before this one

REGION: Final = "ML02"
CERCLE: Final = "ML0202"
PILOTS: Final = ("ML0201", CERCLE, "ML0203")  # the three cercles of the programme
DISTRICT: Final = "WHO-MLI-0503"
BANAMBA: Final = "ML020201"
BEN_KADI: Final = "ML020601"
CENTRAL: Final = "WHO-MLI-0502"  # Banamba Central: Kadia, Moussa, Awa
BAO: Final = "WHO-MLI-0489"  # in town: more children vaccinated than its population figure says
OULENY: Final = "WHO-MLI-0654"  # late by two months
SAMAKELE: Final = "WHO-MLI-0662"  # shared with Ben Kadi
KIBAN: Final = "WHO-MLI-0591"  # next door: Oumar

VACCINATION: Final = "pev"  # the section left empty once
TOWN_HAS_NO_OUTREACH: Final = frozenset({"SA_PRV", "SA_REA"})

_LEVELS: Final[Mapping[str, Mapping[str, Any]]] = {
    CENTRAL: {
        "consultations": 0.47, "cpn1": 0.95, "cpn4": 0.46, "skilled": 0.62, "penta3": 0.90, "dropout": 0.06,
        "shortage": 0.03, "own_share": 0.94, "saving": 0.06, "receipts": 2_100, "committee": 0.97,
    },
    BAO: {
        "consultations": 0.41, "cpn1": 0.91, "cpn4": 0.39, "skilled": 0.58, "penta3": 1.05, "dropout": 0.05,
        "shortage": 0.04, "own_share": 0.92, "saving": 0.05, "receipts": 1_900, "committee": 0.95,
        "not_applicable": TOWN_HAS_NO_OUTREACH,
    },
    OULENY: {
        "consultations": 0.25, "cpn1": 0.70, "cpn4": 0.24, "skilled": 0.36, "penta3": 0.69, "dropout": 0.16,
        "shortage": 0.15, "own_share": 0.80, "saving": 0.01, "receipts": 1_050, "committee": 0.55,
    },
    SAMAKELE: {
        "consultations": 0.33, "cpn1": 0.84, "cpn4": 0.33, "skilled": 0.48, "penta3": 0.84, "dropout": 0.10,
        "shortage": 0.06, "own_share": 0.87, "saving": 0.03, "receipts": 1_400, "committee": 0.85,
    },
}  # fmt: skip


def told_profile(profile: Profile, *, in_district: bool) -> Profile:
    """The profile as the story wants it: Banamba's own levels; a district that never lost a report before.

    There, no maternal death but the one told, and in the commune no other stock-out of malaria treatment.
    """
    if not in_district:
        return profile
    spared = {"DM", "RUP_CTA"} if profile.code in _LEVELS else {"DM"}
    return replace(profile, misses=0.0, spared=profile.spared | spared, **_LEVELS.get(profile.code, {}))


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the story stands on a day."""

    today: date
    told: int = MONTHS_TOLD

    @property
    def current(self) -> Month:
        return Month.of(self.today)

    @property
    def last(self) -> Month:
        return self.current - 1

    @property
    def months(self) -> list[Month]:
        """The months told, oldest first."""
        return (self.last - (self.told - 1)).until(self.last)

    @property
    def quarter(self) -> Quarter:
        return Quarter.last_closed(self.today)

    @property
    def stock_out(self) -> Month:
        return self.current - 2

    @property
    def death(self) -> Month:
        return self.quarter.months[1]

    @property
    def empty_section(self) -> Month:
        return self.quarter.months[0]


STOCK_OUT_DAYS: Final = 12


def told_values(
    code: str, month: Month, moment: Moment, values: Values, vaccination: Iterable[str]
) -> Values:
    """``values`` with what happened there that month. ``vaccination``: the cells of that section."""
    if code == SAMAKELE and month == moment.stock_out:
        values = values | {"RUP_CTA": STOCK_OUT_DAYS}
    if code == SAMAKELE and month == moment.death:
        values = values | {"DM.cscom": 1}
    if code == CENTRAL and month == moment.empty_section:
        emptied = set(vaccination)
        values = {cell: value for cell, value in values.items() if cell not in emptied}
    return values


def return_reason(values: Values) -> str:
    """Why Salif returned the report of Banamba Central: what Kadia has to correct."""
    told = int(values["PAL_GRV.fe"])
    return (
        f"Paludisme\u00a0: le rapport dit {told} cas graves chez les femmes enceintes, le registre du CSCOM "
        f"en montre {told + 2}. Corrigez les cas graves et les cas simples, puis déclarez de nouveau."
    )


def audit_day(died_on: date) -> date:
    """When the audit of a maternal death is planned: four weeks later."""
    return died_on + timedelta(weeks=4)


# What the CPM wrote beside an unusual figure.
EXPLAINED: Final = (
    "Chiffre relu sur le registre du CSCOM : il est juste.",
    "Vérifié avec le registre : des malades sont venus d’une aire voisine ce mois-ci.",
    "Compté de nouveau avec l’équipe : le chiffre est bon.",
)
DRAFT_SECTIONS: Final = ("curatif", "paludisme", "cpn")  # what is already typed in a draft

# What each of the cast finds on the first page: one sentence, printed with the accounts.
AWAITS: Final[Mapping[str, str]] = {
    "kadia": "le rapport du mois dernier, renvoyé par Salif\u00a0: à corriger et à déclarer de nouveau",
    "moussa": "la signature des sections de gestion du rapport d’il y a deux mois",
    "awa": "le visa des sections cliniques du rapport d’il y a deux mois",
    "oumar": "le visa du rapport de Kiban, l’aire voisine\u202f; il ne voit pas Banamba",
    "fanta": "dix chiffres, Ouleny en retard de deux mois, le rapport du trimestre à lire et à signer",
    "binta": "le rapport du trimestre, à imprimer pour la réunion",
    "drissa": "sa part de Samakélé (sa commune n’a pas de CSCOM)\u202f; son rapport du trimestre à établir",
    "salif": "les rapports du district à vérifier\u202f; Samakélé et Asaco Bao sont prêts à valider",
    "seydou": "les retards du district, le rapport de Banamba à signer, les autres à établir",
    "nana": "les retards de la région, les rapports du trimestre à établir",
    "yaya": "les données de référence\u00a0: communes, aires, personnes, mandats",
    "hamidou": "une convention signée à viser\u202f; celle d’Ouleny, dénoncée, dont il a entendu les parties",
}
