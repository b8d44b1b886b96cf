"""The budget that an organ of the ASACO adopted for a year: what it means to receive, to spend."""

from typing import Any, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Person
from asaco.models.register import Asaco
from asaco.models.villages import BIGGEST, FIRST_YEAR, LAST_YEAR
from files.models import StoredFile

# The headings of a budget are the lines of the monthly report, so that both stand side by side.
RECEIPTS: Final = (
    ("REC_ACT", "acts_in", "Actes"),
    ("REC_MED", "drugs_in", "Médicaments"),
    ("REC_COT", "dues_in", "Cotisations, cartes"),
    ("REC_SUB", "grants_in", "Subventions"),
    ("REC_AUT", "other_in", "Autres recettes"),
)
EXPENSES: Final = (
    ("DEP_SAL", "salaries_out", "Salaires"),
    ("DEP_MED", "drugs_out", "Médicaments"),
    ("DEP_FON", "running_out", "Fonctionnement"),
    ("DEP_RE", "referral_out", "Référence-évacuation"),
    ("DEP_AUT", "other_out", "Autres dépenses"),
)
HEADINGS: Final = tuple(name for _, name, _ in (*RECEIPTS, *EXPENSES))


def amount(label: str) -> "models.PositiveBigIntegerField[int | None, int | None]":
    """FCFA; None: the budget does not say, which is not zero."""
    return models.PositiveBigIntegerField(label, null=True, blank=True)


class Budget(models.Model):
    """One a year. ``version`` rises by one each time it is saved."""

    asaco = models.ForeignKey(Asaco, models.PROTECT, verbose_name="ASACO", related_name="budgets")
    year = models.PositiveSmallIntegerField("année")
    adopted_on = models.DateField("adopté le")
    organ_words = models.CharField("adopté par", max_length=200)
    acts_in = amount("actes (recettes)")
    drugs_in = amount("médicaments (recettes)")
    dues_in = amount("cotisations, cartes")
    grants_in = amount("subventions")
    other_in = amount("autres recettes")
    salaries_out = amount("salaires")
    drugs_out = amount("médicaments (dépenses)")
    running_out = amount("fonctionnement")
    referral_out = amount("référence-évacuation")
    other_out = amount("autres dépenses")
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="copie du budget", related_name="+"
    )
    version = models.PositiveIntegerField("version", default=0)
    saved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    saved_at = models.DateTimeField("enregistré le", default=timezone.now, editable=False)
    fictitious = models.BooleanField("données fictives (démonstration)", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "budget"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["asaco", "year"],
                name="budget_once",
                violation_error_message="Cette ASACO a déjà un budget pour cette année.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="budget_year",
                violation_error_message="Cette année n’est pas possible.",
            ),
            models.CheckConstraint(
                condition=~Q(organ_words=""),
                name="budget_adopted",
                violation_error_message="Un budget dit quel organe l’a adopté.",
            ),
            models.CheckConstraint(
                condition=Q(*(Q(**{f"{name}__isnull": False}) for name in HEADINGS), _connector=Q.OR),
                name="budget_says",
                violation_error_message="Écrivez au moins un montant.",
            ),
            models.CheckConstraint(
                condition=Q(*(Q(**{name: None}) | Q(**{f"{name}__lte": BIGGEST}) for name in HEADINGS)),
                name="budget_amounts",
                violation_error_message="Ce montant est trop grand.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asaco}, budget {self.year}"

    def said(self) -> dict[str, Any]:
        """What was typed of it, its copy apart."""
        return {name: getattr(self, name) for name in ("adopted_on", "organ_words", *HEADINGS)}

    def planned(self, headings: "tuple[tuple[str, str, str], ...]") -> int | None:
        """Σ of what is said under these headings, in FCFA; None: nothing is."""
        known = [value for _, name, _ in headings if (value := getattr(self, name)) is not None]
        return sum(known) if known else None
