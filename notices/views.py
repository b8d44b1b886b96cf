"""One's notices: reading them changes nothing, opening one marks it."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Person
from core.access import Action, Request, Scope, requires
from core.formats import counted
from core.http import acting, reading, writing
from notices.choosing import choose
from notices.forms import ChoicesForm, FilterForm
from notices.models import Notice
from notices.reading import unread_count

PAGE = 30


def own_notice(scope: Scope, pk: int) -> Notice:
    """A notice addressed to this person; 404 for anybody else's."""
    return get_object_or_404(Notice, pk=pk, person=scope.person_id)


@reading
@requires(Action.SELF)
def notice_list(request: Request) -> HttpResponse:
    """The newest first: all, those of one kind, those not read yet."""
    person, form = request.scope.person_id, FilterForm(request.GET)
    notices = Notice.objects.filter(person=person)
    if kind := form.chosen("sujet"):
        notices = notices.filter(kind=kind)
    if form.chosen("lus"):
        notices = notices.filter(read_at=None)
    page = Paginator(notices, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unread": unread_count(person),
        "form": form,
        "filtered": any(request.GET.values()),
    }
    return render(request, "notices/notice_list.html", context)


@writing
@requires(Action.SELF)
def notice_choices(request: Request) -> HttpResponse:
    """Which notices one wants, how; one's address, where this site sends e-mails."""
    person = get_object_or_404(Person, pk=request.scope.person_id)
    mail = settings.MAIL_OFFERED
    form = ChoicesForm(request.POST if request.method == "POST" else None, person=person, mail=mail)
    if request.method == "POST" and form.is_valid():
        choose(person, form)
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("notice_list")
    context = {"form": form, "mail": mail, "crumbs": [("Avis", reverse("notice_list")), ("Vos choix", "")]}
    return render(request, "notices/notice_choices.html", context, status=422 if form.errors else 200)


@acting
@requires(Action.SELF)
def notices_read(request: Request) -> HttpResponse:
    """Mark all as read."""
    unread = Notice.objects.filter(person=request.scope.person_id, read_at=None)
    done = unread.update(read_at=timezone.now())
    messages.success(request, f"{counted(done, 'avis marqué lu', 'avis marqués lus')}.")
    return redirect("notice_list")


@acting
@requires(Action.SELF, own_notice)
def notice_open(_request: Request, notice: Notice) -> HttpResponse:
    """Mark one as read, go to the page where one acts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())
    local = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None) and notice.url.startswith("/")
    return redirect(notice.url if local else "notice_list")
