"""Issued documents: numbered, dated, with the sha256 of the file and the moment the data was read."""

from dataclasses import replace

from django.db import models
from django.db.models import Q

from accounts.models import Person
from communes.models import Commune
from core.access import Action, PlaceSet, Scope, Where
from core.months import Month, Quarter
from cscom.models import Aire, CommuneShare
from files.models import StoredFile
from monitoring.spans import months_words
from planning.models import Plan

CODE_LENGTH = 12  # signs of the code that a paper bears


def communes_read_in(places: PlaceSet) -> Q:
    """Communes whose documents are read in ``places``: theirs, those an aire of theirs touches (it signs)."""
    if places.everywhere:
        return Q()
    touched = CommuneShare.objects.filter(ends_on=None, aire__in=places.aires).values("commune")
    return Q(pk__in=Commune.objects.within(places).values("pk")) | Q(pk__in=touched)


SAME = ("commune", "kind", "plan", "quarter", "first_month", "last_month")  # what editions share


class DocumentQuerySet(models.QuerySet["Document"]):
    def within(self, places: PlaceSet) -> "DocumentQuerySet":
        """Documents read in ``places``."""
        if places.everywhere:
            return self
        return self.filter(commune__in=Commune.objects.filter(communes_read_in(places)).values("pk"))

    def visible_to(self, scope: Scope) -> "DocumentQuerySet":
        """Documents of one's places; a plan's, by who reads that plan in the state it was printed in."""
        read = Q(plan=None)
        for action in (Action.PLAN_SEE, Action.PLAN_APPROVED_SEE):
            aires = Aire.objects.within(scope.reach(action)).values("pk")
            read |= Q(file__action=action.value, plan__aire__in=aires)
        return self.within(scope.reach(Action.DOCUMENT_SEE)).filter(read)

    def with_newer(self) -> "DocumentQuerySet":
        """Each carries ``replaced``: a later edition of the same paper exists."""
        same = {name: models.OuterRef(name) for name in SAME if name != "plan"}
        later = Document.objects.filter(**same, edition__gt=models.OuterRef("edition"))
        return self.annotate(
            replaced=models.Exists(later.filter(Q(plan=models.OuterRef("plan")) | Q(plan=None)))
        )


class DocumentKind(models.TextChoices):
    """What a paper is."""

    QUARTERLY = "rapport_trimestriel", "Rapport trimestriel"
    ESSENTIAL = "fiche_siec_s", "Fiche essentielle"
    DOSSIER = "dossier", "Dossier de réunion"
    PLAN = "plan", "Plan opérationnel"


class Document(models.Model):
    """A paper that left the system. A quarterly report has a quarter, another paper its months."""

    number = models.CharField("numéro", max_length=60, unique=True)  # « RTP-2026-T3-ML020201-1 »
    title = models.CharField("titre", max_length=200)
    kind = models.CharField(
        "nature",
        max_length=20,
        choices=DocumentKind.choices,
        default=DocumentKind.QUARTERLY,
        db_default=DocumentKind.QUARTERLY,
    )
    commune = models.ForeignKey(Commune, models.PROTECT, verbose_name="commune", related_name="documents")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, verbose_name="plan", related_name="documents"
    )
    quarter = models.CharField("trimestre", max_length=7, blank=True)  # « 2026-T3 »
    first_month = models.CharField("premier mois", max_length=7, blank=True, db_default="")  # « 2026-01 »
    last_month = models.CharField("dernier mois", max_length=7, blank=True, db_default="")
    edition = models.PositiveSmallIntegerField("édition", default=1)
    file = models.OneToOneField(StoredFile, models.PROTECT, verbose_name="fichier")
    sha256 = models.CharField("empreinte", max_length=64)
    # What the paper prints of itself; a paper of before codes has none of the three.
    code = models.CharField(
        "code de vérification", max_length=CODE_LENGTH, unique=True, null=True, blank=True
    )
    fingerprint = models.CharField(
        "empreinte de ce qui est imprimé", max_length=64, blank=True, db_default=""
    )
    reissue_reason = models.CharField("motif du remplacement", max_length=300, blank=True, db_default="")
    data_cutoff_at = models.DateTimeField("données arrêtées au")
    issued_at = models.DateTimeField("établi le", auto_now_add=True)
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, verbose_name="demandé par", related_name="+"
    )
    job_id = models.UUIDField("travail", null=True, blank=True)
    fictitious = models.BooleanField("données fictives", default=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "kind", "quarter", "first_month", "last_month", "edition"],
                condition=Q(plan=None),
                name="document_edition",
                violation_error_message="Cette édition existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["plan", "edition"],
                condition=Q(plan__isnull=False),
                name="document_plan_edition",
                violation_error_message="Cette édition existe déjà.",
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.PLAN) ^ Q(plan=None),
                name="document_plan",
                violation_error_message="Un plan imprimé dit de quel plan il s’agit.",
            ),
            models.CheckConstraint(
                condition=Q(code=None)
                | Q(edition=1, reissue_reason="")
                | Q(edition__gt=1) & ~Q(reissue_reason=""),
                name="document_reissue",
                violation_error_message="Un document qui en remplace un autre dit pourquoi.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=DocumentKind.QUARTERLY, first_month="", last_month="") & ~Q(quarter="")
                    | Q(
                        kind__in=[DocumentKind.ESSENTIAL, DocumentKind.DOSSIER, DocumentKind.PLAN], quarter=""
                    )
                    & ~Q(first_month="")
                    & ~Q(last_month="")
                ),
                name="document_period",
                violation_error_message="Un rapport trimestriel a un trimestre, un autre document ses mois.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def months(self) -> list[Month]:
        """The months it speaks of."""
        if self.quarter:
            return Quarter.parse(self.quarter).months
        return Month.parse(self.first_month).until(Month.parse(self.last_month))

    def editions(self) -> DocumentQuerySet:
        """This paper and the others of the same kind, commune and months."""
        return Document.objects.filter(**{name: getattr(self, name) for name in SAME})

    @property
    def period_words(self) -> str:
        """« 3e trimestre 2026 », « de janvier à septembre 2026 »."""
        return Quarter.parse(self.quarter).words if self.quarter else months_words(self.months)

    def where(self) -> Where:
        """The commune, and the aires touching it: their people sign and read what was issued."""
        if self.plan_id is not None and self.plan is not None:
            return replace(self.commune.where(), aires=frozenset({self.plan.aire_id}))
        aires = CommuneShare.objects.filter(ends_on=None, commune=self.commune_id).values_list(
            "aire", flat=True
        )
        return replace(self.commune.where(), aires=frozenset(aires))
