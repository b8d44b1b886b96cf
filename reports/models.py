"""Issued documents: numbered, dated, with the sha256 of the file and the moment the data was read."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Person
from communes.models import Commune, District, Region
from concertation.models import Meeting, commune_of
from conventions.models import Cam
from core.access import Action, PlaceSet, Scope, Where
from core.formats import de
from core.months import Month, Quarter
from cscom.models import Aire, CommuneShare
from files.models import StoredFile
from mandates.models.mandate import PLACES
from monitoring.spans import months_words
from planning.models import Plan
from reports import voices  # noqa: F401 - tables of this app

CODE_LENGTH = 12  # signs of the code that a paper bears


def communes_read_in(places: PlaceSet) -> Q:
    """Communes whose documents are read in ``places``: theirs, those an aire of theirs touches (it signs)."""
    if places.everywhere:
        return Q()
    touched = CommuneShare.objects.filter(ends_on=None, aire__in=places.aires).values("commune")
    return Q(pk__in=Commune.objects.within(places).values("pk")) | Q(pk__in=touched)


# What editions share. Of a meeting: whatever the months its figures speak of.
SAME = ("commune", "kind", "plan", "quarter", "first_month", "last_month")
SAME_OF_MEETING = ("meeting", "piece")
SAME_OF_CAM = ("cam", "kind", "first_month")
SAME_OF_WIDE = {"district": ("district", "quarter"), "region": ("region", "quarter")}


def wide_read_in(places: PlaceSet) -> Q:
    """Papers of a district or of a région, read in ``places``: by those of that very place, and above it."""
    return (
        Q(region__in=places.regions)
        | Q(district__in=places.districts)
        | Q(district__region__in=places.regions)
    )


class DocumentQuerySet(models.QuerySet["Document"]):
    def within(self, places: PlaceSet) -> "DocumentQuerySet":
        """Documents read in ``places``."""
        if places.everywhere:
            return self
        communes = Commune.objects.filter(communes_read_in(places)).values("pk")
        return self.filter(Q(commune__in=communes) | wide_read_in(places))

    def visible_to(self, scope: Scope) -> "DocumentQuerySet":
        """Documents of one's places; a plan's, by who reads that plan in the state it was printed in.

        A convention's likewise. A meeting's, by who reads that meeting, among those who read documents: no
        right on a commune opens it, it belongs to none. Who reads it without them finds it on its own page.
        """
        if not scope.may(Action.DOCUMENT_SEE):
            return self.none()
        read = Q(plan=None, cam=None)
        for action in (Action.PLAN_SEE, Action.PLAN_APPROVED_SEE):
            aires = Aire.objects.within(scope.reach(action)).values("pk")
            read |= Q(file__action=action.value, plan__aire__in=aires)
        for action in (Action.CAM_SEE, Action.CAM_WRITE):
            cams = Cam.objects.within(scope.reach(action)).values("pk")
            read |= Q(file__action=action.value, cam__in=cams)
        placed = self.within(scope.reach(Action.DOCUMENT_SEE)).filter(read, meeting=None)
        return placed | self.filter(meeting__in=Meeting.objects.opened_to(scope).values("pk"))

    def communes_of(self, quarter: Quarter) -> models.QuerySet["Document", Any]:
        """The communes with a report of ``quarter``; a wider paper has none: nothing is « not in » a NULL."""
        return self.filter(quarter=quarter.code, commune__isnull=False).values("commune")

    def placed(self) -> "DocumentQuerySet":
        """Each comes with what ``place_words`` reads."""
        organ = [f"meeting__organ__{place}" for place in PLACES]
        return self.select_related("commune", "district", "region", *organ)

    def with_newer(self) -> "DocumentQuerySet":
        """Each carries ``replaced``: a later edition of the same paper exists."""
        same = {name: models.OuterRef(name) for name in SAME if name != "plan"}
        after = Document.objects.filter(edition__gt=models.OuterRef("edition"))
        later = after.filter(Q(plan=models.OuterRef("plan")) | Q(plan=None), cam=None, **same)
        replaced = Q(models.Exists(later))
        for names in (SAME_OF_MEETING, SAME_OF_CAM, *SAME_OF_WIDE.values()):
            replaced |= Q(models.Exists(after.filter(**{name: models.OuterRef(name) for name in names})))
        return self.annotate(replaced=replaced)


class DocumentKind(models.TextChoices):
    """What a paper is."""

    QUARTERLY = "rapport_trimestriel", "Rapport trimestriel"
    ESSENTIAL = "fiche_siec_s", "Fiche essentielle"
    DOSSIER = "dossier", "Dossier de réunion"
    PLAN = "plan", "Plan opérationnel"
    MEETING = "reunion", "Dossier d’une réunion"
    CONSOLIDATED = "rapport_consolide", "Rapport trimestriel consolidé"
    CAM = "convention", "Convention (CAM)"
    CAM_REVIEW = "revue_convention", "Revue d’une convention (CAM)"


OF_QUARTER = (DocumentKind.QUARTERLY, DocumentKind.CONSOLIDATED)
OF_CAM = (DocumentKind.CAM, DocumentKind.CAM_REVIEW)
OF_MONTHS = (
    DocumentKind.ESSENTIAL, DocumentKind.DOSSIER, DocumentKind.PLAN, DocumentKind.MEETING, *OF_CAM,
)  # fmt: skip


def _of_one_place() -> Q:
    """A meeting has no other place; what is consolidated, a district or a région; the rest, a commune."""
    wide = Q(commune=None, meeting=None, piece="") & (
        Q(district__isnull=False, region=None) | Q(district=None, region__isnull=False)
    )
    single = ~Q(kind__in=(DocumentKind.MEETING, DocumentKind.CONSOLIDATED))
    return (
        Q(kind=DocumentKind.MEETING, meeting__isnull=False, commune=None, district=None, region=None)
        | Q(kind=DocumentKind.CONSOLIDATED) & wide
        | single & Q(meeting=None, commune__isnull=False, piece="", district=None, region=None)
    )


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
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, verbose_name="commune", related_name="documents"
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, verbose_name="plan", related_name="documents"
    )
    cam = models.ForeignKey(
        Cam, models.PROTECT, null=True, blank=True, verbose_name="convention", related_name="documents"
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, verbose_name="réunion", related_name="documents"
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name="district", related_name="documents"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name="région", related_name="documents"
    )
    # Of a dossier, the one piece that was printed apart; "": the whole.
    piece = models.CharField("pièce", max_length=20, blank=True, db_default="")
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
                condition=Q(plan=None, cam=None, commune__isnull=False),
                name="document_edition",
                violation_error_message="Cette édition existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["plan", "edition"],
                condition=Q(plan__isnull=False),
                name="document_plan_edition",
                violation_error_message="Cette édition existe déjà.",
            ),
            models.UniqueConstraint(
                fields=[*SAME_OF_CAM, "edition"],
                condition=Q(cam__isnull=False),
                name="document_cam_edition",
                violation_error_message="Cette édition existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "piece", "edition"],
                condition=Q(meeting__isnull=False),
                name="document_meeting_edition",
                violation_error_message="Cette édition existe déjà.",
            ),
            *(
                models.UniqueConstraint(
                    fields=[place, "quarter", "edition"],
                    condition=Q(**{f"{place}__isnull": False}),
                    name=f"document_{place}_edition",
                    violation_error_message="Cette édition existe déjà.",
                )
                for place in SAME_OF_WIDE
            ),
            models.CheckConstraint(
                condition=_of_one_place(),
                name="document_place",
                violation_error_message="Un document est d’une commune, d’un district, d’une région "
                "ou d’une réunion.",
            ),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.PLAN) ^ Q(plan=None),
                name="document_plan",
                violation_error_message="Un plan imprimé dit de quel plan il s’agit.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_CAM) ^ Q(cam=None),
                name="document_cam",
                violation_error_message="Une convention imprimée dit de laquelle il s’agit.",
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
                    Q(kind__in=OF_QUARTER, first_month="", last_month="") & ~Q(quarter="")
                    | Q(kind__in=OF_MONTHS, quarter="") & ~Q(first_month="") & ~Q(last_month="")
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
        """This paper and the others of the same kind, place and months; of the same meeting."""
        same: tuple[str, ...] = SAME if self.meeting_id is None else SAME_OF_MEETING
        if self.cam_id is not None:
            same = SAME_OF_CAM
        if self.wide:
            same = SAME_OF_WIDE["region" if self.region_id else "district"]
        return Document.objects.filter(**{name: getattr(self, name) for name in same})

    @property
    def wide(self) -> District | Region | None:
        """The district or the région that it consolidates; None for any other paper."""
        return self.district or self.region

    @property
    def file_url(self) -> str:
        """Where who reads it opens its file."""
        if self.meeting_id is not None:
            return reverse("meeting_dossier_file", args=[self.meeting_id, self.number])
        return reverse("file_download", args=[self.file_id])

    @property
    def place_words(self) -> str:
        """« commune de Boron »; of a meeting, its organ: « Comité de gestion, Boron »."""
        if self.meeting:
            return str(self.meeting.organ)
        if self.wide:
            return f"{self.wide._meta.verbose_name} {de(self.wide.name)}"
        return f"commune {de(self.commune.name)}" if self.commune else ""

    @property
    def period_words(self) -> str:
        """« 3e trimestre 2026 », « de janvier à septembre 2026 »."""
        return Quarter.parse(self.quarter).words if self.quarter else months_words(self.months)

    def where(self) -> Where:
        """The commune, and the aires touching it: their people sign and read what was issued.

        Of a meeting: where it is read; one commune is kept, that of its organ or of its CSCOM.
        """
        if self.meeting:
            host = commune_of(self.meeting)
            hosts = frozenset({host.pk} if host else ())
            return replace(self.meeting.read_where(), communes=hosts, hosts=hosts)
        if self.wide:
            return self.wide.where()
        if self.cam:
            return self.cam.where()
        assert self.commune is not None  # noqa: S101 - said by the database
        if self.plan_id is not None and self.plan is not None:
            return replace(self.commune.where(), aires=frozenset({self.plan.aire_id}))
        aires = CommuneShare.objects.filter(ends_on=None, commune=self.commune_id).values_list(
            "aire", flat=True
        )
        return replace(self.commune.where(), aires=frozenset(aires))
