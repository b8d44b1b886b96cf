"""An interest that somebody declares in a decision of a meeting, in their own words."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from concertation.enums import Openness, Part
from concertation.models.agenda import Decision
from concertation.models.meeting import Meeting, organs_inside
from core.access import Scope


class InterestQuerySet(models.QuerySet["Interest"]):
    def visible_to(self, scope: Scope) -> Self:
        """Those of the decisions that this reader reads: an internal item is its members' alone."""
        shown = Q(decision__item__openness=Openness.COMMON) | Q(
            decision__meeting__organ__in=organs_inside(scope).values("pk")
        )
        return self.filter(shown, decision__meeting__in=Meeting.objects.visible_to(scope).values("pk"))


class Interest(models.Model):
    """Declared in one decision. Its meeting is the decision's; name and function are those of that day."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="interests")
    person = models.ForeignKey(Person, models.PROTECT, verbose_name="déclaré par", related_name="+")
    name = models.CharField("nom", max_length=150)
    function = models.CharField("fonction", max_length=200, blank=True)
    text = models.CharField("intérêt déclaré", max_length=300)
    part = models.CharField("vote", max_length=7, choices=Part.choices)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = "intérêt déclaré"
        verbose_name_plural = "intérêts déclarés"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "person"],
                name="interest_once",
                violation_error_message="Cette personne a déjà déclaré un intérêt dans cette décision.",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(name=""),
                name="interest_says",
                violation_error_message="Un intérêt déclaré dit de qui il est, et lequel.",
            ),
            models.CheckConstraint(
                condition=Q(part__in=Part.values),
                name="interest_part",
                violation_error_message="Dites si cette personne a pris part au vote.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}\u00a0: {self.text}"

    @property
    def who(self) -> str:
        """« Sitan Konaré, trésorière »."""
        return ", ".join(word for word in (self.name, self.function) if word)
