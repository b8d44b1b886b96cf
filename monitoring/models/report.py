"""The monthly report of an aire: one document, its stamps, its differences, its comments."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from core.access import PlaceSet, Where
from cscom.models import Aire
from monitoring.enums import ReportState
from monitoring.models.catalogue import Section
from monitoring.models.period import Period


class ReportQuerySet(models.QuerySet["MonthlyReport"]):
    def within(self, places: PlaceSet) -> "ReportQuerySet":
        """Reports of the aires lying in ``places``."""
        return self if places.everywhere else self.filter(aire__in=Aire.objects.within(places).values("pk"))

    def located(self) -> "ReportQuerySet":
        """With aire and period, ready for ``where()``."""
        return self.select_related("aire__host_commune__cercle", "aire__district", "period")


class MonthlyReport(models.Model):
    """One report = aire × period. ``values``: cell key → number or "NA"; an absent cell is « vide ».

    ``version`` rises by one at each save and each act. Only « complet » and « validé » enter the totals.
    """

    aire = models.ForeignKey(Aire, models.PROTECT, verbose_name="aire de santé", related_name="reports")
    period = models.ForeignKey(Period, models.PROTECT, verbose_name="mois", related_name="reports")
    values = models.JSONField("valeurs", default=dict, blank=True)
    state = models.CharField("état", max_length=12, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField("version", default=0)
    first_declared_at = models.DateTimeField("première déclaration", null=True, blank=True)
    declared_at = models.DateTimeField("déclaré complet le", null=True, blank=True)
    declared_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="déclaré par", related_name="+"
    )
    validated_at = models.DateTimeField("validé le", null=True, blank=True)
    reopened_sections = models.JSONField("sections rouvertes", default=list, blank=True)  # empty: all
    reopened_until = models.DateField("rouvert jusqu’au", null=True, blank=True)
    updated_at = models.DateTimeField("dernière saisie", auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport mensuel"
        verbose_name_plural = "rapports mensuels"
        indexes = [models.Index(fields=["period", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["aire", "period"], name="report_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.COMPLETE, ReportState.VALIDATED])
                | Q(declared_at__isnull=False),
                name="report_declared",
                violation_error_message="Un rapport complet porte la date de sa déclaration.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.VALIDATED) | Q(validated_at__isnull=False),
                name="report_validated",
                violation_error_message="Un rapport validé porte la date de sa validation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aire_id} {self.period_id}"

    def get_absolute_url(self) -> str:
        return reverse("report_show", args=[self.aire.code, self.period.code])

    def where(self) -> Where:
        return self.aire.where()


def declare_by(report: MonthlyReport | None, period: Period) -> date:
    """The last day to declare: the deposit's, or, once sent back, the correction's (of the reopening)."""
    if report is None or report.state != ReportState.RETURNED:
        return period.due_on
    return report.reopened_until or period.validation_due_on


class Stamp(models.Model):
    """A visa (clinical section) or a signature (management); erased when a cell of the section changes."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="stamps")
    section = models.ForeignKey(Section, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mandate_id = models.BigIntegerField("mandat")
    stamped_at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "visa ou signature"
        verbose_name_plural = "visas et signatures"
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="stamp_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section_id}"


class ReportDiff(models.Model):
    """One save: who, when, under which mandate, cells before → after (null = « vide »)."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="diffs")
    operation = models.UUIDField("opération", default=uuid.uuid4, unique=True)
    version = models.PositiveIntegerField("version après")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    mandate_id = models.BigIntegerField("mandat", null=True)
    origin = models.CharField("origine", max_length=60, default="formulaire")
    before = models.JSONField("avant", default=dict)
    after = models.JSONField("après", default=dict)
    erased = models.JSONField("visas effacés", null=True, blank=True)  # [[section, who had stamped it], …]
    saved_at = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "modification"
        ordering = ["saved_at", "id"]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.version}"


class RuleComment(models.Model):
    """Why an unusual figure is right: one text per report and rule."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="comments")
    rule_code = models.CharField("règle", max_length=60)  # « V05 », « V22:CC_HA »
    text = models.TextField("commentaire")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField("le", auto_now=True)

    class Meta:
        verbose_name = "commentaire"
        constraints = [models.UniqueConstraint(fields=["report", "rule_code"], name="comment_once")]

    def __str__(self) -> str:
        return self.rule_code
