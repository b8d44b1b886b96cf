"""Issued documents for a program: the register, one of them, its file."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import renderer_classes
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import MomentField, PageIn, asked, named, page, paged
from core.api_schema import READING, answers, problems
from files.views import file_download, sent
from reports.genuine import spelled
from reports.models import Document, DocumentKind
from reports.reach import communes_of, load_document

TAGS = ["Documents"]
PDF = "application/pdf"
QUARTER_PATTERN = r"^20[0-9]{2}-T[1-4]$"


class DocumentOut(serializers.Serializer[Any]):
    """A paper that left the system."""

    numero = serializers.CharField(source="number")
    titre = serializers.CharField(source="title")
    commune = serializers.CharField(
        source="commune.code",
        allow_null=True,
        help_text="Aucune pour le dossier d’une réunion, un rapport consolidé.",
    )
    district = serializers.CharField(
        source="district.code", allow_null=True, help_text="D’un rapport consolidé de district."
    )
    region = serializers.CharField(
        source="region.code", allow_null=True, help_text="D’un rapport consolidé de région."
    )
    reunion = serializers.IntegerField(source="meeting_id", allow_null=True)
    nature = serializers.ChoiceField(source="kind", choices=DocumentKind.choices)
    trimestre = serializers.CharField(source="quarter", help_text="Vide pour une fiche, un dossier.")
    premier_mois = serializers.SerializerMethodField(help_text="«\u00a02026-07\u00a0».")
    dernier_mois = serializers.SerializerMethodField(help_text="«\u00a02026-09\u00a0».")
    edition = serializers.IntegerField()
    etabli_le = serializers.DateTimeField(source="issued_at")
    donnees_arretees_le = serializers.DateTimeField(source="data_cutoff_at")
    taille = serializers.IntegerField(source="file.size", help_text="Octets.")
    sha256 = serializers.CharField()
    motif = serializers.CharField(
        source="reissue_reason", help_text="Pourquoi il en remplace un autre\u202f; vide pour le premier."
    )
    verification = serializers.SerializerMethodField(
        help_text="La page ouverte à tous qui dit s’il est authentique\u202f; vide pour un papier sans code."
    )
    fictif = serializers.BooleanField(source="fictitious")
    fichier = serializers.SerializerMethodField(help_text="Où le télécharger, avec le même jeton.")

    def get_premier_mois(self, document: Document) -> str:
        """The first month it speaks of."""
        return document.months[0].code

    def get_dernier_mois(self, document: Document) -> str:
        """The last month it speaks of."""
        return document.months[-1].code

    def get_verification(self, document: Document) -> str:
        """An address of the site."""
        return reverse("document_genuine", args=[spelled(document.code)]) if document.code else ""

    def get_fichier(self, document: Document) -> str:
        """An address of the API."""
        return reverse("api_document_file", args=[document.number])


class DocumentsIn(PageIn):
    """Which ones."""

    commune = serializers.CharField(required=False, max_length=20, help_text="Code d’une commune.")
    trimestre = serializers.RegexField(QUARTER_PATTERN, required=False, help_text="«\u00a02026-T3\u00a0».")
    nature = serializers.ChoiceField(required=False, choices=DocumentKind.choices)
    modifie_depuis = MomentField(
        required=False, help_text="Établis depuis ce moment\u00a0; un document ne change plus."
    )


class PdfRenderer(JSONRenderer):
    """Lets a program ask for a PDF; what goes wrong is told in JSON all the same."""

    media_type = PDF
    format = "pdf"


@extend_schema(
    operation_id="documents",
    tags=TAGS,
    summary="Les documents établis",
    parameters=[DocumentsIn],
    responses=answers(paged(DocumentOut)),
)
@api_reading
@requires(Action.DOCUMENT_SEE)
def api_document_list(request: ApiRequest) -> Response:
    """Newest first."""
    chosen, reach = asked(request, DocumentsIn), scope_in(request).reach(Action.DOCUMENT_SEE)
    rows = Document.objects.visible_to(scope_in(request)).select_related(
        "commune", "district", "region", "file"
    )
    if code := chosen.get("commune"):
        rows = rows.filter(commune=named(communes_of(reach), "commune", code))
    if quarter := chosen.get("trimestre"):
        rows = rows.filter(quarter=quarter)
    if kind := chosen.get("nature"):
        rows = rows.filter(kind=kind)
    if since := chosen.get("modifie_depuis"):
        rows = rows.filter(issued_at__gte=since)
    return page(
        request, rows.order_by("-issued_at", "-pk"), chosen, lambda found: DocumentOut(found, many=True).data
    )


@extend_schema(
    operation_id="document", tags=TAGS, summary="Un document établi", responses=answers(DocumentOut)
)
@api_reading
@requires(Action.DOCUMENT_SEE, load_document)
def api_document_show(request: ApiRequest, document: Document) -> Response:
    """What is known of one paper."""
    asked(request)
    return Response(DocumentOut(document).data)


@extend_schema(
    operation_id="document_fichier",
    tags=TAGS,
    summary="Le fichier d’un document (PDF)",
    responses={
        (200, PDF): OpenApiResponse(OpenApiTypes.BINARY, description="Le fichier"),
        **problems(*READING),
    },
)
@api_reading
@renderer_classes([JSONRenderer, PdfRenderer])
@requires(Action.DOCUMENT_SEE, load_document)
def api_document_file(request: ApiRequest, document: Document) -> HttpResponseBase:
    """Through the one door to stored files, which asks the right once more."""
    asked(request)
    asking = request._request  # noqa: SLF001 - Django's request
    if document.meeting_id is None:
        answer = file_download(asking, pk=str(document.file_id))
    else:  # who opens the papers of its meeting was asked just above
        answer = sent(asking, document.file)
    if answer.status_code == 404:  # it tells it as a page
        raise Http404
    return answer
