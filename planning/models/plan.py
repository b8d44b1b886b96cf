"""The plan of an aire for a year: its editions, its lines, how each line changed."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Person
from core.access import Action, PlaceSet, Scope, Where
from cscom.models import Aire, CommuneShare
from followup.models import Followup
from planning.enums import IN_FORCE, ONCE_APPROVED, UNDERWAY, WRITABLE, Group, PlanState, Source

FIRST_YEAR, LAST_YEAR = 2000, 2100
BIGGEST = 10**12  # FCFA, of one line: a mistyped figure is refused, no health area spends it
MONTHS = 2**12 - 1


class PlanQuerySet(models.QuerySet["Plan"]):
    def within(self, places: PlaceSet) -> Self:
        """Plans of the aires lying in ``places``."""
        return self if places.everywhere else self.filter(aire__in=Aire.objects.within(places).values("pk"))

    def visible_to(self, scope: Scope) -> Self:
        """Plans of one's places; of the places where only what is approved is read, the approved ones."""
        whole, approved = scope.reach(Action.PLAN_SEE), scope.reach(Action.PLAN_APPROVED_SEE)
        if whole.everywhere:
            return self
        seen = Q(aire__in=Aire.objects.within(whole).values("pk"))
        if not whole.covers(approved):
            seen |= Q(aire__in=Aire.objects.within(approved).values("pk"), state__in=ONCE_APPROVED)
        return self.filter(seen)

    def located(self) -> Self:
        """With all that ``where()`` reads, in two queries."""
        shares = models.Prefetch(
            "aire__shares", CommuneShare.objects.filter(ends_on=None), to_attr="current_shares"
        )
        return self.select_related("aire__host_commune__cercle__region", "aire__district").prefetch_related(
            shares
        )


class Plan(models.Model):
    """The operational plan (PO) of an aire for a year. ``edition``: 1, then one more at each amendment.

    ``version`` rises by one at each act, and at each line saved. Of a returned plan, ``redo_from`` is the
    first act that must be done again.
    """

    aire = models.ForeignKey(Aire, models.PROTECT, verbose_name="aire de santé", related_name="plans")
    year = models.PositiveSmallIntegerField("année")
    edition = models.PositiveSmallIntegerField("édition", default=1)
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, verbose_name="amende", related_name="amended_by"
    )
    amending_reason = models.CharField("motif de l’amendement", max_length=300, blank=True)
    state = models.CharField("état", max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    version = models.PositiveIntegerField("version", default=0)
    redo_from = models.CharField("à refaire depuis", max_length=12, blank=True)
    moved_at = models.DateTimeField("dans cet état depuis", default=timezone.now)
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)
    closing_words = models.TextField("bilan", blank=True)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("commencé le", default=timezone.now, editable=False)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan opérationnel"
        verbose_name_plural = "plans opérationnels"
        ordering = ["-year", "aire", "-edition"]
        indexes = [models.Index(fields=["state", "moved_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["aire", "year", "edition"],
                name="plan_once",
                violation_error_message="Cette aire a déjà un plan de cette édition pour l’année.",
            ),
            models.UniqueConstraint(
                fields=["aire", "year"],
                condition=Q(state__in=UNDERWAY),
                name="plan_one_underway",
                violation_error_message="Un plan de cette aire pour cette année est déjà en chemin.",
            ),
            models.UniqueConstraint(
                fields=["aire", "year"],
                condition=Q(state__in=IN_FORCE),
                name="plan_one_in_force",
                violation_error_message="Un plan approuvé de cette aire est déjà en vigueur cette année.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="plan_year",
                violation_error_message="Écrivez une année de 2000 à 2100.",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, amends=None) | Q(edition__gt=1, amends__isnull=False),
                name="plan_edition",
                violation_error_message="Une édition nouvelle amende celle qui la précède.",
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.RETURNED) ^ Q(redo_from=""),
                name="plan_redo",
                violation_error_message="Un plan renvoyé dit quel acte est à refaire.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """« PO-2027-WHO-MLI-0502 », « PO-2027-WHO-MLI-0502-v2 » once amended: on paper as on screen."""
        return f"PO-{self.year}-{self.aire.code}" + (f"-v{self.edition}" if self.edition > 1 else "")

    @property
    def writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def in_force(self) -> bool:
        return self.state in IN_FORCE

    @property
    def followed(self) -> bool:
        """Is there an execution to read?"""
        return self.state in (PlanState.RUNNING, PlanState.CLOSED, PlanState.REPLACED)

    def where(self) -> Where:
        """Free when fetched through ``located()``."""
        return self.aire.where()


def amount(label: str) -> "models.PositiveBigIntegerField[int, int]":
    """A sum of money in whole FCFA, 0 by default."""
    return models.PositiveBigIntegerField(label, default=0, db_default=0)


class Activity(models.Model):
    """One line of a plan. Objective, result repeat from line to line; ``key`` follows it through editions."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="activities")
    key = models.UUIDField("clé")
    rank = models.PositiveSmallIntegerField("rang")
    version = models.PositiveIntegerField("version", default=0)
    objective = models.CharField("objectif spécifique", max_length=200)
    result = models.CharField("résultat attendu", max_length=200, blank=True)
    text = models.CharField("activité", max_length=300)
    tasks = models.TextField("tâches", max_length=1000, blank=True)
    indicator = models.CharField("indicateur", max_length=10, blank=True)  # a code of the catalogue
    indicator_words = models.CharField("autre indicateur", max_length=120, blank=True)
    baseline = models.DecimalField("base", max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField("cible", max_digits=12, decimal_places=2, null=True, blank=True)
    months = models.PositiveSmallIntegerField("mois", default=0)  # bit 0: January … bit 11: December
    responsible = models.CharField("responsable", max_length=120, blank=True)
    support = models.CharField("appui", max_length=120, blank=True)
    place = models.CharField("lieu", max_length=120, blank=True)
    component = models.CharField("composante PRODESS", max_length=10, blank=True)
    groups = models.JSONField("groupes touchés", default=list, blank=True)
    unit = models.CharField("unité", max_length=40, blank=True)
    quantity = models.PositiveIntegerField("quantité", default=1)
    unit_cost = models.PositiveBigIntegerField("coût unitaire (FCFA)", default=0)
    cost = models.PositiveBigIntegerField("coût (FCFA)", default=0)
    by_state = amount("État")
    by_commune = amount("commune")
    by_cercle = amount("cercle")
    by_region = amount("région")
    by_asaco = amount("ASACO")
    by_people = amount("communauté")
    by_anict = amount("ANICT")
    by_partner = amount("PTF")
    sought = amount("à rechercher")
    partner = models.CharField("nom du PTF", max_length=80, blank=True)
    origin = models.ForeignKey(
        Followup, models.PROTECT, null=True, blank=True, verbose_name="vient du suivi", related_name="+"
    )
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="reprise de", related_name="+"
    )

    class Meta:
        verbose_name = "activité"
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="activity_once"),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(objective=""),
                name="activity_says",
                violation_error_message="Une activité a un objectif et un texte.",
            ),
            models.CheckConstraint(
                condition=Q(cost=F("quantity") * F("unit_cost")),
                name="activity_cost",
                violation_error_message="Le coût est la quantité multipliée par le coût unitaire.",
            ),
            models.CheckConstraint(
                condition=Q(cost=sum((F(source.value) for source in Source), start=models.Value(0))),
                name="activity_sources",
                violation_error_message="La somme des sources est le coût de l’activité.",
            ),
            models.CheckConstraint(
                condition=Q(cost__lte=BIGGEST, quantity__gte=1, quantity__lte=10**6),
                name="activity_bounds",
                violation_error_message="Ce coût dépasse ce qu’une ligne de plan peut porter.",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=0, months__lte=MONTHS),
                name="activity_months",
                violation_error_message="Une année a douze mois.",
            ),
            models.CheckConstraint(
                condition=Q(by_partner=0) | ~Q(partner=""),
                name="activity_partner",
                violation_error_message="Nommez le partenaire qui paie.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def group_words(self) -> list[str]:
        return [Group(code).label for code in self.groups if code in Group.values]


class LineDiff(models.Model):
    """One line saved: who, when, the fields before → after; ``before`` None: new, ``after`` None: removed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="diffs")
    key = models.UUIDField("clé")
    version = models.PositiveIntegerField("version du plan après")
    before = models.JSONField("avant", null=True)
    after = models.JSONField("après", null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    mandate_id = models.BigIntegerField("mandat", null=True)
    at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "modification d’une ligne"
        verbose_name_plural = "modifications des lignes"
        ordering = ["version", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="line_diff_says"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.version}"


class Look(models.Model):
    """Up to which version one person has read a plan; what changed since is shown to them first."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField("version lue")
    at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "lecture d’un plan"
        verbose_name_plural = "lectures des plans"
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="look_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.version}"
