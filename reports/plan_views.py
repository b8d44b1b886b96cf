"""Asking for a plan on paper."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Person
from core.access import Action, Request, requires
from core.http import writing
from core.throttle import limited
from planning.effects import page_of
from planning.loaders import plan_at
from planning.models import Plan
from planning.news import subject_of
from reports import pdf, tasks
from reports.forms import reason_of, refused, reissue_form
from reports.models import Document
from reports.plan_papers import last_edition, may_have

NOT_HERE = "Ce papier est gardé par la commune qui accueille le CSCOM\u00a0: vous lisez le plan à l’écran."


@limited("document_ask", "POST")
@writing
@requires(Action.PLAN_APPROVED_SEE, plan_at)
def plan_document(request: Request, plan: Plan) -> HttpResponse:
    """Check before asking: which state will be printed. POST asks, and leads to the job."""
    reason = pdf.pdf_possible() or ("" if may_have(request.scope, plan) else NOT_HERE)
    former = last_edition(plan)
    posted = request.POST if request.method == "POST" and not reason else None
    form = reissue_form(former, posted)
    if posted is not None and not refused(form):
        person = Person.objects.get(pk=request.scope.person_id or 0)
        return redirect("job_show", pk=tasks.ask_plan(plan, person, reason_of(form)).pk)
    issued = Document.objects.visible_to(request.scope).filter(plan=plan).order_by("-edition")
    context = {
        "plan": plan,
        "title": subject_of(plan),
        "former": former,
        "form": form,
        "issued": issued,
        "reason": reason,
        "crumbs": [(subject_of(plan), page_of(plan)), ("Sur papier", "")],
    }
    return render(request, "reports/plan_document.html", context, status=422 if form and form.errors else 200)
