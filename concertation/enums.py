"""The words of meetings: states, kinds of sessions, of agenda items, outcomes, attendance."""

from django.db import models


class MeetingState(models.TextChoices):
    PREPARED = "preparee", "en préparation"
    POSTPONED = "reportee", "reportée"
    CONVENED = "convoquee", "convoquée"
    HELD = "tenue", "tenue, à compléter"
    CLOSED = "close", "close, PV à envoyer"
    SENT = "pv_envoye", "PV envoyé, à approuver"
    APPROVED = "approuve", "PV approuvé, scellé"
    CANCELLED = "annulee", "annulée"


COMING = (MeetingState.PREPARED, MeetingState.POSTPONED, MeetingState.CONVENED)
TOOK_PLACE = (MeetingState.HELD, MeetingState.CLOSED, MeetingState.SENT, MeetingState.APPROVED)
WITH_MINUTES = (MeetingState.SENT, MeetingState.APPROVED)
UNFINISHED = (MeetingState.HELD, MeetingState.CLOSED, MeetingState.SENT)  # minutes not approved
SETTLED = (MeetingState.CLOSED, *WITH_MINUTES)  # its decisions are in the follow-up


class Sitting(models.TextChoices):
    ORDINARY = "ordinaire", "ordinaire"
    EXTRAORDINARY = "extraordinaire", "extraordinaire"


class ItemKind(models.TextChoices):
    """The first two write themselves."""

    MINUTES = "pv", "approbation du PV précédent"
    OPEN = "suivi", "décisions en suspens"
    SUBJECT = "point", "point"


class Openness(models.TextChoices):
    COMMON = "commun", "commun"
    INTERNAL = "interne", "interne, aux seuls membres"


class Outcome(models.TextChoices):
    """What became of an item in the meeting; "": nothing yet."""

    DECIDED = "decide", "décidé"
    POSTPONED = "reporte", "reporté"
    WITHDRAWN = "retire", "retiré"


class Attendance(models.TextChoices):
    PRESENT = "present", "présent"
    REPRESENTED = "represente", "représenté"
    EXCUSED = "excuse", "excusé"
    ABSENT = "absent", "absent"


COUNTED = (Attendance.PRESENT, Attendance.REPRESENTED)  # toward the quorum


class Part(models.TextChoices):
    """What somebody did who declared an interest in a decision; an abstention that is counted is a voice."""

    VOTED = "vote", "a pris part au vote"
    APART = "retrait", "n’a pas pris part au vote"
