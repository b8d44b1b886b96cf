"""The circuit of a plan written by hand from the design, apart from the code that does it."""

from collections.abc import Mapping
from types import MappingProxyType

# act → who may do it (first names of the cast), from which states, to which; "=": the state stays.
TABLE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]] = MappingProxyType(
    {
        "adopter": (("moussa",), ("brouillon", "renvoye"), "adopte"),
        "avis": (("fanta",), ("adopte",), "avis"),
        "avis_touche": (("drissa",), ("adopte", "avis", "valide"), "="),
        "valider": (("seydou",), ("avis",), "valide"),
        "approuver": (("nana",), ("valide",), "approuve"),
        "approuver_reserves": (("nana",), ("valide",), "approuve"),
        "renvoyer_commune": (("fanta",), ("adopte",), "renvoye"),
        "renvoyer_csref": (("seydou",), ("avis",), "renvoye"),
        "renvoyer_drs": (("nana",), ("valide",), "renvoye"),
        "deposer": (("kadia", "awa"), ("renvoye",), "?"),
        "retirer": (("moussa",), ("brouillon", "adopte", "avis", "valide", "renvoye"), "retire"),
        "executer": (("kadia", "awa"), ("approuve",), "execution"),
        "cloturer": (("kadia", "awa"), ("execution",), "cloture"),
        "conseiller": (("binta", "modibo"), ("adopte", "avis", "valide"), "="),
        "diverger": (
            ("kadia", "moussa", "awa", "fanta", "drissa", "binta", "seydou", "nana", "modibo", "cheick"),
            ("adopte", "avis", "valide", "approuve", "execution"),
            "=",
        ),
        "legalite": (("boubacar",), ("avis", "valide", "approuve", "execution"), "="),
        "conseil_gestion": (("seydou", "cheick"), ("approuve", "execution"), "="),
        "crocep": (("nana",), ("approuve", "execution"), "="),
    }
)
STATES = (
    "brouillon", "adopte", "avis", "valide", "approuve", "execution", "cloture", "renvoye",
    "retire", "remplace",
)  # fmt: skip
# What each act needs beside its button.
DETAILS: Mapping[str, dict[str, object]] = MappingProxyType(
    {
        "avis": {"kind": "favorable"},
        "avis_touche": {"kind": "reserves"},
        "renvoyer_commune": {"reason": "chiffrage"},
        "renvoyer_csref": {"reason": "normes"},
        "renvoyer_drs": {"reason": "financement"},
    }
)
