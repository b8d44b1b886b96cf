"""The words of a convention d’assistance mutuelle: its states, its parties, what becomes of its promises."""

from django.db import models


class CamState(models.TextChoices):
    """Where a convention stands in its circuit (domain.md §2); that it is over is read from its dates."""

    DRAFT = "brouillon", "brouillon"
    SUBMITTED = "deposee", "déposée, avis du CSRéf attendu"
    ADVISED = "avisee", "avis du CSRéf donné, délibération attendue"
    DELIBERATED = "deliberee", "délibérée, signatures attendues"
    SIGNED = "signee", "signée des deux parties, visa attendu"
    VISED = "visee", "visée, entrée en vigueur attendue"
    IN_FORCE = "vigueur", "en vigueur"
    NOTICE = "denoncee", "dénoncée"
    REPLACED = "remplacee", "remplacée"
    WITHDRAWN = "retiree", "retirée"


UNDERWAY = (
    CamState.DRAFT,
    CamState.SUBMITTED,
    CamState.ADVISED,
    CamState.DELIBERATED,
    CamState.SIGNED,
    CamState.VISED,
)
UNSHOWN = (CamState.DRAFT, CamState.WITHDRAWN)  # read by their writers alone
REVIEWED = UNDERWAY[1:]  # under the eyes of others than its writers
STANDING = (CamState.IN_FORCE, CamState.NOTICE)
ONCE_IN_FORCE = (*STANDING, CamState.REPLACED)
BOTH_SIGNED = (CamState.SIGNED, CamState.VISED, *ONCE_IN_FORCE)


class CamKind(models.TextChoices):
    """Why this edition was written."""

    FIRST = "premiere", "convention"
    AMENDMENT = "avenant", "avenant"
    RENEWAL = "renouvellement", "renouvellement"


class CamParty(models.TextChoices):
    """Who promises in a convention, who says what became of it. The State is no signatory: it is a third."""

    COMMUNE = "commune", "Commune"
    ASACO = "asaco", "ASACO"
    STATE = "etat", "État / CSRéf"


SIGNATORIES = (CamParty.COMMUNE, CamParty.ASACO)
NAMES = {CamParty.COMMUNE: "la commune", CamParty.ASACO: "l’ASACO", CamParty.STATE: "le CSRéf"}


class Frequency(models.TextChoices):
    """How often a commitment comes back."""

    ONCE = "une_fois", "une fois"
    YEARLY = "annuel", "chaque année"
    QUARTERLY = "trimestriel", "chaque trimestre"
    MONTHLY = "mensuel", "chaque mois"
    ALWAYS = "continu", "en continu"


class Mark(models.TextChoices):
    """What one party says of a commitment in a year (domain.md §2)."""

    KEPT = "tenu", "tenu"
    PARTLY = "partiel", "partiel"
    UNKEPT = "non_tenu", "non tenu"
    VOID = "sans_objet", "sans objet"


class Opinion(models.TextChoices):
    """What the CSRéf says of a draft."""

    FAVOURABLE = "favorable", "favorable"
    RESERVES = "reserves", "favorable avec réserves"
    UNFAVOURABLE = "defavorable", "défavorable"
