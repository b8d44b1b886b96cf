"""What each role may do, written by hand from the field's matrix; never imported from the application.

A letter says how far a right goes from the place of the mandate: A its aire · H aires its commune hosts or holds ≥ 20 % of
· K its commune and every aire touching it · D its district · C its cercle · R its région · N everywhere · - nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ROLES = (
    "secretaire", "president", "tresorier", "cpm", "maire", "conseiller", "secretaire_general", "charge_sis",
    "medecin_chef", "drs", "drdses", "prefet", "conseil_cercle", "federation", "ptf", "administrateur", "anonyme",
)  # fmt: skip

#                                        ASACO+CPM  commune  CSRéf  DRS    cercle, others
_RIGHTS = {
    "ouvert à tous":                    "N N N N    N N N    N N    N N    N N N N N N",
    "son compte":                       "N N N N    N N N    N N    N N    N N N N N -",
    "lire le territoire":               "N N N N    N N N    N N    N N    N N N N N -",
    "lire le catalogue":                "N N N N    N N N    N N    N N    N N N N N -",
    "lire le registre des ASACO":       "A A A A    K K K    D D    R R    C C C R N -",
    "tenir le registre des ASACO":      "A A - -    - - -    - -    - R    - - - - - -",
    "voir les totaux":                  "A A A A    K K K    D D    R R    C C C R - -",
    "voir les chiffres provisoires":    "A A A A    K K K    D D    R -    - - - - - -",
    "voir le rapport, clinique":        "A A - A    H H H    D D    R -    - - - - - -",
    "voir le rapport, gestion":         "A A A A    H H H    D D    R R    - - C - - -",
    "saisir la clinique":               "A - - A    - - -    - -    - -    - - - - - -",
    "saisir la gestion":                "A - A -    - - -    - -    - -    - - - - - -",
    "déclarer complet":                 "A - - A    - - -    - -    - -    - - - - - -",
    "viser la clinique":                "- - - A    - - -    - -    - -    - - - - - -",
    "signer la gestion":                "- A - -    - - -    - -    - -    - - - - - -",
    "valider":                          "- - - -    - - -    D -    - -    - - - - - -",
    "renvoyer":                         "- - - -    - - -    D -    - -    - - - - - -",
    "rouvrir":                          "- - - -    - - -    D D    - -    - - - - - -",
    "voir la complétude":               "- - - -    K K K    D D    R R    - - - - - -",
    "lire les documents":               "A A A A    K K K    D D    R R    C C C R - -",
    "établir un document":              "- - - -    K - K    D D    R -    - - - - - -",
    "établir tous les documents":       "- - - -    - - -    - -    R -    - - - - - -",
    "voir les mandats":                 "A A - A    K K K    D D    R R    C - C - N -",
    "remettre un code":                 "- - - -    - - -    D D    R -    - - - - N -",
    "administrer les références":       "- - - -    - - -    - -    - -    - - - - N -",
}  # fmt: skip

RIGHTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {right: dict(zip(ROLES, row.split(), strict=True)) for right, row in _RIGHTS.items()}
)

# How far a letter goes in the world of ``world.py``, by the place of the mandate. (Kiban's aire has 10 % in Banamba.)
AIRES_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("A", "aire1"): frozenset({"aire1"}),
        ("H", "banamba"): frozenset({"aire1", "aire2"}),
        ("K", "banamba"): frozenset({"aire1", "aire2", "aire3"}),
        ("D", "district"): frozenset({"aire1", "aire2", "aire3"}),
        ("C", "cercle"): frozenset({"aire1", "aire2", "aire3"}),
        ("R", "region"): frozenset({"aire1", "aire2", "aire3", "aire4"}),
    }
)
COMMUNES_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("A", "aire1"): frozenset(),
        ("H", "banamba"): frozenset({"banamba"}),
        ("K", "banamba"): frozenset({"banamba"}),
        ("D", "district"): frozenset({"banamba", "ben_kadi", "kiban"}),
        ("C", "cercle"): frozenset({"banamba", "ben_kadi", "kiban"}),
        ("R", "region"): frozenset({"banamba", "ben_kadi", "kiban", "kolokani"}),
    }
)
# A document of a commune is read by the people of the aires touching it.
DOCUMENTS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {**COMMUNES_IN_REACH, ("A", "aire1"): frozenset({"banamba", "ben_kadi"})}
)
DISTRICTS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("A", "aire1"): frozenset(),
        ("H", "banamba"): frozenset(),
        ("K", "banamba"): frozenset(),
        ("D", "district"): frozenset({"district"}),
        ("C", "cercle"): frozenset(),
        ("R", "region"): frozenset({"district", "district2"}),
    }
)
CERCLES_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("A", "aire1"): frozenset(),
        ("H", "banamba"): frozenset(),
        ("K", "banamba"): frozenset(),
        ("D", "district"): frozenset(),
        ("C", "cercle"): frozenset({"cercle"}),
        ("R", "region"): frozenset({"cercle", "cercle2"}),
    }
)
REGIONS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("A", "aire1"): frozenset(),
        ("H", "banamba"): frozenset(),
        ("K", "banamba"): frozenset(),
        ("D", "district"): frozenset(),
        ("C", "cercle"): frozenset(),
        ("R", "region"): frozenset({"region"}),
    }
)
PLACE_OF = MappingProxyType(
    {
        "secretaire": "aire1", "president": "aire1", "tresorier": "aire1", "cpm": "aire1",
        "maire": "banamba", "conseiller": "banamba", "secretaire_general": "banamba",
        "charge_sis": "district", "medecin_chef": "district", "drs": "region", "drdses": "region",
        "prefet": "cercle", "conseil_cercle": "cercle", "federation": "cercle", "ptf": "region",
        "administrateur": "pays", "anonyme": "",
    }
)  # fmt: skip
WORLD = MappingProxyType(
    {
        "aire": ("aire1", "aire2", "aire3", "aire4", "aire_z"),
        "commune": ("banamba", "ben_kadi", "kiban", "kolokani", "commune_z"),
        "document": ("banamba", "ben_kadi", "kiban", "kolokani", "commune_z"),
        "district": ("district", "district2", "district_z"),
        "cercle": ("cercle", "cercle2", "cercle_z"),
        "region": ("region", "region_z"),
        "person": ("aire1", "aire2", "aire3", "aire4", "aire_z"),
    }
)
_REACHES = MappingProxyType(
    {
        "aire": AIRES_IN_REACH,
        "person": AIRES_IN_REACH,
        "commune": COMMUNES_IN_REACH,
        "document": DOCUMENTS_IN_REACH,
        "district": DISTRICTS_IN_REACH,
        "cercle": CERCLES_IN_REACH,
        "region": REGIONS_IN_REACH,
    }
)


def in_reach(right: str, role: str, kind: str, name: str) -> bool:
    """Does ``right`` of ``role``, held at its place, go as far as the object ``name``?"""
    letter = RIGHTS[right][role]
    if letter == "-":
        return False
    return letter == "N" or name in _REACHES[kind][letter, PLACE_OF[role]]
