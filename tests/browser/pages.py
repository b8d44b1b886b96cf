"""Every kind of page, and who looks at it, for what is asked of all of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.months import Month, Semester

BANAMBA, KOULIKORO = "ML020201", "ML02"
CENTRAL, SAMAKELE, DISTRICT = "WHO-MLI-0502", "WHO-MLI-0662", "WHO-MLI-0503"

CAM, RENEWED = f"/conventions/{CENTRAL}/{BANAMBA}/", f"/conventions/{SAMAKELE}/{BANAMBA}/"
DRAFT = f"/conventions/{SAMAKELE}/ML020601/1/"  # with Ben Kadi


@dataclass(frozen=True)
class Kind:
    """A kind of page: ``who`` opens ``path`` and, with ``then``, the first page below that address.

    In a path, ``{last}`` is the last month, ``{before}`` the one before, ``{now}`` the current one;
    ``{semester}`` the last semester that is over, ``{old}`` the one before, ``{year}`` of the last month.
    """

    who: str
    path: str
    then: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.who or 'nobody'} {self.path}{self.then}"

    def address(self, last: Month) -> str:
        closed = Semester.last_closed((last + 1).first_day)
        half = {"semester": closed.code, "old": closed.before.code, "year": last.year}
        return self.path.format(last=last.code, before=(last - 1).code, now=(last + 1).code, **half)


def _all(who: str, paths: str) -> Iterable[Kind]:
    return [Kind(who, path) for path in paths.split()]


KINDS: list[Kind] = [
    *_all("", "/connexion/ /connexion/code/ /aide/ /glossaire/ /verifier/ /api/v1/documentation/"),
    *_all("kadia", f"/ /rapports/ /rapports/{CENTRAL}/{{now}}/ /rapports/{CENTRAL}/{{now}}/curatif/"),
    *_all("kadia", f"/rapports/{CENTRAL}/{{now}}/finances/ /rapports/{CENTRAL}/{{now}}/verifier/"),
    *_all("kadia", f"/rapports/{CENTRAL}/{{before}}/paludisme/ /asaco/{CENTRAL}/modifier/"),
    *_all("kadia", f"/rapports/{CENTRAL}/{{before}}/feuille/ /rapports/{CENTRAL}/{{now}}/feuille-vide/"),
    *_all("kadia", f"/rapports/feuille-vide/ /rapports/{CENTRAL}/{{before}}/curatif/CC_NC.lt1.M/"),
    *_all(
        "salif", f"/rapports/{CENTRAL}/{{before}}/curatif/ /rapports/{CENTRAL}/{{before}}/finances/REC_ACT/"
    ),
    *_all("kadia", "/mon-compte/mot-de-passe/ /avis/ /feuilles/"),
    *_all("awa", f"/ /rapports/{CENTRAL}/{{before}}/"),
    *_all("moussa", "/"),
    *_all("fanta", f"/ /communes/{BANAMBA}/chiffres/ /communes/{BANAMBA}/chiffres/I27/ /completude/"),
    *_all("fanta", f"/communes/{BANAMBA}/chiffres/I13/ /avis/?sujet=retard /avis/choix/"),
    *_all("fanta", f"/rapports/ /communes/{BANAMBA}/rapport-trimestriel/ /documents/ /travaux/"),
    *_all("awa", f"/suivi/ /suivi/?etat=faits /monitorage/ /monitorage/{CENTRAL}/"),
    *_all("fanta", f"/suivi/ /monitorage/{CENTRAL}/{{old}}/ /monitorage/{CENTRAL}/{{old}}/affiche/"),
    *_all("awa", f"/monitorage/{CENTRAL}/{{semester}}/ /monitorage/{CENTRAL}/{{semester}}/valeurs/"),
    *_all("awa", f"/monitorage/{CENTRAL}/{{semester}}/tenir/ /monitorage/{CENTRAL}/{{semester}}/cpn/"),
    Kind("awa", f"/monitorage/{CENTRAL}/{{semester}}/fiche/"),
    Kind("awa", "/suivi/", then="/suivi/"),
    *_all("fanta", "/mes-droits/ /catalogue/ /asaco/ /personnes/ /territoire/ /recherche/?q=sam"),
    *_all("fanta", f"/communes/{BANAMBA}/ /cscom/{SAMAKELE}/ /asaco/{CENTRAL}/ /aires/{SAMAKELE}/chiffres/"),
    *_all("fanta", f"/communes/{BANAMBA}/en-une-page/ /communes/{BANAMBA}/chronologie/"),
    *_all(
        "kadia", f"/cscom/{CENTRAL}/en-une-page/ /asaco/{CENTRAL}/en-une-page/ /cscom/{CENTRAL}/chronologie/"
    ),
    *_all("nana", "/federations/"),
    *_all("fanta", f"/conventions/ {CAM} {CAM}1/ {CAM}1/annees/{{year}}/ {CAM}1/annees/{{year}}/dire/"),
    *_all("fanta", f"{CAM}1/annees/{{year}}/montants/ {CAM}1/annees/{{year}}/revue/ {CAM}1/imprimer/"),
    *_all("fanta", f"{RENEWED}2/ {RENEWED}2/deliberer/ {RENEWED}2/remplacant/commune/"),
    *_all("drissa", f"{DRAFT}lignes/ {DRAFT}lignes/ajouter/ {DRAFT}entete/"),
    *_all("fanta", "/asaco/crises/?etat=tous"),
    *_all("kadia", f"/asaco/{CENTRAL}/comptes/ /asaco/{CENTRAL}/budget/{{year}}/"),
    *_all("fanta", "/organes/ /organes/a-pourvoir/ /organes/installer/?type=comite_paritaire"),
    Kind("kadia", "/organes/", then="/organes/"),
    *_all("kadia", "/reunions/ /reunions/calendrier/"),
    *_all("fanta", f"/communes/{BANAMBA}/fiche/ /communes/{BANAMBA}/fiche/etablir/"),
    Kind("fanta", "/documents/", then="/documents/"),
    Kind("binta", "/travaux/", then="/travaux/"),
    Kind("fanta", "/rien-de-tel/", status=404),
    Kind("fanta", "/rapports-trimestriels/", status=403),
    *_all("salif", f"/ /a-verifier/ /rapports/{SAMAKELE}/{{last}}/ /rapports/{SAMAKELE}/{{last}}/renvoyer/"),
    *(Kind("salif", f"/saisie-papier/?mois={{last}}&section={part}") for part in ("curatif", "vie-asaco")),
    *_all("salif", f"/districts/{DISTRICT}/chiffres/ /districts/{DISTRICT}/ /cscom/a-situer/"),
    *_all("salif", f"/rapports/{CENTRAL}/{{before}}/papier/viser/"),
    Kind("salif", "/personnes/", then="/personnes/"),
    Kind("salif", "/feuilles/"),
    *_all("seydou", f"/ /rapports/{SAMAKELE}/{{before}}/rouvrir/"),
    *_all("nana", f"/ /regions/{KOULIKORO}/ /regions/{KOULIKORO}/chiffres/"),
    *_all("nana", f"/regions/{KOULIKORO}/chiffres/I27/ /completude/ /rapports-trimestriels/"),
    *_all("nana", f"/regions/{KOULIKORO}/carte/?montrer=distances"),
    *_all("salif", f"/districts/{DISTRICT}/carte/"),
    *_all("nana", "/rapports/ /documents/ /calendrier/ /calendrier/ouvrir/ /calendrier/{last}/"),
    *_all("nana", "/decoupage/ /decoupage/villages/?q=samakele /decoupage/aire/ /decoupage/commune/"),
    Kind("nana", "/decoupage/district/"),
    *_all("yaya", "/ /personnes/"),
]
