"""Issued documents: the register, one of them, asking for one, asking for all."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import Commune, CommuneQuerySet
from core.access import Action, PlaceSet, Request, Scope, requires
from core.http import reading, writing
from core.months import Quarter
from core.throttle import limited
from monitoring.places import place_of
from monitoring.spans import PARAMETER, last_due, spans
from reports import asking, tasks
from reports.cam.paper import action_of
from reports.consolidated.wide import wides_of
from reports.forms import reason_of, refused, reissue_form
from reports.genuine import spelled
from reports.issuing import last_edition
from reports.models import Document, DocumentKind
from reports.quarterly import quarter_words
from reports.reach import communes_of, load_commune, load_document, quarter_of

PAGE = 40
ASKED_AT: dict[str, str] = {DocumentKind.ESSENTIAL: "essential_ask", DocumentKind.DOSSIER: "dossier_ask"}


@reading
@requires(Action.DOCUMENT_SEE)
def document_list(request: Request) -> HttpResponse:
    """The documents within reach, newest first, by quarter and commune."""
    places = request.scope.reach(Action.DOCUMENT_SEE)
    within = Document.objects.visible_to(request.scope)
    asked = request.GET.get
    quarter, code, kind = asked("trimestre", ""), asked("commune", ""), asked("nature", "")
    given = (("quarter", quarter), ("commune__code", code), ("kind", kind))
    wanted = {key: value for key, value in given if value}
    found = within.filter(**wanted).with_newer().placed().select_related("file")
    codes = within.exclude(quarter="").order_by().values_list("quarter", flat=True)
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "quarters": [Quarter.parse(code) for code in sorted(set(codes), reverse=True)],
        "communes": communes_of(places).order_by("name"),
        "kinds": DocumentKind.choices,
        "quarter": quarter,
        "code": code,
        "kind": kind,
        "wides": wides_of(request.scope.reach(Action.DOCUMENT_ISSUE)),
        "may_issue": request.scope.may(Action.DOCUMENT_ISSUE),
        "may_batch": request.scope.may(Action.DOCUMENT_BATCH),
    }
    return render(request, "reports/document_list.html", context)


@reading
@requires(Action.DOCUMENT_SEE, load_document)
def document_show(request: Request, document: Document) -> HttpResponse:
    """What is known of one paper: number, edition, date, fingerprint, who asked."""
    editions = list(document.editions().order_by("edition"))
    context = {
        "document": document,
        "editions": [other for other in editions if other != document],
        "newer": next((other for other in reversed(editions) if other.edition > document.edition), None),
        "former": next((other for other in editions if other.edition == document.edition - 1), None),
        "code": spelled(document.code) if document.code else "",
        "may_issue": _may_issue(request.scope, document),
        "again_url": again_url(document),
        "digest": [document.sha256[i : i + 8] for i in range(0, 64, 8)],
        "crumbs": [("Documents", reverse("document_list")), (document.number, "")],
    }
    return render(request, "reports/document_show.html", context)


@limited("document_ask", "POST")
@writing
@requires(Action.DOCUMENT_ISSUE, load_commune)
def report_ask(request: Request, commune: Commune) -> HttpResponse:
    """Check before asking: which quarter, what is in it, what is missing. POST asks, and leads to the job."""
    quarters = asking.quarters(timezone.localdate())
    quarter = quarter_of(_given(request, "trimestre"), quarters[0])
    reason = asking.why_not(quarter, timezone.localdate())
    check, former = asking.check(commune, quarter), last_edition(commune, quarter)
    posted = request.POST if request.method == "POST" and check.expected and not reason else None
    form = reissue_form(former, posted)
    if posted is not None and not refused(form):
        job = tasks.ask_one(commune, quarter, _person(request), reason_of(form))
        return redirect("job_show", pk=job.pk)
    context = {
        "commune": commune,
        "quarter": quarter,
        "quarters": asking.choices(quarters, quarter),
        "quarter_words": quarter_words(quarter),
        "former": former,
        "form": form,
        "check": check,
        "reason": reason,
        "crumbs": [("Documents", reverse("document_list")), (commune.name, "")],
    }
    return render(request, "reports/report_ask.html", context, status=422 if form and form.errors else 200)


@limited("document_ask", "POST")
@writing
@requires(Action.DOCUMENT_BATCH)
def report_batch(request: Request) -> HttpResponse:
    """Every commune of the région at once, or only those without a report for the quarter."""
    quarters = asking.quarters(timezone.localdate())
    quarter = quarter_of(_given(request, "trimestre"), quarters[0])
    places = request.scope.reach(Action.DOCUMENT_BATCH)
    rows = asking.issued(_communes(places), quarter)
    missing = sum(not row.documents for row in rows)
    reason, again = asking.why_not(quarter, timezone.localdate()), request.POST.get("lesquels") == "tous"
    former = next((row.documents[0] for row in rows if row.documents), None)
    posted = request.POST if request.method == "POST" and not reason and rows else None
    form = reissue_form(former, posted if again else None)
    if posted is not None and not (again and refused(form)):
        why = reason_of(form) if again else ""
        job = tasks.ask_all(quarter, len(rows), _person(request), only_missing=not again, reason=why)
        return redirect("job_show", pk=job.pk)
    context = {
        "quarter": quarter,
        "quarters": asking.choices(quarters, quarter),
        "quarter_words": quarter_words(quarter),
        "rows": rows,
        "missing": missing,
        "form": form,
        "reason": reason,
        "crumbs": [("Documents", reverse("document_list")), ("Toutes les communes", "")],
    }
    return render(request, "reports/report_batch.html", context, status=422 if form and form.errors else 200)


def _communes(places: PlaceSet) -> CommuneQuerySet:
    return Commune.objects.open_on().within(places).select_related("cercle").order_by("name", "code")


def again_url(document: Document) -> str:
    """Where a new edition is asked for; "" for a paper of months that nobody asks for any more."""
    if document.meeting_id is not None:
        return reverse("meeting_dossier_ask", args=[document.meeting_id]) + f"?piece={document.piece}"
    if document.plan:
        plan = document.plan
        return reverse("plan_document", args=[plan.aire.code, plan.year, plan.edition])
    if document.cam:
        cam = document.cam
        parts = [cam.aire.code, cam.commune.code, cam.edition]
        if document.kind == DocumentKind.CAM_REVIEW:
            return reverse("cam_review_document", args=[*parts, document.months[0].year])
        return reverse("cam_document", args=parts)
    if document.wide:
        name = f"consolidated_{place_of(document.wide).kind}_ask"
        return reverse(name, args=[document.wide.code]) + f"?trimestre={document.quarter}"
    assert document.commune is not None  # noqa: S101 - said by the database
    if document.quarter:
        return reverse("report_ask", args=[document.commune.code]) + f"?trimestre={document.quarter}"
    code = next((s.code for s in spans(last_due()) if list(s.months) == document.months), "")
    if not code:
        return ""
    return reverse(ASKED_AT[document.kind], args=[document.commune.code]) + f"?{PARAMETER}={code}"


def _may_issue(scope: Scope, document: Document) -> bool:
    if document.meeting:
        return scope.may(Action.MEETING_KEEP, document.meeting.where())
    if document.cam:
        return scope.may(action_of(document.cam), document.cam.where())
    place = document.wide or document.commune
    return place is not None and scope.may(Action.DOCUMENT_ISSUE, place.where())


def _given(request: HttpRequest, name: str) -> str | None:
    return request.POST.get(name) or request.GET.get(name)


def _person(request: Request) -> Person:
    return Person.objects.get(pk=request.scope.person_id or 0)
