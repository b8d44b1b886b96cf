"""Monthly reports for a program: those of one's aires, one of them as its reader may see it."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request as ApiRequest
from rest_framework.response import Response

from communes.models import Commune, District
from core.access import Action, PlaceSet, Scope, requires
from core.api import api_reading, scope_in
from core.api_lists import MomentField, MonthField, PageIn, asked, named, page, paged
from core.api_schema import answers
from core.models import ActLog
from cscom.models import Aire, AireQuerySet, CommuneShare
from monitoring.api.shapes import ReportLineOut, ReportOut
from monitoring.entry import closed, may_enter
from monitoring.enums import ReportState
from monitoring.form import filled
from monitoring.loaders import SEEN_BY, report_at
from monitoring.models import MonthlyReport, RuleComment
from monitoring.models.report import declare_by
from monitoring.overview import Control, controls
from monitoring.sight import Sight, sight_of
from monitoring.workflow import CIRCUIT, KIND, SectionStamp, guards, section_stamps

TAGS = ["Rapports"]
ORDERS = {
    "-mois": ("-period__year", "-period__month", "aire__name", "aire__code"),
    "mois": ("period__year", "period__month", "aire__name", "aire__code"),
    "-modifie_le": ("-touched_at", "-pk"),
    "modifie_le": ("touched_at", "pk"),
}


class ReportsIn(PageIn):
    """Which reports, in which order."""

    mois = MonthField(required=False, help_text="«\u00a02026-09\u00a0».")
    aire = serializers.CharField(required=False, max_length=20, help_text="Code d’une aire de santé.")
    commune = serializers.CharField(
        required=False, max_length=20, help_text="Code d’une commune que l’aire touche."
    )
    district = serializers.CharField(required=False, max_length=20, help_text="Code d’un district sanitaire.")
    etat = serializers.ChoiceField(ReportState.values, required=False)
    modifie_depuis = MomentField(
        required=False, help_text="Une saisie, un commentaire ou un acte depuis ce moment, compris."
    )
    ordre = serializers.ChoiceField(list(ORDERS), default="-mois")


@extend_schema(
    operation_id="rapports",
    tags=TAGS,
    summary="Les rapports commencés de vos aires",
    parameters=[ReportsIn],
    responses=answers(paged(ReportLineOut)),
)
@api_reading
@requires(Action.MANAGEMENT_SEE)
def api_report_list(request: ApiRequest) -> Response:
    """Without their figures; latest months first."""
    chosen, scope = asked(request, ReportsIn), scope_in(request)
    rows = _within(scope, chosen).annotate(touched_at=_touched_at())
    if month := chosen.get("mois"):
        rows = rows.filter(period__year=month.year, period__month=month.number)
    if state := chosen.get("etat"):
        rows = rows.filter(state=state)
    if since := chosen.get("modifie_depuis"):
        rows = rows.filter(touched_at__gte=since)
    rows = rows.select_related("aire", "period").defer("values").order_by(*ORDERS[chosen["ordre"]])
    return page(request, rows, chosen, lambda found: ReportLineOut(found, many=True).data)


def _within(scope: Scope, chosen: dict[str, Any]) -> QuerySet[MonthlyReport]:
    """The reports in reach, of the places that were named (one query each)."""
    aires: AireQuerySet = Aire.objects.within(scope.reach(*SEEN_BY))
    mine = Q(pk__in=aires.values("host_commune")) | Q(
        pk__in=CommuneShare.objects.filter(ends_on=None, aire__in=aires.values("pk")).values("commune")
    )
    cut = aires
    if code := chosen.get("aire"):
        cut = cut.filter(pk=named(aires, "aire", code).pk)
    if code := chosen.get("commune"):
        commune = named(Commune.objects.filter(mine), "commune", code)
        cut = cut.filter(pk__in=Aire.objects.within(PlaceSet(communes=frozenset({commune.pk}))).values("pk"))
    if code := chosen.get("district"):
        districts = District.objects.filter(pk__in=aires.values("district"))
        cut = cut.filter(district=named(districts, "district", code))
    return MonthlyReport.objects.filter(aire__in=cut.values("pk"))


def _touched_at() -> Greatest:
    """The last save, comment or act."""
    acts = ActLog.objects.filter(kind=KIND, object_id=Cast(OuterRef("pk"), CharField()))
    told = RuleComment.objects.filter(report=OuterRef("pk"))
    last_act = Subquery(acts.order_by().values("object_id").annotate(at=Max("done_at")).values("at"))
    last_word = Subquery(told.order_by().values("report").annotate(at=Max("written_at")).values("at"))
    return Greatest("updated_at", Coalesce(last_act, "updated_at"), Coalesce(last_word, "updated_at"))


@extend_schema(
    operation_id="rapport",
    tags=TAGS,
    summary="Un rapport, tel que votre fonction le montre",
    description=(
        "Une case absente de «\u00a0valeurs\u00a0» est vide, 0 est zéro, «\u00a0NA\u00a0» est sans objet. "
        "Un rapport que personne n’a commencé a la version 0 et l’état brouillon."
    ),
    responses=answers(ReportOut),
)
@api_reading
@requires(Action.MANAGEMENT_SEE, report_at)
def api_report_show(request: ApiRequest, report: MonthlyReport) -> Response:
    """Values, stamps, controls, acts: what the page shows."""
    asked(request)
    scope = scope_in(request)
    sight = sight_of(report, scope)
    stamps = {given.section.code: given for given in section_stamps(report, sight.form)}
    acts = [] if report._state.adding else list(CIRCUIT.history(report))
    body = {
        "aire": report.aire.code,
        "nom_de_l_aire": report.aire.name,
        "mois": report.period.code,
        "etat": report.state,
        "version": report.version,
        "a_declarer_le": declare_by(report, report.period),
        "premiere_declaration_le": report.first_declared_at,
        "declare_le": report.declared_at,
        "valide_le": report.validated_at,
        "modifie_le": _last_touch(report, acts),
        "sections_rouvertes": report.reopened_sections,
        "rouvert_jusqu_au": report.reopened_until,
        "voile": sight.veiled,
        "saisie_fermee": closed(report),
        "valeurs": sight.values,
        "sections": [_section(sight, stamps[s.code]) for s in sight.sections],
        "controles": [_control(control) for control in controls(sight)],
        "actes_permis": _allowed(report, scope),
        "actes": acts,
    }
    return Response(ReportOut(body).data)


def _last_touch(report: MonthlyReport, acts: list[ActLog]) -> datetime | None:
    """As the list says it (one query)."""
    if report._state.adding:
        return None
    told: datetime | None = report.comments.aggregate(at=Max("written_at"))["at"]
    return max(filter(None, (report.updated_at, told, *(act.done_at for act in acts))))


def _section(sight: Sight, given: SectionStamp) -> dict[str, Any]:
    section, stamp = given.section, given.stamp
    done, wanted = filled(section, sight.values)
    why = may_enter(sight.report, sight.scope, section)
    return {
        "code": section.code,
        "remplies": done,
        "attendues": wanted,
        "saisie_permise": not why,
        "visa": {"par": str(stamp.person), "le": stamp.stamped_at} if stamp else None,
    }


def _control(control: Control) -> dict[str, Any]:
    said = control.comment
    return {
        "regle": control.finding.rule_code,
        "gravite": control.finding.severity,
        "message": control.finding.message,
        "cases": list(control.finding.cells),
        "commentaire": {
            "texte": said.text, "par": str(said.person) if said.person else "", "le": said.written_at,
        } if said else None,
    }  # fmt: skip


def _allowed(report: MonthlyReport, scope: Scope) -> list[dict[str, str]]:
    """The acts of one's function in this state, with the sentence that would refuse each now."""
    if report._state.adding:
        return []
    return [
        {"acte": move.act, "libelle": move.label, "empechement": guards(report, move.act, scope)}
        for move in CIRCUIT.open_to(report, scope)
    ]
