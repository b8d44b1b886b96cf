"""What a declaration still lacks, for programs: controls, comments, empty cells."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, requires
from core.api import api_acting, api_reading, scope_in
from core.api_bodies import Body, Text, body_of, pointer
from core.api_lists import asked
from core.api_schema import ACTING, READING, answers
from core.problems import Fault, Invalid
from core.workflow import Refusal
from monitoring.acts import NOT_BEGUN, cannot_declare, write_comments
from monitoring.enums import ReportState
from monitoring.form import missing
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport
from monitoring.overview import Control, controls
from monitoring.rules import COMMENT_LENGTH
from monitoring.sight import Sight, sight_of

TAGS = ["Circuit du rapport"]
NOT_ASKED = "Cette règle ne demande pas de commentaire sur ce rapport."
MOST_COMMENTS = 100


class ControlOut(serializers.Serializer[Any]):
    """A rule that fails."""

    regle = serializers.CharField(source="finding.rule_code")
    message = serializers.CharField(source="finding.message")
    cases = serializers.ListField(child=serializers.CharField(), source="finding.cells")
    commentaire = serializers.SerializerMethodField(help_text="Ce qui l’explique déjà, ou rien.")

    def get_commentaire(self, control: Control) -> str:
        """The text written before."""
        return control.comment.text if control.comment else ""


class EmptyOut(serializers.Serializer[Any]):
    """A cell to fill that is empty."""

    cle = serializers.CharField(source="key")
    libelle = serializers.CharField(source="label")
    section = serializers.CharField()


class CheckOut(serializers.Serializer[Any]):
    """What is wrong, unusual or empty."""

    version = serializers.IntegerField()
    etat = serializers.ChoiceField(ReportState.choices)
    declarable = serializers.BooleanField(help_text="« declarer » passerait maintenant.")
    pourquoi = serializers.CharField(help_text="Sinon, la phrase qui le refuserait.")
    bloquants = ControlOut(many=True)
    a_commenter = ControlOut(many=True, help_text="Les contrôles encore sans commentaire.")
    commentes = ControlOut(many=True)
    informations = ControlOut(many=True)
    cases_vides = EmptyOut(many=True)


@extend_schema_field(
    {
        "type": "object",
        "minProperties": 1,
        "maxProperties": MOST_COMMENTS,
        "additionalProperties": {"type": "string", "minLength": 1, "maxLength": COMMENT_LENGTH},
    }
)
class TextsField(serializers.DictField):
    """Code of a rule → why the figure is right."""

    child = Text(max_length=COMMENT_LENGTH)


class CommentsIn(Body):
    """Comments on controls."""

    commentaires = TextsField(allow_empty=False)


class CommentsOut(serializers.Serializer[Any]):
    """What was kept, what is still asked for."""

    enregistres = serializers.ListField(
        child=serializers.CharField(), help_text="Règles nouvellement expliquées."
    )
    a_commenter = serializers.ListField(child=serializers.CharField())


@extend_schema(
    operation_id="rapport_verifier",
    tags=TAGS,
    summary="Ce qui manque avant de déclarer",
    responses=answers(CheckOut, READING),
)
@api_reading
@requires(Action.REPORT_DECLARE, report_at)
def api_report_check(request: ApiRequest, report: MonthlyReport) -> Response:
    """Controls, comments, empty cells of what this reader sees."""
    asked(request)
    sight = sight_of(report, scope_in(request))
    found = controls(sight)
    silent = [c for c in found if c.to_comment and not c.explained]
    why = cannot_declare(sight) or (f"Un commentaire manque. {silent[0].finding.message}" if silent else "")
    body = {
        "version": report.version,
        "etat": report.state,
        "declarable": not why,
        "pourquoi": why,
        "bloquants": [c for c in found if c.blocking],
        "a_commenter": silent,
        "commentes": [c for c in found if c.to_comment and c.explained],
        "informations": [c for c in found if not (c.blocking or c.to_comment)],
        "cases_vides": [cell for section in sight.sections for cell in missing(section, sight.values)],
    }
    return Response(CheckOut(body).data)


@extend_schema(
    operation_id="rapport_commenter",
    tags=TAGS,
    summary="Expliquer des chiffres inhabituels",
    description="Tous les commentaires sont écrits, ou aucun. Un nouveau texte remplace le précédent.",
    request=CommentsIn,
    responses=answers(CommentsOut, ACTING),
)
@api_acting
@requires(Action.REPORT_DECLARE, report_at)
def api_report_comment(request: ApiRequest, report: MonthlyReport) -> Response:
    """The comments of the page where one declares."""
    texts = body_of(request, CommentsIn)["commentaires"]
    if report._state.adding:
        raise Refusal(NOT_BEGUN)
    sight = sight_of(report, scope_in(request))
    with transaction.atomic():
        written = _written(sight, texts)
    silent = [c.finding.rule_code for c in controls(sight) if c.to_comment and not c.explained]
    return Response(CommentsOut({"enregistres": written, "a_commenter": silent}).data)


def _written(sight: Sight, texts: dict[str, str]) -> list[str]:
    """All or nothing. Raises Invalid."""
    wanted = {c.finding.rule_code for c in controls(sight) if c.to_comment}
    faults = [Fault(pointer("commentaires", code), NOT_ASKED) for code in texts if code not in wanted]
    written, refusals = write_comments(sight, texts)
    faults += [Fault(pointer("commentaires", code), why) for code, why in refusals.items()]
    if faults:
        raise Invalid(faults)
    return written
