"""The words of a plan: its states, who pays, whom it reaches, why it comes back."""

from django.db import models


class PlanState(models.TextChoices):
    """Where a plan stands in its circuit (design.md §6)."""

    DRAFT = "brouillon", "brouillon"
    ADOPTED = "adopte", "adopté par le CA"
    OPINED = "avis", "avis de la commune donné"
    VALIDATED = "valide", "validé par le CSRéf"
    APPROVED = "approuve", "approuvé par la DRS"
    RUNNING = "execution", "en exécution"
    CLOSED = "cloture", "clôturé"
    RETURNED = "renvoye", "renvoyé"
    WITHDRAWN = "retire", "retiré"
    REPLACED = "remplace", "remplacé par une version amendée"


WRITABLE = (PlanState.DRAFT, PlanState.RETURNED)
UNDER_REVIEW = (PlanState.ADOPTED, PlanState.OPINED, PlanState.VALIDATED)
UNDERWAY = (*WRITABLE, *UNDER_REVIEW)
IN_FORCE = (PlanState.APPROVED, PlanState.RUNNING)
ONCE_APPROVED = (*IN_FORCE, PlanState.CLOSED, PlanState.REPLACED)


class Source(models.TextChoices):
    """Who pays; the value is the column of the amount (domain.md §7.2)."""

    STATE = "by_state", "État"
    COMMUNE = "by_commune", "Commune"
    CERCLE = "by_cercle", "Cercle"
    REGION = "by_region", "Région"
    ASACO = "by_asaco", "ASACO"
    PEOPLE = "by_people", "Communauté"
    ANICT = "by_anict", "ANICT"
    PARTNER = "by_partner", "PTF"
    SOUGHT = "sought", "À rechercher"


PAYERS = tuple(source for source in Source if source != Source.SOUGHT)


class Group(models.TextChoices):
    """Whom an activity reaches."""

    CHILDREN = "enfants", "enfants de moins de 5 ans"
    WOMEN = "femmes", "femmes"
    PREGNANT = "enceintes", "femmes enceintes"
    YOUTH = "jeunes", "jeunes"
    FAR = "eloignes", "villages éloignés"
    POOR = "demunis", "personnes démunies"
    DISABLED = "handicap", "personnes handicapées"
    ALL = "tous", "toute la population"


class ReturnReason(models.TextChoices):
    """Why a plan comes back."""

    COSTING = "chiffrage", "chiffrage à revoir"
    FUNDING = "financement", "financement à revoir"
    NORMS = "normes", "non conforme aux normes"
    MISSING = "incomplet", "incomplet"
    CALENDAR = "calendrier", "calendrier à revoir"
    PRIORITY = "priorites", "priorités à revoir"
    OTHER = "autre", "autre motif"


class OpinionKind(models.TextChoices):
    """What a commune says of a plan."""

    FAVOURABLE = "favorable", "favorable"
    RESERVES = "reserves", "favorable avec réserves"
    UNFAVOURABLE = "defavorable", "défavorable"
