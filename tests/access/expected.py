"""What each role may do, written by hand from the field's matrix; never imported from the application.

A letter says how far a right goes from the place of the mandate: A its aire · H aires its commune hosts or
holds ≥ 20 % of · K its commune and every aire touching it · D its district · C its cercle · R its région ·
N everywhere · - nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

ROLES = (
    "secretaire", "president", "tresorier", "cpm", "maire", "conseiller", "secretaire_general", "charge_sis",
    "medecin_chef", "drs", "drdses", "prefet", "conseil_cercle", "federation", "ptf", "administrateur",
    "anonyme",
)  # fmt: skip

#                                        ASACO+CPM  commune  CSRéf  DRS    cercle, others
_RIGHTS = {
    "ouvert à tous":                    "N N N N    N N N    N N    N N    N N N N N N",
    "son compte":                       "N N N N    N N N    N N    N N    N N N N N -",
    "lire le territoire":               "N N N N    N N N    N N    N N    N N N N N -",
    "lire le catalogue":                "N N N N    N N N    N N    N N    N N N N N -",
    "lire le registre des ASACO":       "A A A A    K K K    D D    R R    C C C R N -",
    "tenir le registre des ASACO":      "A A - -    - - -    - -    - R    - - - - - -",
    "enregistrer une crise":            "- - - -    K - -    - -    - R    C - - - - -",
    "différer d’une crise":             "A A - -    K - -    - -    - R    C - C - - -",
    "voir les totaux":                  "A A A A    K K K    D D    R R    C C C R - -",
    "voir les chiffres provisoires":    "A A A A    K K K    D D    R -    - - - - - -",
    "lire les petits nombres":          "A A A A    K K K    D D    R R    C C C - - -",
    "commenter un chiffre":             "A A A A    K K K    D D    R -    - - - - - -",
    "voir le rapport, clinique":        "A A - A    H H H    D D    R -    - - - - - -",
    "voir le rapport, gestion":         "A A A A    H H H    D D    R R    - - C - - -",
    "lire les décès déclarés":          "A - - A    - - -    D D    R -    - - - - - -",
    "saisir la clinique":               "A - - A    - - -    - -    - -    - - - - - -",
    "saisir la gestion":                "A - A -    - - -    - -    - -    - - - - - -",
    "saisir d’après le papier":         "- - - -    - - -    D -    - -    - - - - - -",
    "déclarer complet":                 "A - - A    - - -    - -    - -    - - - - - -",
    "viser la clinique":                "- - - A    - - -    - -    - -    - - - - - -",
    "signer la gestion":                "- A - -    - - -    - -    - -    - - - - - -",
    "valider":                          "- - - -    - - -    D -    - -    - - - - - -",
    "renvoyer":                         "- - - -    - - -    D -    - -    - - - - - -",
    "rouvrir":                          "- - - -    - - -    D D    - -    - - - - - -",
    "suivre les chiffres inhabituels":  "- - - -    - - -    D D    R -    - - - - - -",
    "enregistrer un acte sur papier":   "A - - A    - - -    D D    - -    - - - - - -",
    "enregistrer une validation papier": "- - - -    - - -    D D    - -    - - - - - -",
    "tenir le calendrier":              "- - - -    - - -    - -    R -    - - - - - -",
    "tenir les indicateurs":            "- - - -    - - -    - -    R -    - - - - - -",
    "tenir le découpage":               "- - - -    - - -    - -    R -    - - - - - -",
    "voir la complétude":               "- - - -    K K K    D D    R R    - - - - - -",
    "lire les documents":               "A A A A    K K K    D D    R R    - - C - - -",
    "établir un document":              "- - - -    K - K    D D    R -    - - - - - -",
    "établir tous les documents":       "- - - -    - - -    - -    R -    - - - - - -",
    "écrire pour sa partie":            "A A - -    K - K    - D    - -    - - - - - -",
    "voir le suivi":                    "A A A A    H H H    D D    R R    C C C - - -",
    "tenir le suivi":                   "A A - A    H - H    D D    R R    - - - - - -",
    "lire le monitorage":               "A A A A    H H H    D D    R R    - C C - - -",
    "tenir le monitorage":              "A - - A    - - -    D D    - -    - - - - - -",
    "lire les plans":                   "A A - A    K K K    D D    R R    C C C - - -",
    "lire les plans approuvés":         "A A A A    K K K    D D    R R    C C C R - -",
    "écrire le plan":                   "A - - A    - - -    - -    - -    - - - - - -",
    "adopter le plan":                  "- A - -    - - -    - -    - -    - - - - - -",
    "donner l’avis de la commune":      "- - - -    K - -    - -    - -    - - - - - -",
    "donner un avis sur le plan":       "- - - -    - K -    - -    - R    - - - - - -",
    "valider le plan":                  "- - - -    - - -    - D    - -    - - - - - -",
    "approuver le plan":                "- - - -    - - -    - -    R -    - - - - - -",
    "joindre un avis divergent":        "A A - A    K K -    - D    R R    - C - - - -",
    "contrôler la légalité":            "- - - -    - - -    - -    - -    C - - - - -",
    "noter le conseil de gestion":      "- - - -    - - -    - D    - -    - C - - - -",
    "enregistrer un acte du plan sur papier": "A - - A    - - H    D D    R -    - - - - - -",
    "exécuter le plan":                 "A - - A    - - -    - -    - -    - - - - - -",
    "fixer le calendrier des plans":    "- - - -    - - -    - -    R -    - - - - - -",
    "lire les organes":                 "A A A A    K K K    D D    R R    C C C - N -",
    "tenir les organes de son lieu":    "A A - -    K - K    - D    R -    - - C - - -",
    "lire les réunions":                "A A A A    H H H    - D    R R    C - C - - -",
    "tenir les réunions":               "A A - -    K - K    D D    R -    - - C - - -",
    "approuver les PV":                 "- A - -    K - -    - D    R -    - - C - - -",
    "lire les conventions":             "A A - A    K K K    - D    R R    C - C - - -",
    "écrire les conventions":           "- A - -    K - K    - -    - -    - - - - - -",
    "donner l’avis du CSRéf sur une convention": "- - - -    - - -    - D    - -    - - - - - -",
    "dire la délibération":             "- - - -    K - K    - -    - -    - - - - - -",
    "signer pour la commune":           "- - - -    K - -    - -    - -    - - - - - -",
    "signer pour l’ASACO":              "- A - -    - - -    - -    - -    - - - - - -",
    "viser une convention":             "- - - -    - - -    - -    - -    C - - - - -",
    "joindre un avis à une convention": "- A - A    K K -    - D    - R    - - C - - -",
    "enregistrer un acte de convention sur papier": "A - - -    - - K    - D    - -    - - - - - -",
    "dire ce qui est tenu":             "- A - -    K - K    - D    - -    - - - - - -",
    "lire les fonctions tenues ensemble": "- - - -    - - K    - D    R R    C - C - - -",
    "voir les mandats":                 "A A - A    K K K    D D    R R    C - C - N -",
    "remettre un code":                 "- - - -    - - -    D D    R -    - - - - N -",
    "administrer les références":       "- - - -    - - -    - -    - -    - - - - N -",
}  # fmt: skip

RIGHTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {right: dict(zip(ROLES, row.split(), strict=True)) for right, row in _RIGHTS.items()}
)

# How far a letter goes in ``world.py``, by the place of the mandate. (Kiban's aire has 10 % in Banamba.)
AIRES_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("A", "aire1"): frozenset({"aire1"}),
        ("A", "aire2"): frozenset({"aire2"}),
        ("H", "ben_kadi"): frozenset({"aire1"}),
        ("K", "ben_kadi"): frozenset({"aire1"}),
        ("H", "banamba"): frozenset({"aire1", "aire2"}),
        ("K", "banamba"): frozenset({"aire1", "aire2", "aire3"}),
        ("D", "district"): frozenset({"aire1", "aire2", "aire3"}),
        ("C", "cercle"): frozenset({"aire1", "aire2", "aire3"}),
        ("R", "region"): frozenset({"aire1", "aire2", "aire3", "aire4"}),
    }
)
COMMUNES_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("H", "ben_kadi"): frozenset({"ben_kadi"}),
        ("K", "ben_kadi"): frozenset({"ben_kadi"}),
        ("H", "banamba"): frozenset({"banamba"}),
        ("K", "banamba"): frozenset({"banamba"}),
        ("D", "district"): frozenset({"banamba", "ben_kadi", "kiban"}),
        ("C", "cercle"): frozenset({"banamba", "ben_kadi", "kiban"}),
        ("R", "region"): frozenset({"banamba", "ben_kadi", "kiban", "kolokani"}),
    }
)
DISTRICTS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("D", "district"): frozenset({"district"}),
        ("C", "cercle"): frozenset(),
        ("R", "region"): frozenset({"district", "district2"}),
    }
)
CERCLES_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("D", "district"): frozenset(),
        ("C", "cercle"): frozenset({"cercle"}),
        ("R", "region"): frozenset({"cercle", "cercle2"}),
    }
)
REGIONS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("D", "district"): frozenset(),
        ("C", "cercle"): frozenset(),
        ("R", "region"): frozenset({"region"}),
    }
)
# A document of a commune is read by the people of the aires touching it; of a wider place, by its own, above.
DOCUMENTS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        **COMMUNES_IN_REACH,
        ("A", "aire1"): frozenset({"banamba", "ben_kadi"}),
        ("A", "aire2"): frozenset({"banamba"}),
        ("D", "district"): COMMUNES_IN_REACH["D", "district"] | {"district"},
        ("R", "region"): COMMUNES_IN_REACH["R", "region"] | {"district", "district2", "region"},
    }
)
DOCUMENTS = (
    "banamba", "ben_kadi", "kiban", "kolokani", "commune_z",
    "district", "district2", "district_z", "region", "region_z",
)  # fmt: skip
# Name → function, place of the mandate. Drissa is the neighbour mayor, Oumar the stranger next door.
PLAYERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "kadia": ("secretaire", "aire1"),
        "moussa": ("president", "aire1"),
        "sitan": ("tresorier", "aire1"),
        "awa": ("cpm", "aire1"),
        "oumar": ("cpm", "aire2"),
        "fanta": ("maire", "banamba"),
        "drissa": ("maire", "ben_kadi"),
        "binta": ("conseiller", "banamba"),
        "issa": ("secretaire_general", "banamba"),
        "salif": ("charge_sis", "district"),
        "seydou": ("medecin_chef", "district"),
        "nana": ("drs", "region"),
        "modibo": ("drdses", "region"),
        "boubacar": ("prefet", "cercle"),
        "cheick": ("conseil_cercle", "cercle"),
        "ramata": ("federation", "cercle"),
        "julie": ("ptf", "region"),
        "yaya": ("administrateur", "pays"),
        "anonyme": ("anonyme", ""),
    }
)
ORGANS = (
    "aire1", "aire2", "aire3", "aire4", "aire_z", "banamba", "ben_kadi", "kiban", "kolokani", "commune_z",
    "district", "district2", "district_z", "cercle", "cercle2", "cercle_z", "region", "region_z",
)  # fmt: skip
# Each aire with each commune it touches: the two parties of a convention.
PAIRS = (
    "aire1:banamba", "aire1:ben_kadi", "aire2:banamba", "aire3:kiban", "aire3:banamba", "aire4:kolokani",
    "aire_z:commune_z",
)  # fmt: skip
WORLD = MappingProxyType(
    {
        "cam": PAIRS,
        "aire": ("aire1", "aire2", "aire3", "aire4", "aire_z"),
        "commune": ("banamba", "ben_kadi", "kiban", "kolokani", "commune_z"),
        "document": DOCUMENTS,
        "commune_of_document": ("banamba", "ben_kadi", "kiban", "kolokani", "commune_z"),
        "file": DOCUMENTS,
        "district": ("district", "district2", "district_z"),
        "cercle": ("cercle", "cercle2", "cercle_z"),
        "region": ("region", "region_z"),
        "person": ("aire1", "aire2", "aire3", "aire4", "aire_z"),
        "crisis": ("aire1", "aire2", "aire3", "aire4", "aire_z"),
        "boundary": ("region", "region_z"),
        "organ": ORGANS,
        "organ_kept": ORGANS,
        "meeting": ORGANS,
        "meeting_organ": ORGANS,
        "texts": ("banamba", "ben_kadi", "kiban", "kolokani", "commune_z"),
        "party": (
            "aire1", "aire2", "aire3", "aire4", "aire_z", "banamba", "ben_kadi", "kiban", "kolokani",
            "commune_z", "district", "district2", "district_z",
        ),
        "followup": (
            "aire1", "aire2", "aire3", "aire4", "aire_z",
            "banamba", "ben_kadi", "kiban", "kolokani", "commune_z",
        ),
    }
)  # fmt: skip
# A line stands in an aire, or in a commune: that of its people alone, not of the aires that touch it.
FOLLOWUPS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        key: AIRES_IN_REACH.get(key, frozenset()) | COMMUNES_IN_REACH.get(key, frozenset())
        for key in {*AIRES_IN_REACH, *COMMUNES_IN_REACH}
    }
)
_REACHED = (AIRES_IN_REACH, COMMUNES_IN_REACH, DISTRICTS_IN_REACH, CERCLES_IN_REACH, REGIONS_IN_REACH)
# An organ stands at a place of any level: read with the places of that level.
ORGANS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        key: frozenset().union(*(table.get(key, frozenset()) for table in _REACHED))
        for key in {key for table in _REACHED for key in table}
    }
)
# It is kept by its own place alone: a mayor's K stops at the commune, a région's R at the région.
ORGANS_KEPT: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("A", "aire1"): frozenset({"aire1"}),
        ("A", "aire2"): frozenset({"aire2"}),
        ("K", "banamba"): frozenset({"banamba"}),
        ("K", "ben_kadi"): frozenset({"ben_kadi"}),
        ("D", "district"): frozenset({"district"}),
        ("C", "cercle"): frozenset({"cercle"}),
        ("R", "region"): frozenset({"region"}),
    }
)
# A convention is read by its two parties and those above them: a commune reads its own, not another's.
CAMS_IN_REACH: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("A", "aire1"): frozenset({"aire1:banamba", "aire1:ben_kadi"}),
        ("A", "aire2"): frozenset({"aire2:banamba"}),
        ("K", "banamba"): frozenset({"aire1:banamba", "aire2:banamba", "aire3:banamba"}),
        ("K", "ben_kadi"): frozenset({"aire1:ben_kadi"}),
        ("D", "district"): frozenset(PAIRS[:5]),
        ("C", "cercle"): frozenset(PAIRS[:5]),
        ("R", "region"): frozenset(PAIRS[:6]),
    }
)
_REACHES = MappingProxyType(
    {
        "cam": CAMS_IN_REACH,
        "organ": ORGANS_IN_REACH,
        "organ_kept": ORGANS_KEPT,
        "aire": AIRES_IN_REACH,
        "person": AIRES_IN_REACH,
        "crisis": AIRES_IN_REACH,
        "followup": FOLLOWUPS_IN_REACH,
        "commune": COMMUNES_IN_REACH,
        "document": DOCUMENTS_IN_REACH,
        "commune_of_document": DOCUMENTS_IN_REACH,
        "texts": DOCUMENTS_IN_REACH,
        "file": DOCUMENTS_IN_REACH,
        "district": DISTRICTS_IN_REACH,
        "cercle": CERCLES_IN_REACH,
        "region": REGIONS_IN_REACH,
        "boundary": REGIONS_IN_REACH,
    }
)


# A party → the commune in whose report it writes; a CSRéf writes in those of all its communes.
REPORT_OF: Mapping[str, str] = MappingProxyType(
    {
        "aire1": "banamba", "aire2": "banamba", "aire3": "kiban", "aire4": "kolokani", "aire_z": "commune_z",
        "district": "banamba", "district2": "kolokani", "district_z": "commune_z",
    }
)  # fmt: skip
MEETINGS = ("meeting", "meeting_organ")
# Who keeps a meeting, who approves its minutes: those of the organ's own place alone.
OF_ITS_PLACE = ("tenir les réunions", "approuver les PV")


def in_reach(right: str, player: str, kind: str, name: str) -> bool:
    """Does ``right``, as this player holds it, go as far as the object ``name``?"""
    if kind in MEETINGS:
        kind = "organ_kept" if right in OF_ITS_PLACE else "organ"
    if kind == "party":  # each writes for itself, whoever reads the report sees it
        own = right == "écrire pour sa partie"
        kind, name = ("organ_kept", name) if own else ("document", REPORT_OF.get(name, name))
    role, place = PLAYERS[player]
    letter = RIGHTS[right][role]
    if letter == "-":
        return False
    return letter == "N" or name in _REACHES[kind].get((letter, place), frozenset())


def holds(right: str, player: str) -> bool:
    """Does this player hold ``right`` anywhere?"""
    return RIGHTS[right][PLAYERS[player][0]] != "-"


@dataclass(frozen=True)
class Route:
    """One address: how it answers (reads, writes, acts), on what, by which rights.

    Out of reach of ``see``: 404. In reach without ``act``: 403. ``kind`` "": no object, only ``act`` counts;
    "own": a thing of the signed-in person alone.
    """

    way: str  # "r" GET · "w" GET and POST · "a" POST
    kind: str
    act: str
    see: tuple[str, ...] = ()
    parts: tuple[tuple[str, object], ...] = ()
    posting: tuple[str, ...] = ()  # any of these rights is needed by a POST, when a GET needs less

    def needs(self, method: str) -> tuple[str, ...]:
        return self.posting if method == "POST" and self.posting else (self.act,)

    @property
    def seen_by(self) -> tuple[str, ...]:
        return self.see or (self.act,)


REPORT_SEEN = ("voir le rapport, gestion", "voir le rapport, clinique")
MONTH = (("month", "2026-09"),)
INDICATOR = (("code", "I06"),)
MADE_TARGET = (*INDICATOR, ("pk", "4001"))  # the one of ``world.py``


def _report(way: str, act: str, *parts: tuple[str, str], posting: tuple[str, ...] = ()) -> Route:
    return Route(way, "aire", act, REPORT_SEEN, (*MONTH, *parts), posting)


PLACES = ("aire", "commune", "district", "cercle", "region")
SEAT = ("seat", "the seat of the organ")  # found in ``world.py``, by its organ


ITEM, DECISION = ("item", "the item of the meeting"), ("decision", "the decision of the meeting")
DISSENT = ("dissent", "the divergent opinion of the meeting")
INTEREST = ("interest", "the interest declared in the decision")
RESTITUTION = ("restitution", "the restitution of the meeting")
TARGET = ("target", "the decision of the meeting")
MET = ("lire les réunions", *OF_ITS_PLACE)


def _meeting(way: str, act: str, *parts: tuple[str, str]) -> Route:
    return Route(way, "meeting", act, MET, parts)


APPEAL = ("appeal", "the appeal against the act")  # found in ``world.py``, by its act


def _crisis(way: str, act: str, *parts: tuple[str, str]) -> Route:
    return Route(way, "crisis", act, ("lire les organes",), parts)


def _kept_organ(*parts: tuple[str, str]) -> Route:
    return Route("w", "organ_kept", "tenir les organes de son lieu", ("lire les organes",), parts)


def _file(kind: str) -> Route:
    return Route("r", kind, "voir les totaux", parts=(("ending", "csv"),))


SEMESTER = ("semester", "2026-S1")


def _monitorage(way: str, act: str, *parts: tuple[str, str]) -> Route:
    return Route(way, "aire", act, ("lire le monitorage",), (SEMESTER, *parts))


PLAN_ACT = "the act of the plan"  # found in ``world.py``, by its aire
# Right → the acts that need it, each with a page of its own.
PLAN_ACTS = {
    "adopter le plan": "adopter retirer",
    "donner l’avis de la commune": "avis avis_touche renvoyer_commune",
    "valider le plan": "valider renvoyer_csref",
    "approuver le plan": "approuver approuver_reserves renvoyer_drs crocep",
    "écrire le plan": "deposer",
    "exécuter le plan": "executer cloturer",
    "donner un avis sur le plan": "conseiller",
    "joindre un avis divergent": "diverger",
    "contrôler la légalité": "legalite",
    "noter le conseil de gestion": "conseil_gestion",
}


def _draft(way: str, act: str, *parts: tuple[str, object]) -> Route:
    """A plan that is being written."""
    return Route(way, "aire", act, ("lire les plans",), (("year", 2028), ("edition", 1), *parts))


PLAN_LINE = ("key", UUID(int=27))  # the one of ``world.py``


def _plan(way: str, act: str, *parts: tuple[str, object]) -> Route:
    """A plan that is under review: who only reads what is approved does not meet it."""
    return Route(way, "aire", act, ("lire les plans",), (("year", 2027), ("edition", 1), *parts))


CAM_ACT = "the act of the convention"  # found in ``world.py``, by its two parties
# Right → the acts that need it, each with a page of its own.
CAM_ACTS = {
    "écrire les conventions": "deposer vigueur reprendre retirer",
    "donner l’avis du CSRéf sur une convention": "avis renvoyer_csref mediation_csref",
    "dire la délibération": "deliberer rejeter",
    "signer pour la commune": "signer_commune denoncer_commune maintenir_commune",
    "signer pour l’ASACO": "signer_asaco denoncer_asaco maintenir_asaco",
    "viser une convention": "viser refuser_visa mediation_prefet",
    "joindre un avis à une convention": "conseiller",
}
CAM_DRAFTS = ("écrire les conventions", "enregistrer un acte de convention sur papier")  # who reads a draft
CAM_LINE = ("key", UUID(int=27))  # the one of ``agreed.py``


def _cam(way: str, act: str, *parts: tuple[str, object], posting: tuple[str, ...] = ()) -> Route:
    """A convention in force."""
    return Route(way, "cam", act, ("lire les conventions",), (("edition", 1), *parts), posting)


def _cam_draft(*parts: tuple[str, object], way: str = "w") -> Route:
    """The renewal that is being written."""
    return Route(way, "cam", "écrire les conventions", CAM_DRAFTS, (("edition", 2), *parts))


QUARTER = ("quarter", 1)
THIRD = (("quarter", "2026-T3"),)


CAM_YEAR = ("year", 2026)


def _executed(way: str, *parts: tuple[str, object]) -> Route:
    route = _plan(way, "lire les plans approuvés", *parts)
    return replace(route, posting=("exécuter le plan",))


def _curve(kind: str) -> Route:
    return Route("r", kind, "voir les totaux", parts=(("indicator", "I11"),))


def _indicator(kind: str) -> Route:
    parts = (("indicator", "I11"),)
    return Route("w", kind, "voir les totaux", parts=parts, posting=("commenter un chiffre",))


ROUTES: Mapping[str, Route] = MappingProxyType(
    {
        # open to all
        "sign_in": Route("w", "", "ouvert à tous"),
        "sign_out": Route("a", "", "ouvert à tous"),
        "code_redeem": Route("w", "", "ouvert à tous"),
        "help_show": Route("r", "", "ouvert à tous"),
        "administration_enter": Route("r", "", "administrer les références"),
        "glossary_show": Route("r", "", "ouvert à tous"),
        "healthz": Route("r", "", "ouvert à tous"),
        "readyz": Route("r", "", "ouvert à tous"),
        "document_verify": Route("r", "", "ouvert à tous"),
        "document_genuine": Route("r", "document", "ouvert à tous"),  # whoever holds its code
        # one's own
        "home": Route("r", "", "son compte"),
        "my_rights": Route("r", "", "son compte"),
        "password_change": Route("w", "", "son compte"),
        "notice_list": Route("r", "", "son compte"),
        "notices_read": Route("a", "", "son compte"),
        "notice_open": Route("a", "own", "son compte"),
        "notice_choices": Route("w", "", "son compte"),
        "job_list": Route("r", "", "son compte"),
        "job_show": Route("r", "own", "son compte"),
        "job_stop": Route("a", "own", "son compte"),
        "job_resume": Route("a", "own", "son compte"),
        "job_documents": Route("r", "own", "son compte"),
        "delegation_list": Route("w", "", "son compte"),
        "delegation_end": Route("a", "", "son compte"),
        "token_list": Route("w", "", "son compte"),
        "token_revoke": Route("w", "own", "son compte"),
        "api_sign_in": Route("a", "", "ouvert à tous"),
        "api_token_list": Route("w", "", "son compte"),
        "api_token_revoke": Route("a", "own", "son compte"),
        "api_me": Route("r", "", "son compte"),
        "api_schema": Route("r", "", "ouvert à tous"),
        "api_documentation": Route("r", "", "ouvert à tous"),
        "api_job_list": Route("r", "", "son compte"),
        "api_job_show": Route("r", "own", "son compte"),
        # territory, catalogue
        "territory_show": Route("r", "", "lire le territoire"),
        "region_show": Route("r", "region", "lire le territoire"),
        "cercle_show": Route("r", "cercle", "lire le territoire"),
        "district_show": Route("r", "district", "lire le territoire"),
        "commune_show": Route("r", "commune", "lire le territoire"),
        "aire_show": Route("r", "aire", "lire le territoire"),
        "fiche_commune": Route("r", "commune", "lire le territoire"),
        "fiche_aire": Route("r", "aire", "lire le territoire"),
        "fiche_asaco": Route("r", "aire", "lire le registre des ASACO"),
        "timeline_commune": Route("r", "commune", "lire le territoire"),
        "timeline_aire": Route("r", "aire", "lire le territoire"),
        "place_search": Route("r", "", "lire le territoire"),
        "unplaced_list": Route("r", "", "lire le territoire"),
        "catalogue_show": Route("r", "", "lire le catalogue"),
        "api_region_list": Route("r", "", "lire le territoire"),
        "api_region_show": Route("r", "region", "lire le territoire"),
        "api_cercle_list": Route("r", "", "lire le territoire"),
        "api_cercle_show": Route("r", "cercle", "lire le territoire"),
        "api_district_list": Route("r", "", "lire le territoire"),
        "api_district_show": Route("r", "district", "lire le territoire"),
        "api_commune_list": Route("r", "", "lire le territoire"),
        "api_commune_show": Route("r", "commune", "lire le territoire"),
        "api_aire_list": Route("r", "", "lire le territoire"),
        "api_aire_show": Route("r", "aire", "lire le territoire"),
        "api_village_list": Route("r", "", "lire le territoire"),
        "api_village_show": Route("r", "", "lire le territoire", parts=(("code", "ML02V000"),)),
        "api_place_search": Route("r", "", "lire le territoire"),
        "api_form": Route("r", "", "lire le catalogue"),
        "api_rule_list": Route("r", "", "lire le catalogue"),
        "api_indicator_list": Route("r", "", "lire le catalogue"),
        "api_period_list": Route("r", "", "lire le catalogue"),
        "api_period_show": Route("r", "", "lire le catalogue", parts=MONTH),
        # ASACO, people
        "asaco_list": Route("r", "", "lire le registre des ASACO"),
        "asaco_show": Route("r", "aire", "lire le registre des ASACO"),
        "asaco_edit": Route("w", "aire", "tenir le registre des ASACO", ("lire le registre des ASACO",)),
        "asaco_villages": Route("r", "aire", "lire le registre des ASACO"),
        "asaco_villages_file": Route("r", "aire", "lire le registre des ASACO", parts=(("ending", "csv"),)),
        "asaco_members": Route(
            "w", "aire", "tenir le registre des ASACO", ("lire le registre des ASACO",), (("year", 2026),)
        ),
        "asaco_contributions": Route(
            "w", "aire", "saisir la gestion", ("lire le registre des ASACO",), (("year", 2026),)
        ),
        # crises: the neighbour mayor comes as far as the form, which says that only the host's may
        "crisis_list": Route("r", "", "lire les organes"),
        "crisis_show": _crisis("r", "lire les organes"),
        "api_crisis_list": Route("r", "", "lire les organes"),
        "api_crisis_show": _crisis("r", "lire les organes"),
        "crisis_add": Route("w", "aire", "enregistrer une crise", ("lire les organes",)),
        "crisis_lift": _crisis("w", "enregistrer une crise"),
        "crisis_transition": _crisis("w", "enregistrer une crise"),
        "crisis_annul": _crisis("w", "enregistrer une crise"),
        "crisis_dissent": _crisis("w", "différer d’une crise"),
        "crisis_appeal": _crisis("w", "différer d’une crise"),
        "appeal_settle": _crisis("w", "différer d’une crise", APPEAL),
        "appeal_annul": _crisis("w", "différer d’une crise", APPEAL),
        "asaco_accounts": Route("r", "aire", "voir le rapport, gestion", ("lire le registre des ASACO",)),
        "asaco_budget": Route(
            "w", "aire", "tenir le registre des ASACO", ("lire le registre des ASACO",), (("year", 2026),)
        ),
        "api_membership_list": Route("r", "", "lire le registre des ASACO"),
        "api_contribution_list": Route("r", "", "voir le rapport, gestion"),
        "api_budget_list": Route("r", "", "voir le rapport, gestion"),
        "federation_list": Route("r", "", "lire les organes"),
        "federation_file": Route("r", "", "lire les organes", parts=(("ending", "csv"),)),
        "people_list": Route("r", "", "voir les mandats"),
        "person_show": Route("r", "person", "voir les mandats"),
        "code_issue": Route("w", "person", "remettre un code", ("voir les mandats", "remettre un code")),
        # organs
        "organ_list": Route("r", "", "lire les organes"),
        "organ_watch": Route("r", "", "lire les organes"),
        "cumul_list": Route("r", "", "lire les fonctions tenues ensemble"),
        "organ_add": Route("w", "", "tenir les organes de son lieu"),
        "organ_show": Route("r", "organ", "lire les organes"),
        "organ_edit": _kept_organ(),
        "seat_add": _kept_organ(),
        "seat_edit": _kept_organ(SEAT),
        "seat_fill": _kept_organ(SEAT),
        "hold_end": _kept_organ(SEAT),
        "hold_attach": _kept_organ(SEAT),
        "api_organ_list": Route("r", "", "son compte"),
        "api_organ_show": Route("r", "organ", "lire les organes"),
        "api_seat_list": Route("r", "", "son compte"),
        # meetings: read by function, by whoever keeps them or sits
        "meeting_list": Route("r", "", "son compte"),
        "meeting_calendar": Route("r", "", "son compte"),
        "meeting_organ": Route("r", "meeting_organ", "son compte", MET),
        "meeting_begin": Route("w", "meeting_organ", "tenir les réunions", MET),
        "meeting_show": _meeting("r", "son compte"),
        "meeting_print": _meeting("r", "son compte"),
        "meeting_frame": _meeting("w", "tenir les réunions"),
        "meeting_item_add": _meeting("w", "tenir les réunions"),
        "meeting_item": _meeting("w", "tenir les réunions", ITEM),
        "meeting_item_move": _meeting("a", "tenir les réunions", ITEM),
        "meeting_settle": _meeting("w", "tenir les réunions", ITEM),
        "meeting_decide": _meeting("w", "tenir les réunions", ITEM),
        "meeting_decision": _meeting("w", "tenir les réunions", DECISION),
        "meeting_decision_drop": _meeting("a", "tenir les réunions", DECISION),
        "meeting_attendance": _meeting("w", "tenir les réunions"),
        "meeting_attendance_sheet": _meeting("w", "tenir les réunions"),
        "meeting_minutes": _meeting("w", "tenir les réunions"),
        "meeting_correct": _meeting("w", "tenir les réunions", ("what", "decision"), TARGET),
        "meeting_act": _meeting("w", "tenir les réunions", ("act", "reporter")),
        "meeting_vote": _meeting("w", "tenir les réunions", ("what", "decision"), TARGET),
        "meeting_dissent": _meeting("w", "tenir les réunions", ("what", "decision"), TARGET),
        "meeting_dissent_drop": _meeting("a", "tenir les réunions", DISSENT),
        "meeting_interest_add": _meeting("w", "tenir les réunions", DECISION),
        "meeting_interest": _meeting("w", "tenir les réunions", INTEREST),
        "meeting_interest_drop": _meeting("w", "tenir les réunions", INTEREST),
        "meeting_restitution_add": _meeting("w", "tenir les réunions"),
        "meeting_restitution_correct": _meeting("w", "tenir les réunions", RESTITUTION),
        "meeting_restitution_withdraw": _meeting("w", "tenir les réunions", RESTITUTION),
        "api_restitution_list": Route("r", "", "son compte"),
        "api_restitution_show": _meeting("r", "son compte", RESTITUTION),
        "meeting_approve": _meeting("w", "approuver les PV"),
        "api_meeting_list": Route("r", "", "son compte"),
        "api_meeting_show": _meeting("r", "son compte"),
        "meeting_approve_paper": _meeting("w", "tenir les réunions"),
        "meeting_dossier": _meeting("r", "son compte"),
        "meeting_dossier_ask": _meeting("w", "tenir les réunions"),
        "meeting_dossier_file": _meeting("r", "son compte", ("number", "the dossier of the meeting")),
        # the monthly report
        "report_list": Route("r", "", "voir le rapport, gestion"),
        "report_go": Route("r", "", "voir le rapport, gestion"),
        "report_show": _report("r", "voir le rapport, gestion"),
        "report_section": _report(
            "w", "voir le rapport, gestion", ("section", "finances"), posting=("saisir la gestion",)
        ),
        "report_cell": _report(
            "w",
            "voir le rapport, gestion",
            ("section", "finances"),
            ("case", "REC_ACT"),
            posting=("saisir la gestion", "signer la gestion", "valider", "rouvrir"),
        ),
        "report_sheet": _report("r", "voir le rapport, gestion"),
        "report_sheet_blank": _report("r", "voir le rapport, gestion"),
        "blank_sheet": Route("r", "", "lire le catalogue"),
        "service_worker": Route("r", "", "ouvert à tous"),
        "offline_shell": Route("r", "", "ouvert à tous"),
        "sync_probe": Route("r", "", "ouvert à tous"),
        "device_pack": Route("r", "", "son compte"),
        "sync_send": _report(
            "a", "voir le rapport, gestion", posting=("saisir la gestion", "saisir la clinique")
        ),
        "report_check": _report("w", "déclarer complet"),
        "report_declare": _report("a", "déclarer complet"),
        "report_visa": _report("a", "viser la clinique"),
        "report_sign": _report("a", "signer la gestion"),
        "report_validate": _report("a", "valider"),
        "report_return": _report("w", "renvoyer"),
        "report_reopen": _report("w", "rouvrir"),
        "report_paper": _report("w", "enregistrer un acte sur papier", ("act", "viser")),
        "report_paper_validate": _report("w", "enregistrer une validation papier"),
        "period_list": Route("r", "", "tenir le calendrier"),
        "period_open": Route("w", "", "tenir le calendrier"),
        "period_change": Route("w", "", "tenir le calendrier", parts=MONTH),
        "outliers": Route("r", "", "suivre les chiffres inhabituels"),
        "outliers_file": Route("r", "", "suivre les chiffres inhabituels", parts=(("ending", "csv"),)),
        "indicator_list": Route("r", "", "tenir les indicateurs"),
        "indicator_add": Route("w", "", "tenir les indicateurs"),
        "indicator_edit": Route("w", "", "tenir les indicateurs", parts=INDICATOR),
        "indicator_targets": Route("w", "", "tenir les indicateurs", parts=INDICATOR),
        "target_remove": Route("a", "", "tenir les indicateurs", parts=MADE_TARGET),
        "period_reopen": Route("w", "", "tenir le calendrier", parts=MONTH),
        "boundary_list": Route("r", "", "tenir le découpage"),
        "boundary_villages": Route("w", "", "tenir le découpage"),
        "boundary_aire": Route("w", "", "tenir le découpage"),
        "boundary_commune": Route("w", "", "tenir le découpage"),
        "boundary_district": Route("w", "", "tenir le découpage"),
        "boundary_show": Route("r", "boundary", "tenir le découpage"),
        "boundary_undo": Route("w", "boundary", "tenir le découpage"),
        "report_deaths": _report("w", "voir le rapport, clinique", posting=("saisir la clinique",)),
        "api_report_save": _report(
            "a",
            "voir le rapport, gestion",
            posting=("saisir la gestion", "saisir la clinique", "saisir d’après le papier"),
        ),
        "api_report_check": _report("r", "déclarer complet"),
        "api_report_comment": _report("a", "déclarer complet"),
        "api_report_declare": _report("a", "déclarer complet"),
        "api_report_visa": _report("a", "viser la clinique"),
        "api_report_sign": _report("a", "signer la gestion"),
        "api_report_validate": _report("a", "valider"),
        "api_report_return": _report("a", "renvoyer"),
        "api_report_reopen": _report("a", "rouvrir"),
        "api_report_list": Route("r", "", "voir le rapport, gestion"),
        "api_report_show": _report("r", "voir le rapport, gestion"),
        "several": Route("w", "", "saisir d’après le papier"),
        "review_queue": Route("r", "", "valider"),
        # sheets
        "sheet_list": Route(
            "w",
            "",
            "voir le rapport, gestion",
            posting=("saisir la gestion", "saisir la clinique", "saisir d’après le papier"),
        ),
        "sheet_show": Route("w", "own", "son compte"),
        "sheet_faults": Route("r", "own", "son compte"),
        "report_file": _report("r", "voir le rapport, gestion", ("ending", "csv")),
        "district_file": Route(
            "r", "district", "voir le rapport, gestion", REPORT_SEEN, (*MONTH, ("ending", "csv"))
        ),
        # figures
        "figures_start": Route("r", "", "voir les totaux"),
        "figures_commune": Route("r", "commune", "voir les totaux"),
        "figures_aire": Route("r", "aire", "voir les totaux"),
        "figures_district": Route("r", "district", "voir les totaux"),
        "figures_cercle": Route("r", "cercle", "voir les totaux"),
        "figures_region": Route("r", "region", "voir les totaux"),
        **{f"figures_file_{kind}": _file(kind) for kind in PLACES},
        **{f"places_file_{kind}": _file(kind) for kind in PLACES[1:]},
        **{
            f"indicator_file_{kind}": Route(
                "r", kind, "voir les totaux", parts=(("indicator", "I11"), ("ending", "csv"))
            )
            for kind in PLACES
        },
        **{f"everything_{kind}": Route("r", kind, "voir les totaux") for kind in PLACES},
        **{f"everything_file_{kind}": _file(kind) for kind in PLACES},
        **{f"ranking_{kind}": Route("r", kind, "voir les totaux") for kind in PLACES[1:]},
        **{f"ranking_file_{kind}": _file(kind) for kind in PLACES[1:]},
        **{f"map_{kind}": Route("r", kind, "voir les totaux") for kind in ("district", "region")},
        "indicator_commune": _indicator("commune"),
        "indicator_aire": _indicator("aire"),
        "indicator_district": _indicator("district"),
        "indicator_cercle": _indicator("cercle"),
        "indicator_region": _indicator("region"),
        "completeness": Route("r", "", "voir la complétude"),
        "completeness_file": Route("r", "", "voir la complétude", parts=(("ending", "csv"),)),
        "api_totals_aire": Route("r", "aire", "voir les totaux"),
        "api_totals_commune": Route("r", "commune", "voir les totaux"),
        "api_totals_district": Route("r", "district", "voir les totaux"),
        "api_totals_cercle": Route("r", "cercle", "voir les totaux"),
        "api_totals_region": Route("r", "region", "voir les totaux"),
        "api_figures_aire": Route("r", "aire", "voir les totaux"),
        "api_figures_commune": Route("r", "commune", "voir les totaux"),
        "api_figures_district": Route("r", "district", "voir les totaux"),
        "api_figures_cercle": Route("r", "cercle", "voir les totaux"),
        "api_figures_region": Route("r", "region", "voir les totaux"),
        "api_curve_aire": _curve("aire"),
        "api_curve_commune": _curve("commune"),
        "api_curve_district": _curve("district"),
        "api_curve_cercle": _curve("cercle"),
        "api_curve_region": _curve("region"),
        "api_table_commune": _curve("commune"),
        "api_table_district": _curve("district"),
        "api_table_cercle": _curve("cercle"),
        "api_table_region": _curve("region"),
        "api_completeness": Route("r", "", "voir la complétude"),
        # the years of conventions
        "cam_year": _cam("r", "lire les conventions", CAM_YEAR),
        "cam_year_file": _cam("r", "lire les conventions", CAM_YEAR, ("ending", "csv")),
        "cam_scores": _cam("w", "dire ce qui est tenu", CAM_YEAR),
        "cam_score_line": _cam("w", "dire ce qui est tenu", CAM_YEAR, ("key", UUID(int=31))),
        "cam_money": _cam("w", "dire ce qui est tenu", CAM_YEAR),
        "cam_review": _cam("w", "lire les conventions", CAM_YEAR, posting=("dire ce qui est tenu",)),
        "cam_document": _cam("w", "lire les conventions"),
        "cam_review_document": _cam("w", "lire les conventions", CAM_YEAR),
        "cam_review_close": _cam("a", "dire ce qui est tenu", CAM_YEAR),
        "api_due_list": Route("r", "", "lire les conventions"),
        "api_cam_list": Route("r", "", "lire les conventions"),
        "api_cam_show": _cam("r", "lire les conventions"),
        # the follow-up: one's own lines besides, wherever they stand
        "followup_list": Route("w", "", "son compte"),
        "followup_export": Route("r", "", "son compte"),
        "followup_show": Route("w", "followup", "voir le suivi", posting=("tenir le suivi",)),
        "api_followup_list": Route("r", "", "son compte"),
        "api_followup_show": Route("r", "followup", "voir le suivi"),
        "api_followup_update": Route("a", "followup", "tenir le suivi", ("voir le suivi",)),
        # the monitorage
        "monitorage_list": Route("r", "", "lire le monitorage"),
        "monitorage_aire": Route("r", "aire", "lire le monitorage"),
        "monitorage_show": _monitorage("r", "lire le monitorage"),
        "monitorage_sheet": _monitorage("r", "lire le monitorage"),
        "monitorage_poster": _monitorage("r", "lire le monitorage"),
        "monitorage_prepare": _monitorage("a", "tenir le monitorage"),
        "monitorage_refresh": _monitorage("a", "tenir le monitorage"),
        "monitorage_values": _monitorage("w", "tenir le monitorage"),
        "monitorage_hold": _monitorage("w", "tenir le monitorage"),
        "monitorage_archive": _monitorage("a", "tenir le monitorage"),
        "monitorage_intervention": _monitorage("w", "tenir le monitorage", ("intervention", "cpn")),
        # the plans
        "plan_show": _plan("r", "lire les plans approuvés"),
        "plan_read": _plan("a", "lire les plans approuvés"),
        "plan_act_show": _plan("r", "lire les plans approuvés", ("pk", PLAN_ACT)),
        "plan_queue": Route("r", "", "lire les plans"),
        "plan_calendar": Route("r", "", "lire les plans"),
        "plan_calendar_edit": Route("w", "region", "fixer le calendrier des plans"),
        "plan_paper": _plan("w", "enregistrer un acte du plan sur papier", ("act", "avis")),
        **{f"plan_{act}": _plan("w", right) for right, acts in PLAN_ACTS.items() for act in acts.split()},
        "api_plan_list": Route("r", "", "lire les plans approuvés"),
        "api_plan_show": _plan("r", "lire les plans approuvés"),
        "api_plan_acts": _plan("w", "lire les plans approuvés"),
        "api_plan_execution": _executed("w", QUARTER),
        "plan_document": _plan("w", "lire les plans approuvés"),
        "plan_together": Route("r", "", "lire les plans approuvés"),
        "plan_together_file": Route("r", "", "lire les plans approuvés", parts=(("ending", "csv"),)),
        "plan_execution": _executed("w", QUARTER),
        "plan_execution_line": _executed("w", QUARTER, PLAN_LINE),
        "plan_balance": _plan("r", "lire les plans approuvés"),
        # the plans, written
        "plan_list": Route("r", "", "lire les plans approuvés"),
        "plan_horizon": Route("w", "", "fixer le calendrier des plans"),
        "plan_aire": Route("w", "aire", "lire les plans approuvés", posting=("écrire le plan",)),
        "plan_copy": _draft("w", "écrire le plan"),
        "plan_amend": _draft("w", "écrire le plan"),
        "plan_lines": _draft("w", "écrire le plan"),
        "plan_line": _draft("w", "écrire le plan", PLAN_LINE),
        "plan_line_remove": _draft("w", "écrire le plan", PLAN_LINE),
        "plan_followups": _draft("w", "écrire le plan"),
        "plan_sheet": _draft("w", "écrire le plan"),
        "plan_sheet_file": _draft("r", "écrire le plan", ("ending", "csv")),
        "plan_attachments": _draft("w", "écrire le plan"),
        # the conventions
        "cam_list": Route("r", "", "lire les conventions"),
        "cam_pair": Route("w", "cam", "lire les conventions", posting=("écrire les conventions",)),
        "cam_show": _cam("r", "lire les conventions"),
        "cam_act_show": _cam("r", "lire les conventions", ("pk", CAM_ACT)),
        "cam_paper": _cam("w", "enregistrer un acte de convention sur papier", ("act", "denoncer_commune")),
        "cam_substitute": _cam("w", "lire les conventions", ("party", "asaco"), posting=CAM_DRAFTS),
        "cam_follow": _cam("w", "écrire les conventions"),
        **{f"cam_{act}": _cam("w", right) for right, acts in CAM_ACTS.items() for act in acts.split()},
        "cam_header": _cam_draft(),
        "cam_lines": _cam_draft(),
        "cam_line_add": _cam_draft(),
        "cam_sheet": _cam_draft(),
        "cam_sheet_file": _cam_draft(("ending", "csv"), way="r"),
        "cam_line": _cam_draft(CAM_LINE),
        "cam_line_remove": _cam_draft(CAM_LINE),
        # documents
        "document_list": Route("r", "", "lire les documents"),
        "document_show": Route("r", "document", "lire les documents"),
        "file_download": Route("r", "file", "lire les documents"),
        "api_document_list": Route("r", "", "lire les documents"),
        "api_document_show": Route("r", "document", "lire les documents"),
        "api_document_file": Route("r", "document", "lire les documents"),
        "report_ask": Route("w", "commune_of_document", "établir un document", ("lire les documents",)),
        "essential_show": Route("r", "commune", "voir les totaux"),
        "essential_ask": Route("w", "commune_of_document", "établir un document", ("lire les documents",)),
        "dossier_ask": Route("w", "commune_of_document", "établir un document", ("lire les documents",)),
        "consolidated_district_ask": Route("w", "district", "établir un document", ("lire les documents",)),
        "consolidated_region_ask": Route("w", "region", "établir un document", ("lire les documents",)),
        "narrative_show": Route("r", "texts", "lire les documents", parts=THIRD),
        "api_narrative_show": Route("r", "texts", "lire les documents", parts=THIRD),
        "narrative_write": Route("w", "party", "écrire pour sa partie", ("lire les documents",), THIRD),
        "narrative_diverge": Route("w", "party", "écrire pour sa partie", ("lire les documents",), THIRD),
        "narrative_reopen": Route(
            "w", "commune_of_document", "établir un document", ("lire les documents",), THIRD
        ),
        "report_batch": Route("w", "", "établir tous les documents"),
    }
)
