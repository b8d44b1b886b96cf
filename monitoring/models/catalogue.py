"""The catalogue as data: sections, elements, modalities, rules, indicators (loaded, edited by the DRS)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from monitoring.enums import (
    LEAST_ASKED,
    MOST_ASKED,
    Direction,
    Each,
    Owner,
    Runs,
    SectionKind,
    Severity,
    ValueType,
)


class Dated(models.Model):
    """A line of the catalogue and the days on which it holds."""

    valid_from = models.DateField("valable à partir du")
    valid_to = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    confirmed = models.BooleanField("confirmé", default=False)  # otherwise shown « à confirmer »

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_dates",
                violation_error_message="La fin de validité doit suivre le début.",
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Is the line in force on ``day``?"""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Section(models.Model):
    """A section of the form."""

    code = models.SlugField("code", max_length=30, unique=True)  # « paludisme », in the URL
    order = models.PositiveSmallIntegerField("ordre")
    name = models.CharField("nom", max_length=100)
    kind = models.CharField("nature", max_length=10, choices=SectionKind.choices)

    class Meta:
        verbose_name = "section"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Modality(models.Model):
    """One value of an axis of disaggregation (« ag3 »: moins de 1 an, 1 à 4 ans, 5 ans et plus)."""

    axis = models.CharField("axe", max_length=10)
    code = models.CharField("code", max_length=10)
    label = models.CharField("libellé", max_length=60)
    order = models.PositiveSmallIntegerField("ordre")

    class Meta:
        verbose_name = "modalité"
        ordering = ["axis", "order"]
        constraints = [models.UniqueConstraint(fields=["axis", "code"], name="modality_once")]

    def __str__(self) -> str:
        return f"{self.axis}: {self.label}"


class Element(Dated):
    """A data element: one code, cells by its axes (cell key: ``CODE`` or ``CODE.modality[.modality]``)."""

    code = models.CharField("code", max_length=20)
    section = models.ForeignKey(Section, models.PROTECT, verbose_name="section", related_name="elements")
    order = models.PositiveSmallIntegerField("ordre")
    label = models.CharField("libellé", max_length=160)
    type = models.CharField("type", max_length=1, choices=ValueType.choices)
    axes = models.JSONField("axes de désagrégation", default=list, blank=True)  # ["ag3", "sx"]
    owner = models.CharField("propriétaire", max_length=1, choices=Owner.choices)
    optional = models.BooleanField("facultatif", default=False)
    small = models.PositiveSmallIntegerField(
        "petit nombre, non montré aux partenaires en dessous de",
        default=5,
        db_default=5,
        help_text="0\u00a0: ne compte ni personne ni évènement de santé (argent, stock, jours, réunions).",
    )
    definition = models.TextField("définition", blank=True)
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "élément de données"
        verbose_name_plural = "éléments de données"
        ordering = ["section__order", "order"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="element_version"),
            models.CheckConstraint(
                condition=Q(small=0) | Q(small__gte=LEAST_ASKED, small__lte=MOST_ASKED),
                name="element_small",
                violation_error_message="Le seuil d’un petit nombre est 0, ou de 2 à 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"


class Rule(Dated):
    """A validation rule: a comparison that must be true, of one report or of each thing of one kind in it.

    The message may quote {left}, {right}; of a repeated rule {sujet}, {x}, and what its formula asks of the
    past by name, {moyenne}.
    """

    code = models.CharField("code", max_length=10)
    expression = models.CharField("règle", max_length=300)
    severity = models.CharField("gravité", max_length=12, choices=Severity.choices)
    message = models.CharField("message", max_length=300)
    runs = models.CharField(
        "où", max_length=10, choices=Runs.choices, default=Runs.DEVICE, db_default=Runs.DEVICE
    )
    each = models.CharField(
        "répétée sur", max_length=10, choices=Each.choices, default=Each.ONCE, db_default="", blank=True
    )
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "règle de contrôle"
        verbose_name_plural = "règles de contrôle"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Indicator(Dated):
    """An indicator: Σ numerator / Σ denominator × multiplier; formulas over elements and target groups."""

    code = models.CharField("code", max_length=10)
    order = models.PositiveSmallIntegerField("ordre")
    label = models.CharField("libellé", max_length=120)
    short = models.CharField("libellé court", max_length=60)
    numerator = models.CharField("numérateur", max_length=400)
    denominator = models.CharField("dénominateur", max_length=400, blank=True)  # empty: a count
    multiplier = models.PositiveIntegerField("multiplicateur", default=100)
    unit = models.CharField("unité", max_length=20, blank=True)  # « % », « ‰ », « FCFA »
    decimals = models.PositiveSmallIntegerField("décimales", default=0)
    direction = models.CharField("sens", max_length=10, choices=Direction.choices)
    target = models.DecimalField("cible", max_digits=10, decimal_places=2, null=True, blank=True)
    target_high = models.DecimalField(
        "cible, borne haute", max_digits=10, decimal_places=2, null=True, blank=True
    )
    near_percent = models.PositiveSmallIntegerField(
        "proche à partir de (% de la cible)", default=80, db_default=80
    )
    readers = models.CharField(
        "lecteurs", max_length=10, blank=True, default="", db_default=""
    )  # letters of ``Readers``
    is_coverage = models.BooleanField(
        "couverture d’une population cible", default=False
    )  # > 100 %: « population ? »
    on_mayor_page = models.BooleanField("parmi les dix chiffres de la commune", default=False)
    definition = models.TextField("définition en français courant")
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "indicateur"
        ordering = ["order"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["code", "valid_from"], name="indicator_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
