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


class Direction(models.TextChoices):
    UP = "hausse", "plus c’est haut, mieux c’est"
    DOWN = "baisse", "plus c’est bas, mieux c’est"
    BAND = "bande", "dans une fourchette"


NA: Final = "NA"  # a cell that is « sans objet »; an absent cell is « vide »
UNSPLIT = "nd"  # modality of a value imported without its disaggregation (« non détaillé »)
COUNTED = (ReportState.COMPLETE, ReportState.VALIDATED)  # states whose reports enter the totals
EDITABLE = (ReportState.DRAFT, ReportState.RETURNED)
