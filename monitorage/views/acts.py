"""Writing: a session is prepared, filled, held, archived; causes and measures are written."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, requires
from core.formats import counted
from core.http import acting, writing
from core.keeping import keeping
from core.workflow import Refusal
from cscom.models import Aire
from monitorage.forms import HoldForm, MeasureForm, ValuesForm, WhysForm
from monitorage.interventions import STANDING, interventions
from monitorage.loaders import aire_at, people_of, semester_of, session_at
from monitorage.models import Session
from monitorage.reading import Part, Row, parts_of
from monitorage.sessions import ARCHIVED, decide, enter, page_of, prepare, refresh, say_whys
from monitorage.views.frame import session_context
from monitorage.workflow import CIRCUIT


@acting
@requires(Action.MONITORAGE_EDIT, aire_at)
def monitorage_prepare(request: Request, aire: Aire, semester: str) -> HttpResponse:
    """Make the session of a semester, with what the reports already say."""
    try:
        session = prepare(aire, semester_of(semester), request.scope)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("monitorage_aire", aire.code)
    messages.success(request, f"Session préparée, d’après {session.months} mois validés sur 6.")
    return redirect(page_of(session))


@acting
@requires(Action.MONITORAGE_EDIT, session_at)
def monitorage_refresh(request: Request, session: Session) -> HttpResponse:
    """Take the numbers again: reports were validated since."""
    try:
        refresh(session, request.scope)
        messages.success(request, "Chiffres repris des rapports validés. Ce que la salle a saisi reste.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(session))


@keeping
@writing
@requires(Action.MONITORAGE_EDIT, session_at)
def monitorage_values(request: Request, session: Session) -> HttpResponse:
    """What the room counted or corrects, determinant by determinant."""
    parts = parts_of(session)
    form = ValuesForm(request.POST if request.method == "POST" else None, session=session, parts=parts)
    if request.method == "POST" and form.is_valid():
        try:
            changed = enter(session, form.said(), request.scope, version=form.cleaned_data["version"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = counted(changed, "valeur enregistrée", "valeurs enregistrées")
            messages.success(request, f"{words}." if changed else "Rien n’avait changé.")
            return redirect(page_of(session))
    grid = [(part, [(row, form[_name(part, row)]) for row in part.rows]) for part in parts]
    return _form(request, session, "Valeurs de la salle", "monitorage_values", form, grid=grid)


@writing
@requires(Action.MONITORAGE_EDIT, session_at)
def monitorage_hold(request: Request, session: Session) -> HttpResponse:
    """Say the session held: the day, who came."""
    form = HoldForm(request.POST if request.method == "POST" else None, session=session)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            CIRCUIT.apply(session, "tenir", request.scope, version=version, details=form.details())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "La session est tenue. Écrivez les causes et les mesures.")
            return redirect(page_of(session))
    return _form(request, session, "Session tenue", "monitorage_hold", form)


@acting
@requires(Action.MONITORAGE_EDIT, session_at)
def monitorage_archive(request: Request, session: Session) -> HttpResponse:
    """Close it: from now on it is read as it was seen this day."""
    version = request.POST.get("version", "")
    try:
        CIRCUIT.apply(session, "archiver", request.scope, version=int(version) if version.isdecimal() else -1)
        messages.success(request, "Session archivée, telle qu’elle a été vue aujourd’hui. Le suivi continue.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(session))


@keeping
@writing
@requires(Action.MONITORAGE_EDIT, session_at)
def monitorage_intervention(request: Request, session: Session, intervention: str) -> HttpResponse:
    """The causes of one intervention, and one more measure: two forms, each with its button."""
    if intervention not in interventions(session.catalogue):
        raise Http404
    part = next(p for p in parts_of(session) if p.intervention.code == intervention)
    posted = request.POST if request.method == "POST" else None
    whys = WhysForm(posted if posted and "causes" in posted else None, whys=part.whys)
    measure = MeasureForm(
        posted if posted and "mesure" in posted else None, session=session, people=people_of(session.aire)
    )
    if _written(request, session, intervention, whys, measure):
        return redirect("monitorage_intervention", session.aire.code, session.semester.code, intervention)
    form = measure if measure.is_bound else whys
    name = part.intervention.name
    return _form(
        request, session, name, "monitorage_intervention", form, part=part, whys=whys, measure=measure
    )


def _written(
    request: Request, session: Session, intervention: str, whys: WhysForm, measure: MeasureForm
) -> bool:
    """Write whichever form was sent, if it may be; what refuses it stands on the form."""
    form = whys if whys.is_bound else measure
    if not form.is_bound or not form.is_valid():
        return False
    try:
        if whys.is_bound:
            say_whys(session, intervention, whys.texts(), request.scope)
            messages.success(request, "Causes enregistrées.")
        else:
            line = decide(session, intervention, measure.decided(), request.scope).followup
            messages.success(request, f"Mesure {line.number} enregistrée\u00a0: elle est dans le suivi.")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _name(part: Part, row: Row) -> str:
    return f"{part.intervention.code}-{row.step.determinant.value}"


def _form(
    request: Request, session: Session, word: str, template: str, form: object, **more: object
) -> HttpResponse:
    errors = getattr(form, "errors", None)
    context = {
        **session_context(session, request.scope, word),
        "word": word,
        "form": form,
        "shut": "" if session.writable else ARCHIVED,
        "standing": STANDING,
        **more,
    }
    return render(request, f"monitorage/{template}.html", context, status=422 if errors else 200)
