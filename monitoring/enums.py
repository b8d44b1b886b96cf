"""The words of the monthly report: types, owners, states, severities."""

from typing import Final

from django.db import models


class ValueType(models.TextChoices):
    INTEGER = "N", "nombre"
    MONEY = "M", "montant en FCFA"
    YES_NO = "B", "oui ou non"
    DAYS = "D", "jours"


class Owner(models.TextChoices):
    """Who owns the cells: rights to enter and to sign follow it."""

    CPM = "C", "directeur technique du centre"
    ASACO = "A", "ASACO"
    STORE = "G", "gérant du dépôt"


class SectionKind(models.TextChoices):
    """Clinical sections take the CPM's visa, management sections the president's signature."""

    CLINICAL = "clinique", "clinique"
    MANAGEMENT = "gestion", "gestion"


class ReportState(models.TextChoices):
    DRAFT = "brouillon", "brouillon"
    COMPLETE = "complet", "complet, à vérifier"
    RETURNED = "renvoye", "renvoyé"
    VALIDATED = "valide", "validé"


class Severity(models.TextChoices):
    BLOCKING = "bloquant", "bloquant"
    COMMENT = "commentaire", "commentaire demandé"
    INFORMATION = "information", "information"


class Runs(models.TextChoices):
    """Where a rule is tried: each place tries also what the places before it try."""

    DEVICE = "appareil", "sur l’appareil, d’après le rapport seul"
    PACK = "paquet", "sur l’appareil, d’après le passé qu’il emporte"
    SERVER = "serveur", "sur le serveur seul"


class Each(models.TextChoices):
    """What a rule is repeated over; ``x`` is then its number."""

    ONCE = "", "une fois par rapport"
    COUNT = "nombre", "chaque nombre"
    AMOUNT = "montant", "chaque montant"
    SECTION = "section", "chaque section entièrement remplie"
    COVERAGE = "couverture", "chaque couverture d’une population cible"


class Direction(models.TextChoices):
    UP = "hausse", "plus c’est haut, mieux c’est"
    DOWN = "baisse", "plus c’est bas, mieux c’est"
    BAND = "bande", "dans une fourchette"


class Readers(models.TextChoices):
    """Before whom an indicator is put first (domain.md §5.4); nobody who reads totals is kept from it."""

    TOWN = "M", "maire et conseil"
    ASACO = "A", "ASACO"
    CENTRE = "C", "directeur technique du centre"
    DISTRICT = "R", "CSRéf"
    REGION = "D", "direction régionale"
    PUBLIC = "P", "public"


LEAST_ASKED, MOST_ASKED = 2, 100  # thresholds of small counts; one of 1 would hide nothing
NA: Final = "NA"  # a cell that is « sans objet »; an absent cell is « vide »
UNSPLIT = "nd"  # modality of a value imported without its disaggregation (« non détaillé »)
PAPER: Final = "saisi au CSRéf d’après le rapport papier"  # origin of what was typed for an aire
COUNTED = (ReportState.COMPLETE, ReportState.VALIDATED)  # states whose reports enter the totals
EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)
