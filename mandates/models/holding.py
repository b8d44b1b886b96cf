"""Who holds a seat, from a day to a day, by which act; how it ended."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Person
from core.overlaps import NoOverlap
from files.models import StoredFile
from mandates.models.organ import Seat


class Act(models.TextChoices):
    """By what a person holds a seat."""

    ELECTION = "election", "élection"
    DESIGNATION = "designation", "désignation"
    OF_RIGHT = "droit", "de droit, avec la fonction"
    APPOINTMENT = "nomination", "nomination par un arrêté ou une décision"
    EXTENSION = "prorogation", "prorogation"


class Ending(models.TextChoices):
    """Why it ended before its term; "": it runs out by itself."""

    RESIGNED = "demission", "démission"
    DIED = "deces", "décès"
    DISMISSED = "revocation", "révocation"
    REPLACED = "remplacement", "remplacement"
    LEFT = "fonction", "fin de la fonction qui donnait le siège"
    DISSOLVED = "dissolution", "dissolution de l’organe"
    MISTAKE = "erreur", "saisi par erreur"


class SeatHoldQuerySet(models.QuerySet["SeatHold"]):
    def in_force(self, day: date | None = None) -> Self:
        """What is held on ``day`` (today)."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))

    def true(self) -> Self:
        """Without what was written by mistake."""
        return self.exclude(ending=Ending.MISTAKE)


class SeatHold(models.Model):
    """A person holds a seat. Two of them never share a day of one seat: the database says it."""

    seat = models.ForeignKey(Seat, models.PROTECT, verbose_name="siège", related_name="holds")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="personne", related_name="holds")
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    act = models.CharField("acte", max_length=12, choices=Act.choices)
    act_on = models.DateField("date de l’acte")
    reference = models.CharField("référence de l’acte", max_length=120, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="copie de l’acte", related_name="+"
    )
    ending = models.CharField("fin", max_length=12, choices=Ending.choices, blank=True)
    ending_reference = models.CharField("acte qui y met fin", max_length=120, blank=True)
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="enregistré par", related_name="+"
    )
    recorded_at = models.DateTimeField("enregistré le", default=timezone.now, editable=False)
    objects = SeatHoldQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "titulaire d’un siège"
        verbose_name_plural = "titulaires des sièges"
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["person", "starts_on"]), models.Index(fields=["ends_on"])]
        constraints = [
            models.CheckConstraint(
                # What was written by mistake gives no day at all.
                condition=Q(ends_on=None)
                | Q(ends_on__gt=F("starts_on"))
                | Q(ending=Ending.MISTAKE, ends_on=F("starts_on")),
                name="seat_hold_dates",
                violation_error_message="La fin du mandat doit suivre son début.",
            ),
            models.CheckConstraint(
                condition=Q(act__in=Act.values),
                name="seat_hold_act",
                violation_error_message="Un siège se tient par un acte\u00a0: élection, désignation…",
            ),
            models.CheckConstraint(
                condition=Q(ending="") | Q(ending__in=Ending.values, ends_on__isnull=False),
                name="seat_hold_ending",
                violation_error_message="Un mandat qui a pris fin a sa date de fin.",
            ),
            NoOverlap(
                key="seat",
                name="seat_hold_overlap",
                violation_error_message="Ce siège est déjà tenu à ces dates\u00a0: "
                "deux mandats d’un même siège ne se chevauchent pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.seat}"

    @property
    def last_day(self) -> date | None:
        """The last day on which the seat is held."""
        return self.ends_on and self.ends_on - timedelta(days=1)

    def held_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)
