"""Acts of the circuit by program: declaration, visa, signature, validation, return, reopening."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, View, requires
from core.api import api_acting, scope_in
from core.api_bodies import Body, Text, VersionIn, body_of, faults_in
from core.api_schema import ACTING, answers
from core.problems import Invalid
from monitoring.acts import do
from monitoring.enums import ReportState
from monitoring.form import load_form
from monitoring.forms import ReopenForm, ReturnForm, ReturnReason
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport

TAGS = ["Circuit du rapport"]
AGAIN = (
    "Le même acte, demandé de nouveau par la même personne sur la même version (sa réponse s’était perdue), "
    "répond 200 avec « deja_fait »\u00a0: il n’est inscrit qu’une fois."
)
RETURN_NAMES = {"reasons": "motifs", "text": "texte"}
REOPEN_NAMES = {"text": "texte", "until": "jusqu_au"}


class CodesField(serializers.ListField):
    """Codes of sections, each once."""

    def __init__(self, **more: Any) -> None:
        super().__init__(child=Text(max_length=40), max_length=20, **more)


class StampIn(VersionIn):
    """A visa or a signature."""

    sections = CodesField(
        required=False,
        help_text="Codes des sections\u00a0; absent ou vide\u00a0: toutes celles de votre ressort.",
    )


class ReturnIn(VersionIn):
    """What must be corrected."""

    motifs = serializers.ListField(
        child=serializers.ChoiceField(ReturnReason.choices), allow_empty=False, max_length=len(ReturnReason)
    )
    texte = Text(max_length=2000, help_text="Arrive tel quel à qui corrige.")


class ReopenIn(VersionIn):
    """Why, which sections, until when."""

    texte = Text(max_length=2000)
    sections = CodesField(allow_empty=False)
    jusqu_au = serializers.DateField(help_text="Dernier jour de saisie, dans les 92 jours à venir.")


class ActOut(serializers.Serializer[Any]):
    """An act that stands in the log."""

    acte = serializers.CharField()
    version = serializers.IntegerField(help_text="Version du rapport après l’acte.")
    etat = serializers.ChoiceField(ReportState.choices)
    fait_le = serializers.DateTimeField()
    suite = serializers.CharField(help_text="Ce qui vient ensuite, par qui, avant quel jour.")
    deja_fait = serializers.BooleanField()


def _act(
    request: ApiRequest,
    report: MonthlyReport,
    act: str,
    version: int,
    words: str = "",
    details: Mapping[str, Any] | None = None,
) -> Response:
    done = do(report, act, scope_in(request), version=version, words=words, details=details)
    body = {
        "acte": act,
        "version": done.log.version,
        "etat": done.log.to_state,
        "fait_le": timezone.localtime(done.log.done_at),
        "suite": done.after,
        "deja_fait": done.again,
    }
    return Response(ActOut(body).data)


def _told(act: str, summary: str, shape: type[Body]) -> Callable[[View], View]:
    """How an act stands in the description."""
    return extend_schema(
        operation_id=f"rapport_{act}",
        tags=TAGS,
        summary=summary,
        description=AGAIN,
        request=shape,
        responses=answers(ActOut, ACTING),
    )


def _plain(act: str, action: Action, summary: str) -> View:
    """An act that needs no more than the version."""

    @_told(act, summary, VersionIn)
    @api_acting
    @requires(action, report_at)
    def plain_act(request: ApiRequest, report: MonthlyReport) -> Response:
        return _act(request, report, act, body_of(request, VersionIn)["version"])

    return plain_act


def _stamp(act: str, action: Action, summary: str) -> View:
    """An act on the sections of one's own kind, all of them or those that are named."""

    @_told(act, summary, StampIn)
    @api_acting
    @requires(action, report_at)
    def stamping_act(request: ApiRequest, report: MonthlyReport) -> Response:
        sent = body_of(request, StampIn)
        sections = sent.get("sections")
        return _act(request, report, act, sent["version"], details={"sections": sections} if sections else {})

    return stamping_act


api_report_declare = _plain("declarer", Action.REPORT_DECLARE, "Déclarer le rapport complet")
api_report_visa = _stamp("viser", Action.CLINICAL_SIGN, "Viser les sections cliniques")
api_report_sign = _stamp("signer", Action.MANAGEMENT_SIGN, "Signer les sections de gestion")
api_report_validate = _plain("valider", Action.REPORT_VALIDATE, "Valider le rapport")


@_told("renvoyer", "Renvoyer pour correction", ReturnIn)
@api_acting
@requires(Action.REPORT_RETURN, report_at)
def api_report_return(request: ApiRequest, report: MonthlyReport) -> Response:
    """Send the report back, with reasons."""
    sent = body_of(request, ReturnIn)
    form = ReturnForm({"version": sent["version"], "reasons": sent["motifs"], "text": sent["texte"]})
    if not form.is_valid():
        raise Invalid(faults_in(form, RETURN_NAMES))
    details = {"reasons": form.cleaned_data["reasons"]}
    return _act(request, report, "renvoyer", sent["version"], form.words(), details)


@_told("rouvrir", "Rouvrir un rapport validé", ReopenIn)
@api_acting
@requires(Action.REPORT_REOPEN, report_at)
def api_report_reopen(request: ApiRequest, report: MonthlyReport) -> Response:
    """Open a validated report again, for some sections, until a day."""
    sent = body_of(request, ReopenIn)
    sections = load_form(report.period.starts_on).sections
    data = {
        "version": sent["version"],
        "text": sent["texte"],
        "sections": sent["sections"],
        "until": sent["jusqu_au"].isoformat(),
    }
    form = ReopenForm(data, sections=sections)
    if not form.is_valid():
        raise Invalid(faults_in(form, REOPEN_NAMES))
    return _act(
        request, report, "rouvrir", sent["version"], form.cleaned_data["text"], form.details(len(sections))
    )
