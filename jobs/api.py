"""One's own background work, for a program."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_reading, scope_in
from core.api_lists import PageIn, asked, page, paged
from core.api_schema import answers
from jobs.models import Job
from jobs.views import own_job

TAGS = ["Travaux"]


class LinkOut(serializers.Serializer[Any]):
    """Where what was made is read."""

    libelle = serializers.CharField(source="label")
    adresse = serializers.CharField(source="url", help_text="Une page du site.")


class JobOut(serializers.Serializer[Any]):
    """One piece of long work."""

    numero = serializers.UUIDField(source="pk")
    titre = serializers.CharField(source="title")
    etat = serializers.ChoiceField(Job.State.values, source="state")
    fini = serializers.BooleanField(source="over")
    etapes_faites = serializers.IntegerField(source="done_steps")
    etapes = serializers.IntegerField(source="total_steps")
    message = serializers.CharField()
    demande_le = serializers.DateTimeField(source="created_at")
    fini_le = serializers.DateTimeField(source="finished_at", allow_null=True)
    document = serializers.CharField(
        source="result.document", default=None, allow_null=True, help_text="Numéro du document établi."
    )
    liens = LinkOut(source="result.liens", many=True, default=[])


class JobsIn(PageIn):
    """Which ones."""

    etat = serializers.ChoiceField(Job.State.values, required=False)


@extend_schema(
    operation_id="travaux",
    tags=TAGS,
    summary="Vos travaux de fond",
    parameters=[JobsIn],
    responses=answers(paged(JobOut)),
)
@api_reading
@requires(Action.SELF)
def api_job_list(request: ApiRequest) -> Response:
    """The newest first."""
    chosen = asked(request, JobsIn)
    mine = Job.objects.filter(asked_by=scope_in(request).person_id)
    if state := chosen.get("etat"):
        mine = mine.filter(state=state)
    return page(request, mine, chosen, lambda found: JobOut(found, many=True).data)


@extend_schema(operation_id="travail", tags=TAGS, summary="Un de vos travaux", responses=answers(JobOut))
@api_reading
@requires(Action.SELF, own_job)
def api_job_show(request: ApiRequest, job: Job) -> Response:
    """Where one job stands."""
    asked(request)
    return Response(JobOut(job).data)
