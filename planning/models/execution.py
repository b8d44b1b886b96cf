"""What became of a planned activity, quarter by quarter."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from files.models import StoredFile
from planning.models.plan import BIGGEST, Activity, amount


class Execution(models.Model):
    """One activity × one quarter of its year. ``physical``: percent done, from January to that quarter.

    ``engaged`` is of the quarter; so are the columns paid, one a payer, named as the plan's.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="executions")
    quarter = models.PositiveSmallIntegerField("trimestre")
    version = models.PositiveIntegerField("version", default=0)
    physical = models.PositiveSmallIntegerField("réalisé (%)", null=True, blank=True)
    engaged = models.PositiveBigIntegerField("engagé (FCFA)", default=0, db_default=0)
    by_state = amount("payé par l’État")
    by_commune = amount("payé par la commune")
    by_cercle = amount("payé par le cercle")
    by_region = amount("payé par la région")
    by_asaco = amount("payé par l’ASACO")
    by_people = amount("payé par la communauté")
    by_anict = amount("payé par l’ANICT")
    by_partner = amount("payé par le PTF")
    gap = models.CharField("cause de l’écart", max_length=200, blank=True)
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="pièce", related_name="+"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    mandate_id = models.BigIntegerField("mandat", null=True)
    updated_at = models.DateTimeField("dit le", default=timezone.now)

    class Meta:
        verbose_name = "exécution"
        ordering = ["activity", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "quarter"], name="execution_once"),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4),
                name="execution_quarter",
                violation_error_message="Une année a quatre trimestres.",
            ),
            models.CheckConstraint(
                condition=Q(physical=None) | Q(physical__lte=100),
                name="execution_physical",
                violation_error_message="La réalisation va de 0 à 100\u202f%.",
            ),
            models.CheckConstraint(
                condition=Q(engaged__lte=BIGGEST),
                name="execution_bounds",
                violation_error_message="Ce montant dépasse ce qu’une ligne de plan peut porter.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} T{self.quarter}"
