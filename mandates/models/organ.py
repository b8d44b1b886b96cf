"""An organ at its place, its seats: they open and close, nothing is deleted."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from communes.models import Cercle, Commune, District, Place, Region, Village
from core.access import Action, PlaceKind, PlaceSet, Role, Scope, Where
from cscom.models import Aire, CommuneShare
from mandates.models.kinds import Frame, Group, Keeper, OrganKind
from mandates.models.mandate import PLACES, standing_in


def one_place(place: str) -> Q:
    """The organ stands at this kind of place, and at no other; "": it is the country's."""
    return Q(**{f"{one}__isnull": one != place for one in PLACES})


class OrganQuerySet(models.QuerySet["Organ"]):
    def within(self, places: PlaceSet) -> Self:
        """Organs standing in ``places``."""
        return self.filter(standing_in(places))

    def visible_to(self, scope: Scope) -> Self:
        """Organs of this reader's places, and those where they sit today, wherever these stand."""
        today = timezone.localdate()
        sits = Q(seats__holds__ends_on=None) | Q(seats__holds__ends_on__gt=today)
        mine = Organ.objects.filter(
            sits, seats__holds__person=scope.person_id or 0, seats__holds__starts_on__lte=today
        )
        return self.filter(standing_in(scope.reach(Action.ORGAN_SEE)) | Q(pk__in=mine.values("pk")))

    def open_on(self, day: date | None = None) -> Self:
        """Organs that stood on ``day`` (today)."""
        day = day or timezone.localdate()
        return self.filter(opened_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def at(self, kind: PlaceKind, place_id: int | None) -> Self:
        """Organs of one place itself."""
        return self.filter(one_place("")) if kind == PlaceKind.PAYS else self.filter(**{kind.value: place_id})

    def located(self) -> Self:
        """With the kind, the place, all that ``where()`` reads: two queries."""
        shares = models.Prefetch(
            "aire__shares", CommuneShare.objects.filter(ends_on=None), to_attr="current_shares"
        )
        return self.select_related(
            "kind", "region", "cercle", "district", "commune__cercle", "aire__host_commune__cercle"
        ).prefetch_related(shares)


class Organ(Frame):
    """An organ: its place, its own statutory values, from a day to a day."""

    kind = models.ForeignKey(OrganKind, models.PROTECT, verbose_name="type d’organe", related_name="organs")
    name = models.CharField("nom", max_length=150)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="région")
    cercle = models.ForeignKey(Cercle, models.PROTECT, null=True, blank=True, verbose_name="cercle")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, verbose_name="district")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, verbose_name="commune")
    aire = models.ForeignKey(Aire, models.PROTECT, null=True, blank=True, verbose_name="aire de santé")
    opened_on = models.DateField("en place depuis le")
    closed_on = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    transitional = models.BooleanField("transitoire", default=False)
    reference = models.CharField("acte qui l’installe (n°, date)", max_length=120, blank=True)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    objects = OrganQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "organe"
        ordering = ["kind__rank", "name", "pk"]
        constraints = [
            *Frame.Meta.constraints,
            models.CheckConstraint(
                condition=one_place("") | Q(*(one_place(place) for place in PLACES), _connector=Q.OR),
                name="organ_one_place",
                violation_error_message="Un organe se tient dans un seul lieu.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="organ_dates",
                violation_error_message="La fin de l’organe doit suivre son début.",
            ),
            models.CheckConstraint(
                condition=Q(transitional=False) | Q(closed_on__isnull=False),
                name="organ_transitional",
                violation_error_message="Un organe transitoire a une date de fin.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[place, "kind", "name"],
                    condition=Q(closed_on=None) & Q(**{f"{place}__isnull": False}),
                    name=f"organ_{place}_once",
                    violation_error_message="Ce lieu a déjà un organe de ce type et de ce nom.",
                )
                for place in PLACES
            ),
            models.UniqueConstraint(
                fields=["kind", "name"],
                condition=Q(closed_on=None) & one_place(""),
                name="organ_country_once",
                violation_error_message="Le pays a déjà un organe de ce type et de ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.place_name}"

    def get_absolute_url(self) -> str:
        return reverse("organ_show", args=[self.pk])

    @property
    def place_kind(self) -> PlaceKind:
        held = next((place for place in PLACES if getattr(self, f"{place}_id") is not None), None)
        return PlaceKind(held) if held else PlaceKind.PAYS

    @property
    def place(self) -> Place | None:
        kind = self.place_kind
        return None if kind == PlaceKind.PAYS else getattr(self, kind.value)

    @property
    def place_name(self) -> str:
        return self.place.name if self.place else "Mali"

    @property
    def last_day(self) -> date | None:
        """The last day on which it stands."""
        return self.closed_on and date.fromordinal(self.closed_on.toordinal() - 1)

    def stands_on(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or self.closed_on > day)

    def where(self) -> Where:
        """Who reads it. Free when fetched through ``located()``; the country's stands nowhere."""
        place: Region | Cercle | District | Commune | Aire | None
        place = self.region or self.cercle or self.district or self.commune or self.aire
        return place.where() if place else Where()

    def kept_where(self) -> Where:
        """Who keeps it: its own place alone. An aire's organ is not its commune's, nor its district's."""
        if self.kind.keeper == Keeper.ADMINISTRATION:
            return Where()
        communes: frozenset[int] = frozenset() if self.commune_id is None else frozenset({self.commune_id})
        if self.kind.keeper == Keeper.SHARED and self.aire:
            communes |= {self.aire.host_commune_id}
        return Where(
            region=self.region_id,
            cercle=self.cercle_id,
            district=self.district_id,
            aires=frozenset() if self.aire_id is None else frozenset({self.aire_id}),
            communes=communes,
            hosts=communes,
        )


class Seat(models.Model):
    """A seat of an organ: its function, for whom it speaks, from a day to a day."""

    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name="organe", related_name="seats")
    rank = models.PositiveSmallIntegerField("ordre")
    function = models.CharField("fonction", max_length=100)
    group = models.CharField("représente", max_length=20, choices=Group.choices)
    chair = models.BooleanField("préside", default=False)
    statutory = models.BooleanField("prévu par les textes", default=True)
    role = models.CharField(
        "de droit, avec la fonction",
        max_length=30,
        blank=True,
        choices=[c for c in Role.choices if c[0] != Role.ANONYME],
    )
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, verbose_name="village", related_name="+"
    )
    opened_on = models.DateField("ouvert depuis le")
    closed_on = models.DateField("fermé le", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "siège"
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")),
                name="seat_dates",
                violation_error_message="La fermeture du siège doit suivre son ouverture.",
            ),
            models.CheckConstraint(
                condition=Q(group__in=Group.values) & ~Q(function=""),
                name="seat_says",
                violation_error_message="Un siège a une fonction, et dit qui il représente.",
            ),
            models.UniqueConstraint(
                fields=["organ"],
                condition=Q(chair=True, closed_on=None),
                name="seat_one_chair",
                violation_error_message="Cet organe a déjà un siège qui le préside.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """« délégué de village, Touba »."""
        return f"{self.function}, {self.village.name}" if self.village else self.function
