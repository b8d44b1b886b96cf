"""Asking for the consolidated report of a district, of a région."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from communes.models import District, Region
from core.access import Action, Request, Scope, requires
from core.http import writing
from core.throttle import limited
from reports import asking
from reports.consolidated import jobs
from reports.consolidated.issuing import editions
from reports.consolidated.wide import Wide, inside, name_of, tally_of, with_name
from reports.forms import reason_of, refused, reissue_form
from reports.quarterly import quarter_words
from reports.reach import quarter_of


def district_read(scope: Scope, code: str) -> District:
    """A district whose own papers this reader opens; 404 otherwise."""
    district: District = get_object_or_404(
        District.objects.open_on().select_related("region"), code=code[:20]
    )
    if not scope.may(Action.DOCUMENT_SEE, district.where()):
        raise Http404
    return district


def region_read(scope: Scope, code: str) -> Region:
    """A région whose own papers this reader opens; 404 otherwise."""
    region: Region = get_object_or_404(Region.objects.open_on(), code=code[:20])
    if not scope.may(Action.DOCUMENT_SEE, region.where()):
        raise Http404
    return region


@limited("document_ask", "POST")
@writing
@requires(Action.DOCUMENT_ISSUE, district_read)
def consolidated_district_ask(request: Request, district: District) -> HttpResponse:
    """Check before asking: which quarter, what came in. POST asks, and leads to the job."""
    return _ask(request, district, reverse("consolidated_district_ask", args=[district.code]))


@limited("document_ask", "POST")
@writing
@requires(Action.DOCUMENT_ISSUE, region_read)
def consolidated_region_ask(request: Request, region: Region) -> HttpResponse:
    """The same for a région."""
    return _ask(request, region, reverse("consolidated_region_ask", args=[region.code]))


def _ask(request: Request, place: Wide, url: str) -> HttpResponse:
    today = timezone.localdate()
    quarters = asking.quarters(today)
    given = request.POST.get("trimestre") or request.GET.get("trimestre")
    quarter = quarter_of(given, quarters[0])
    reason, tally = asking.why_not(quarter, today), tally_of(place, quarter)
    former = editions(place, quarter).first()
    posted = request.POST if request.method == "POST" and tally.expected and not reason else None
    form = reissue_form(former, posted)
    if posted is not None and not refused(form):
        person = Person.objects.get(pk=request.scope.person_id or 0)
        return redirect("job_show", pk=jobs.ask_one(place, quarter, person, reason_of(form)).pk)
    context = {
        "ask_url": url,
        "of": with_name(place),
        "quarter": quarter,
        "quarters": asking.choices(quarters, quarter),
        "quarter_words": quarter_words(quarter),
        "former": former,
        "form": form,
        "check": tally,
        "within": inside(place),
        "reason": reason,
        "crumbs": [("Documents", reverse("document_list")), (name_of(place), "")],
    }
    status = 422 if form and form.errors else 200
    return render(request, "reports/consolidated_ask.html", context, status=status)
