"""A meeting of an organ: when, where, who was called, who came, its minutes."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune
from concertation.enums import COMING, TOOK_PLACE, WITH_MINUTES, Attendance, MeetingState, Sitting
from core.access import Action, PlaceSet, Scope, Where
from core.among import among
from cscom.models import CommuneShare
from files.models import StoredFile
from mandates.models import Organ, OrganQuerySet, Seat, SeatHold
from mandates.models.kinds import Keeper
from mandates.models.mandate import standing_in

KEPT = (Action.MEETING_KEEP, Action.MEETING_APPROVE)


def kept_in(places: PlaceSet) -> Q:
    """Organs that are of these very places; ``Organ.kept_where`` says the same of one."""
    if places.everywhere:
        return ~Q(pk__in=[])
    communes = places.communes | places.hosts
    return ~Q(kind__keeper=Keeper.ADMINISTRATION) & (
        among(
            region=places.regions,
            cercle=places.cercles,
            district=places.districts,
            commune=communes,
            aire=places.aires,
        )
        | Q(kind__keeper=Keeper.SHARED, aire__host_commune__in=communes)
    )


def _by_right(scope: Scope) -> Q:
    return standing_in(scope.reach(Action.MEETING_SEE)) | kept_in(scope.reach(*KEPT))


def _sits(scope: Scope) -> Q:
    holds = SeatHold.objects.in_force(timezone.localdate()).filter(person=scope.person_id or 0)
    return Q(pk__in=holds.values("seat__organ"))


def organs_met(scope: Scope) -> OrganQuerySet:
    """Organs whose meetings this reader reads by function, keeps or approves, and those where they sit."""
    return Organ.objects.filter(_by_right(scope) | _sits(scope))


def organs_inside(scope: Scope) -> OrganQuerySet:
    """Organs whose internal items this reader reads: who keeps the meetings, approves them, or sits."""
    return Organ.objects.filter(kept_in(scope.reach(*KEPT)) | _sits(scope))


def organs_kept(scope: Scope) -> OrganQuerySet:
    """Organs whose meetings this reader prepares, writes."""
    return Organ.objects.filter(kept_in(scope.reach(Action.MEETING_KEEP)))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of the organs whose meetings this reader reads."""
        return self.filter(organ__in=organs_met(scope).values("pk"))

    def opened_to(self, scope: Scope) -> Self:
        """Those whose papers this reader opens: by function, or who keeps or approves; a seat is no right."""
        return self.filter(organ__in=Organ.objects.filter(_by_right(scope)).values("pk"))

    def kept_by(self, scope: Scope) -> Self:
        """Those this reader prepares, writes."""
        return self.filter(organ__in=organs_kept(scope).values("pk"))

    def located(self) -> Self:
        """With its organ and all that ``where()`` reads: two queries."""
        shares = models.Prefetch(
            "organ__aire__shares", CommuneShare.objects.filter(ends_on=None), to_attr="current_shares"
        )
        return self.select_related(
            "organ__kind", "organ__region", "organ__cercle", "organ__district", "organ__commune__cercle",
            "organ__aire__host_commune__cercle__region", "organ__aire__district",
        ).prefetch_related(shares)  # fmt: skip


class Meeting(models.Model):
    """One meeting. ``version`` rises by one at each act, and each time its content is saved."""

    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name="organe", related_name="meetings")
    sitting = models.CharField("session", max_length=15, choices=Sitting.choices, default=Sitting.ORDINARY)
    state = models.CharField(
        "état", max_length=12, choices=MeetingState.choices, default=MeetingState.PREPARED
    )
    version = models.PositiveIntegerField("version", default=0)
    planned_on = models.DateField("prévue le")
    starts_at = models.TimeField("à", null=True, blank=True)
    venue = models.CharField("lieu", max_length=150, blank=True)
    second_call = models.BooleanField("sur seconde convocation", default=False)
    convened_on = models.DateField("convoquée le", null=True, blank=True)
    called = models.JSONField("convoqués", default=list, blank=True)  # [{"seat", "words", "name"}]
    held_on = models.DateField("tenue le", null=True, blank=True)
    chaired_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, verbose_name="présidée par", related_name="+"
    )
    seats = models.PositiveSmallIntegerField("sièges", null=True, blank=True)  # that day
    quorum = models.PositiveSmallIntegerField("quorum", null=True, blank=True)  # how many must be there
    women = models.PositiveSmallIntegerField("autres femmes présentes", null=True, blank=True)
    men = models.PositiveSmallIntegerField("autres hommes présents", null=True, blank=True)
    seen = models.JSONField("décisions en suspens, vues", default=list, blank=True)  # at the close
    minutes = models.TextField("compte rendu", max_length=8000, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="PV signé", related_name="+"
    )
    attendance_scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="présences signées", related_name="+"
    )
    sent_on = models.DateField("PV envoyé le", null=True, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField("PV approuvé le", null=True, blank=True)
    approved_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="approuvé dans", related_name="approves"
    )
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("préparée le", default=timezone.now, editable=False)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        ordering = ["-planned_on", "-pk"]
        indexes = [models.Index(fields=["state", "planned_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values, sitting__in=Sitting.values),
                name="meeting_state",
                violation_error_message="Cet état de réunion n’existe pas.",
            ),
            models.UniqueConstraint(
                fields=["organ", "planned_on"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="meeting_once",
                violation_error_message="Cet organe a déjà une réunion ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=TOOK_PLACE, held_on__isnull=False, seats__isnull=False, quorum__isnull=False
                )
                | Q(state__in=(*COMING, MeetingState.CANCELLED), held_on=None, seats=None, quorum=None),
                name="meeting_held",
                violation_error_message="Une réunion tenue a son jour, ses sièges et son quorum.",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CONVENED) | Q(convened_on__isnull=False),
                name="meeting_convened",
                violation_error_message="Une réunion convoquée a le jour de sa convocation.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITH_MINUTES, sent_on__isnull=False)
                | (~Q(state__in=WITH_MINUTES) & Q(sent_on=None, sent_by=None)),
                name="meeting_sent",
                violation_error_message="Un PV envoyé a son jour.",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.APPROVED, approved_on__isnull=False, approved_in__isnull=False)
                | (~Q(state=MeetingState.APPROVED) & Q(approved_on=None, approved_in=None)),
                name="meeting_approved",
                violation_error_message="Un PV approuvé l’est dans une réunion, à son jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ.name}, {self.day.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("meeting_show", args=[self.pk])

    @property
    def day(self) -> date:
        """When it was held, else when it is planned."""
        return self.held_on or self.planned_on

    @property
    def took_place(self) -> bool:
        return self.state in TOOK_PLACE

    @property
    def coming(self) -> bool:
        return self.state in COMING

    def where(self) -> Where:
        """Who keeps it: its organ's own place alone."""
        return self.organ.kept_where()

    def read_where(self) -> Where:
        """Who reads it by function. Free when fetched through ``located()``."""
        return self.organ.where()


class Presence(models.Model):
    """How one seat attended; the names are those of that day, whatever comes later."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presences")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField("ordre")
    function = models.CharField("fonction", max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("nom", max_length=150, blank=True)  # "": nobody holds the seat
    sex = models.CharField("sexe", max_length=1, blank=True)
    status = models.CharField("présence", max_length=10, choices=Attendance.choices)
    proxy = models.CharField("représenté par", max_length=150, blank=True)

    class Meta:
        verbose_name = "présence"
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                name="presence_once",
                violation_error_message="Un siège n’a qu’une présence par réunion.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT), proxy="")
                | (Q(status=Attendance.REPRESENTED) & ~Q(proxy="")),
                name="presence_proxy",
                violation_error_message="Un membre représenté l’est par quelqu’un, les autres par personne.",
            ),
            models.CheckConstraint(
                condition=Q(status=Attendance.ABSENT) | ~Q(name=""),
                name="presence_somebody",
                violation_error_message="Personne ne tient ce siège\u00a0: il est vacant.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}\u00a0: {self.get_status_display()}"


def commune_of(meeting: Meeting) -> Commune | None:
    """The commune where the meeting's papers are opened: its own, or the host of its aire."""
    organ = meeting.organ
    return organ.commune or (organ.aire.host_commune if organ.aire else None)
