"""Saving cells by program: what the page of a section does, on any cells of the report."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from core.access import Action, Scope, requires
from core.api import api_acting, scope_in
from core.api_bodies import KEY_ASKED, VersionIn, body_of, key_of, pointer
from core.api_schema import ACTING, ProblemOut, answers
from core.formats import counted
from core.problems import MEDIA_TYPE, Fault, Invalid, answer
from monitoring.cells import MOST, NotAValueError, read_sent
from monitoring.entry import ENTER, NOT_YOURS, CellConflict, Saved, no_such_cell, save_cells, typing
from monitoring.enums import NA
from monitoring.form import Form, Value, load_form
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport

VALUE = {
    "oneOf": [
        {"type": "integer", "minimum": 0, "maximum": MOST},
        {"type": "string", "enum": [NA]},
        {"type": "null"},
    ]
}


@extend_schema_field(VALUE)
class ValueField(serializers.Field[Any, Any, Any, Any]):
    """A number, « sans objet » ("NA"), or null for « vide »."""

    def to_representation(self, value: Any) -> Any:
        """As it is kept."""
        return value


@extend_schema_field({"type": "object", "additionalProperties": VALUE, "minProperties": 1})
class CellsField(serializers.DictField):
    """Key of a cell → value; each is read by the view, which knows the form of the month."""


class SaveIn(VersionIn):
    """What was typed since one version."""

    valeurs = CellsField(
        allow_empty=False,
        help_text="Clé de la case → nombre entier, « NA » (sans objet) ou null (vide). "
        "Une case absente n’est pas touchée.",
    )


class SavedOut(serializers.Serializer[Any]):
    """What became of a save."""

    version = serializers.IntegerField()
    enregistrees = serializers.ListField(child=serializers.CharField())
    visas_effaces = serializers.ListField(
        child=serializers.CharField(), help_text="Sections dont le visa ou la signature est à refaire."
    )
    recu_le = serializers.DateTimeField(allow_null=True, help_text="null\u00a0: aucune case n’a changé.")
    deja_recu = serializers.BooleanField(help_text="Cet envoi avait déjà été enregistré.")


class ConflictOut(serializers.Serializer[Any]):
    """One cell that both sides changed; yours was not written."""

    cle = serializers.CharField()
    libelle = serializers.CharField()
    la_votre = ValueField()
    recue = ValueField()
    par = serializers.CharField()
    le = serializers.DateTimeField(allow_null=True)


class SaveProblemOut(ProblemOut):
    """A refusal, or (with ``conflits``) a save of which some cells were not written."""

    version = serializers.IntegerField(required=False)
    enregistrees = serializers.ListField(child=serializers.CharField(), required=False)
    visas_effaces = serializers.ListField(child=serializers.CharField(), required=False)
    recu_le = serializers.DateTimeField(allow_null=True, required=False)
    deja_recu = serializers.BooleanField(required=False)
    conflits = ConflictOut(many=True, required=False)


@extend_schema(
    operation_id="rapport_enregistrer",
    tags=["Rapports"],
    summary="Enregistrer des cases",
    description="Une case changée de part et d’autre depuis la version lue n’est pas écrite\u00a0: elle "
    "revient dans « conflits » (409), les autres sont enregistrées. Une case mal remplie (422)\u00a0: "
    "rien n’est enregistré.",
    parameters=[KEY_ASKED],
    request=SaveIn,
    responses=answers(SavedOut, ACTING)
    | {(409, MEDIA_TYPE): OpenApiResponse(SaveProblemOut, description="Conflit, ou rapport verrouillé")},
)
@api_acting
@requires(Action.MANAGEMENT_SEE, report_at)
def api_report_save(request: ApiRequest, report: MonthlyReport) -> Response:
    """Cells of any section that this person may type in."""
    scope = scope_in(request)
    where = report.where()
    if not any(typing(scope, where, kind) for kind in ENTER):
        raise PermissionDenied
    operation, sent = key_of(request), body_of(request, SaveIn)
    form = load_form(report.period.starts_on)
    values = _read(form, sent["valeurs"], report, scope)
    seen = sent["version"]
    return _told(
        save_cells(
            report, values, form=form, scope=scope, base_version=seen, operation=operation, origin="API"
        )
    )


def _read(
    form: Form, sent: Mapping[str, Any], report: MonthlyReport, scope: Scope
) -> dict[str, Value | None]:
    """The value of every cell. Raises Invalid: unknown cells, no values, sections of somebody else."""
    where = report.where()
    kinds = {section.code: section.kind for section in form.sections}
    values: dict[str, Value | None] = {}
    faults = []
    for key, value in sent.items():
        cell = form.cells.get(key)
        if cell is None:
            faults.append(Fault(pointer("valeurs", key), no_such_cell(key)))
        elif not typing(scope, where, kinds[cell.section]):
            faults.append(Fault(pointer("valeurs", key), NOT_YOURS))
        else:
            try:
                values[key] = read_sent(cell, value)
            except NotAValueError as error:
                faults.append(Fault(pointer("valeurs", key), str(error)))
    if faults:
        raise Invalid(faults)
    return values


def _told(saved: Saved) -> Response:
    body = {
        "version": saved.version,
        "enregistrees": list(saved.changed),
        "visas_effaces": list(saved.erased),
        "recu_le": timezone.localtime(saved.at) if saved.at else None,
        "deja_recu": saved.replayed,
    }
    if not saved.conflicts:
        return Response(SavedOut(body).data)
    count = counted(len(saved.conflicts), "case a changé", "cases ont changé")
    detail = f"{count} aussi de l’autre côté depuis votre lecture\u00a0: choisissez. Le reste est enregistré."
    more = SavedOut(body).data | {"conflits": [_conflict(one) for one in saved.conflicts]}
    return answer(409, detail, more=more)


def _conflict(one: CellConflict) -> dict[str, Any]:
    return dict(
        ConflictOut(
            {
                "cle": one.key,
                "libelle": one.label,
                "la_votre": one.mine,
                "recue": one.theirs,
                "par": one.their_name,
                "le": timezone.localtime(one.their_at) if one.their_at else None,
            }
        ).data
    )
