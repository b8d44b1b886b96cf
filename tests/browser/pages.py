"""Every kind of page, and who looks at it, for what is asked of all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.months import Month

BANAMBA, KOULIKORO = "ML020201", "ML02"
CENTRAL, SAMAKELE, DISTRICT = "WHO-MLI-0502", "WHO-MLI-0662", "WHO-MLI-0503"


@dataclass(frozen=True)
class Kind:
    """A kind of page: ``who`` opens ``path`` and, with ``then``, the first page below that address.

    In a path, ``{last}`` is the last month, ``{before}`` the one before, ``{now}`` the current one.
    """

    who: str
    path: str
    then: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.who or 'nobody'} {self.path}{self.then}"

    def address(self, last: Month) -> str:
        return self.path.format(last=last.code, before=(last - 1).code, now=(last + 1).code)


def _all(who: str, paths: str) -> Iterable[Kind]:
    return [Kind(who, path) for path in paths.split()]


KINDS: list[Kind] = [
    *_all("", "/connexion/ /connexion/code/ /aide/ /glossaire/ /api/v1/documentation/"),
    *_all("kadia", f"/ /rapports/ /rapports/{CENTRAL}/{{now}}/ /rapports/{CENTRAL}/{{now}}/curatif/"),
    *_all("kadia", f"/rapports/{CENTRAL}/{{now}}/finances/ /rapports/{CENTRAL}/{{now}}/verifier/"),
    *_all("kadia", f"/rapports/{CENTRAL}/{{before}}/paludisme/ /asaco/{CENTRAL}/modifier/"),
    *_all("kadia", "/mon-compte/mot-de-passe/ /avis/"),
    *_all("awa", f"/ /rapports/{CENTRAL}/{{before}}/"),
    *_all("moussa", "/"),
    *_all("fanta", f"/ /communes/{BANAMBA}/chiffres/ /communes/{BANAMBA}/chiffres/I27/ /completude/"),
    *_all("fanta", f"/rapports/ /communes/{BANAMBA}/rapport-trimestriel/ /documents/ /travaux/"),
    *_all("fanta", "/mes-droits/ /catalogue/ /asaco/ /personnes/ /territoire/ /recherche/?q=sam"),
    *_all("fanta", f"/communes/{BANAMBA}/ /cscom/{SAMAKELE}/ /asaco/{CENTRAL}/ /aires/{SAMAKELE}/chiffres/"),
    Kind("fanta", "/documents/", then="/documents/"),
    Kind("binta", "/travaux/", then="/travaux/"),
    Kind("fanta", "/rien-de-tel/", status=404),
    Kind("fanta", "/rapports-trimestriels/", status=403),
    *_all("salif", f"/ /a-verifier/ /rapports/{SAMAKELE}/{{last}}/ /rapports/{SAMAKELE}/{{last}}/renvoyer/"),
    *_all("salif", f"/districts/{DISTRICT}/chiffres/ /districts/{DISTRICT}/ /cscom/a-situer/"),
    Kind("salif", "/personnes/", then="/personnes/"),
    *_all("seydou", f"/ /rapports/{SAMAKELE}/{{before}}/rouvrir/"),
    *_all("nana", f"/ /regions/{KOULIKORO}/ /regions/{KOULIKORO}/chiffres/"),
    *_all("nana", f"/regions/{KOULIKORO}/chiffres/I27/ /completude/ /rapports-trimestriels/"),
    *_all("nana", "/rapports/ /documents/"),
    *_all("yaya", "/ /personnes/"),
]
