"""Notices: one per fact and person; how each person wants them; what is to leave by e-mail."""

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from core.access import Where


class NoticeKind(models.TextChoices):
    """What a notice is about; the label is the word that stands before it."""

    ACT = "acte", "Circuit des rapports"
    DEATH = "deces", "Décès maternel"
    SHORTAGE = "rupture", "Rupture de médicament"
    LATE = "retard", "Rapport en retard"
    RED = "rouge", "Indicateur loin de la cible"
    TERM = "mandat", "Mandat d’un organe"
    WORK = "travail", "Documents et travaux"
    ACCOUNT = "compte", "Votre compte"


class Means(models.TextChoices):
    """How a person wants the notices of one kind."""

    SCREEN = "ecran", "sur cette page"
    MAIL = "mail", "sur cette page, et un e-mail"
    NONE = "rien", "pas du tout"


OWN: Final = (NoticeKind.ACT, NoticeKind.WORK, NoticeKind.ACCOUNT)  # one's own acts: never turned off


class Notice(models.Model):
    """Something a person should know, with the page where to act."""

    person = models.ForeignKey(Person, models.CASCADE, verbose_name="personne", related_name="notices")
    kind = models.CharField(
        "sujet", max_length=10, choices=NoticeKind.choices, default=NoticeKind.ACT, db_default=NoticeKind.ACT
    )
    fact = models.CharField("fait", max_length=120)  # « rapport:12:renvoyer:7 »: the same fact never twice
    text = models.CharField("texte", max_length=300)
    url = models.CharField("page", max_length=200, blank=True)
    created_at = models.DateTimeField("le", auto_now_add=True)
    read_at = models.DateTimeField("lu le", null=True, blank=True)

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "fact"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values),
                name="notice_kind_known",
                violation_error_message="Ce sujet d’avis n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def where(self) -> Where:
        """A notice stands nowhere: it is its person's."""
        return Where()


class NoticeChoice(models.Model):
    """How one person wants the notices of one kind; without a row, on the screen alone."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField("sujet", max_length=10, choices=NoticeKind.choices)
    means = models.CharField("comment", max_length=10, choices=Means.choices)

    class Meta:
        verbose_name = "choix d’avis"
        verbose_name_plural = "choix d’avis"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notice_choice_once"),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values, means__in=Means.values),
                name="notice_choice_known",
                violation_error_message="Ce choix n’existe pas.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=OWN) | ~Q(means=Means.NONE),
                name="notice_choice_own",
                violation_error_message="Les avis sur vos propres actes restent toujours à l’écran.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.means}"


class NoticeMail(models.Model):
    """The e-mail that says that a notice waits: written with it, sent by a worker, tried again."""

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="mail")
    due_at = models.DateTimeField("à envoyer à partir de", default=timezone.now)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    sent_at = models.DateTimeField("parti le", null=True, blank=True)
    dropped_at = models.DateTimeField("abandonné le", null=True, blank=True)

    class Meta:
        verbose_name = "e-mail d’avis"
        verbose_name_plural = "e-mails d’avis"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, dropped_at=None), name="notice_mail_waiting"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(dropped_at=None),
                name="notice_mail_one_end",
                violation_error_message="Un e-mail est parti, ou abandonné.",
            )
        ]

    def __str__(self) -> str:
        return f"e-mail de l’avis {self.notice_id}"
