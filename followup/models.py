"""One table of everything promised: measures, decisions; by whom, before when, what became of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune, District
from core.access import Action, PlaceKind, PlaceSet, Role, Scope, Where
from core.among import among
from cscom.models import Aire, CommuneShare
from files.models import StoredFile


class State(models.TextChoices):
    """What became of it; any may follow any."""

    UNDONE = "non_fait", "non fait"
    ONGOING = "en_cours", "en cours"
    DONE = "fait", "fait"
    DROPPED = "annule", "annulé"


OPEN = (State.UNDONE, State.ONGOING)
SETTLED = (State.DONE, State.DROPPED)


def standing_in(places: PlaceSet) -> Q:
    """Lines whose place lies in ``places``; ``Followup.where`` says the same of one row."""
    if places.everywhere:
        return ~Q(pk__in=[])  # not Q(): whatever is joined to it by « or » would stand alone
    return (
        among(district=places.districts, district__region=places.regions)
        | Q(aire__in=Aire.objects.within(places).values("pk"))
        | Q(commune__in=Commune.objects.within(places).values("pk"))
    )


class FollowupQuerySet(models.QuerySet["Followup"]):
    def within(self, places: PlaceSet) -> Self:
        """Lines standing in ``places``."""
        return self.filter(standing_in(places))

    def visible_to(self, scope: Scope) -> Self:
        """Lines in this reader's places, and their own wherever these stand."""
        return self.filter(standing_in(scope.reach(Action.FOLLOWUP_SEE)) | Q(owner=scope.person_id or 0))

    def open(self) -> Self:
        """What remains to be done."""
        return self.filter(state__in=OPEN)

    def late(self, day: date | None = None) -> Self:
        """Open, and due before ``day`` (today): the last day counts until the evening."""
        return self.open().filter(due_on__lt=day or timezone.localdate())

    def at(self, kind: PlaceKind, place_id: int) -> Self:
        """Lines of an aire; of a commune, the aires touching it; of a district, its aires, its communes."""
        match kind:
            case PlaceKind.AIRE:
                return self.filter(aire=place_id)
            case PlaceKind.COMMUNE:
                touching = CommuneShare.objects.filter(ends_on=None, commune=place_id).values("aire")
                hosted = Aire.objects.filter(host_commune=place_id).values("pk")
                return self.filter(Q(commune=place_id) | Q(aire__in=touching) | Q(aire__in=hosted))
            case PlaceKind.DISTRICT:
                return self.filter(
                    Q(district=place_id) | Q(aire__district=place_id) | Q(commune__district=place_id)
                )
        return self.none()

    def located(self) -> Self:
        """With the owner, the proof, all that ``where()`` reads: two queries."""
        shares = models.Prefetch(
            "aire__shares", CommuneShare.objects.filter(ends_on=None), to_attr="current_shares"
        )
        return self.select_related(
            "owner", "proof", "aire__host_commune__cercle", "commune__cercle", "district"
        ).prefetch_related(shares)


class Followup(models.Model):
    """Something promised: what, by whom, before when, shown by what; its state is that of the last mark."""

    text = models.CharField("engagement", max_length=300)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="responsable", related_name="followups"
    )
    owner_words = models.CharField("responsable, fonction", max_length=120, blank=True)
    taken_on = models.DateField("pris le")
    due_on = models.DateField("échéance")
    proof_wanted = models.CharField("preuve attendue", max_length=200, blank=True)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.UNDONE)
    progress = models.PositiveSmallIntegerField("avancement (%)", null=True, blank=True)
    word = models.CharField("dernier mot", max_length=200, blank=True)
    settled_on = models.DateField("fait ou annulé le", null=True, blank=True)
    proof = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="preuve", related_name="+"
    )
    # What it comes from stands higher in the house: kept by its kind, its words, its page.
    origin_kind = models.CharField("origine", max_length=30)
    origin_label = models.CharField("origine, en mots", max_length=150)
    origin_url = models.CharField("page d’origine", max_length=200, blank=True)
    aire = models.ForeignKey(Aire, models.PROTECT, null=True, blank=True, verbose_name="aire de santé")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, verbose_name="commune")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="district")
    version = models.PositiveIntegerField("version", default=0)
    told_late_of = models.DateField("retard dit pour l’échéance du", null=True, blank=True)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("enregistré le", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    objects = FollowupQuerySet.as_manager()

    class Meta:
        verbose_name = "engagement suivi"
        verbose_name_plural = "engagements suivis"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(aire__isnull=False, commune=None, district=None)
                    | Q(aire=None, commune__isnull=False, district=None)
                    | Q(aire=None, commune=None, district__isnull=False)
                ),
                name="followup_one_place",
                violation_error_message="Un engagement se tient dans un seul lieu\u00a0: "
                "une aire, une commune ou un district.",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False) | ~Q(owner_words=""),
                name="followup_owned",
                violation_error_message="Un engagement a un responsable\u00a0: une personne ou une fonction.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="followup_says",
                violation_error_message="Écrivez ce qui est à faire.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("taken_on")),
                name="followup_dates",
                violation_error_message="L’échéance ne vient pas avant l’engagement.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, settled_on=None) | Q(state__in=SETTLED, settled_on__isnull=False),
                name="followup_settled",
                violation_error_message="Ce qui est fait ou annulé a son jour, le reste n’en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100),
                name="followup_progress",
                violation_error_message="L’avancement va de 0 à 100\u202f%.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"

    @property
    def number(self) -> str:
        """« S-2026-17 »: on paper as on screen."""
        return f"S-{self.taken_on.year}-{self.pk}"

    @property
    def place(self) -> Aire | Commune | District:
        """Where it stands."""
        found = self.aire or self.commune or self.district
        assert found is not None  # noqa: S101 - a constraint of the database, told to the reader of types
        return found

    @property
    def place_kind(self) -> PlaceKind:
        if self.aire_id:
            return PlaceKind.AIRE
        return PlaceKind.COMMUNE if self.commune_id else PlaceKind.DISTRICT

    @property
    def place_words(self) -> str:
        """« aire : Samakélé »."""
        kinds = {PlaceKind.AIRE: "aire", PlaceKind.COMMUNE: "commune", PlaceKind.DISTRICT: "district"}
        return f"{kinds[self.place_kind]}\u00a0: {self.place.name}"

    @property
    def owner_name(self) -> str:
        """The person when one is known, else the function."""
        return str(self.owner) if self.owner else self.owner_words

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def days_late(self, today: date) -> int:
        """Days past the due date, of what is still open; 0 on the last day itself."""
        return max(0, (today - self.due_on).days) if self.is_open else 0

    def where(self) -> Where:
        """Free when fetched through ``located()``."""
        return self.place.where()


class Mark(models.Model):
    """Somebody said, one day, what became of a line. Never changed, never deleted."""

    followup = models.ForeignKey(Followup, models.CASCADE, related_name="marks")
    before = models.CharField("avant", max_length=10, choices=State.choices)
    after = models.CharField("après", max_length=10, choices=State.choices)
    progress = models.PositiveSmallIntegerField("avancement (%)", null=True, blank=True)
    word = models.CharField("mot", max_length=200, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    role = models.CharField("fonction", max_length=30, choices=Role.choices, blank=True)
    at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "avancement noté"
        verbose_name_plural = "avancements notés"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(after=State.DROPPED) | Q(before=State.DROPPED) | ~Q(word=""),
                name="followup_drop_said",
                violation_error_message="Dites pourquoi l’engagement est annulé.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.followup_id} {self.before} → {self.after}"


class Postponement(models.Model):
    """A due date that moved, with its reason; how many there are is shown."""

    followup = models.ForeignKey(Followup, models.CASCADE, related_name="postponements")
    before = models.DateField("avant")
    after = models.DateField("après")
    reason = models.CharField("motif", max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    role = models.CharField("fonction", max_length=30, choices=Role.choices, blank=True)
    at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "report d’échéance"
        verbose_name_plural = "reports d’échéance"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(after=F("before")),
                name="postponement_said",
                violation_error_message="Une échéance change pour une raison.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.followup_id} {self.before} → {self.after}"
