"""The circuit of a convention written by hand from the field, apart from the code that does it."""

from collections.abc import Mapping
from types import MappingProxyType

from conventions.models import Cam
from conventions.workflow import CIRCUIT
from tests.cast import Cast

WRITERS = ("fanta", "issa", "moussa")
UNDERWAY = ("deposee", "avisee", "deliberee", "signee", "visee")
# act → who may do it (first names of the cast), from which states, to which; "=": the state stays;
# "?": signed once both have.
TABLE: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]] = MappingProxyType(
    {
        "deposer": (WRITERS, ("brouillon",), "deposee"),
        "avis": (("seydou",), ("deposee",), "avisee"),
        "renvoyer_csref": (("seydou",), ("deposee",), "brouillon"),
        "deliberer": (("fanta", "issa"), ("avisee",), "deliberee"),
        "rejeter": (("fanta", "issa"), ("avisee",), "brouillon"),
        "signer_commune": (("fanta",), ("deliberee",), "?"),
        "signer_asaco": (("moussa",), ("deliberee",), "?"),
        "denoncer_commune": (("fanta",), ("vigueur",), "denoncee"),
        "denoncer_asaco": (("moussa",), ("vigueur",), "denoncee"),
        "maintenir_commune": (("fanta",), ("denoncee",), "vigueur"),
        "maintenir_asaco": (("moussa",), ("denoncee",), "vigueur"),
        "viser": (("boubacar",), ("signee",), "visee"),
        "refuser_visa": (("boubacar",), ("signee",), "brouillon"),
        "vigueur": (WRITERS, ("visee",), "vigueur"),
        "reprendre": (WRITERS, ("deposee", "avisee", "deliberee"), "brouillon"),
        "retirer": (WRITERS, ("brouillon", "deposee", "avisee", "deliberee"), "retiree"),
        "conseiller": (
            ("moussa", "awa", "fanta", "binta", "seydou", "modibo", "ramata"),
            (*UNDERWAY, "vigueur", "denoncee"),
            "=",
        ),
        "mediation_csref": (("seydou",), ("denoncee",), "="),
        "mediation_prefet": (("boubacar",), ("denoncee",), "="),
    }
)
STATES = (
    "brouillon", "deposee", "avisee", "deliberee", "signee", "visee", "vigueur", "denoncee", "remplacee",
    "retiree",
)  # fmt: skip
# What each act needs beside its button.
DETAILS: Mapping[str, dict[str, object]] = MappingProxyType(
    {"avis": {"kind": "favorable"}, "deliberer": {"deliberation": "12/CC", "on": "2026-10-05"}}
)
CHAIN = (
    ("fanta", "deposer"), ("seydou", "avis"), ("fanta", "deliberer"), ("fanta", "signer_commune"),
    ("moussa", "signer_asaco"), ("boubacar", "viser"), ("moussa", "vigueur"),
)  # fmt: skip


def walk(cam: Cam, cast: Cast, *acts: tuple[str, str]) -> Cam:
    """Each (first name, act), done one after the other; the convention as it then stands."""
    for name, act in acts:
        CIRCUIT.apply(
            cam, act, cast.scope_of(name), version=cam.version, comment="Dit ainsi.",
            details=dict(DETAILS.get(act, {})),
        )  # fmt: skip
    return Cam.objects.located().get(pk=cam.pk)


def in_force(cam: Cam, cast: Cast) -> Cam:
    """Through the whole chain."""
    return walk(cam, cast, *CHAIN)
