"""One's notices: reading them changes nothing, opening one marks it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from core.access import Action, Request, Scope, requires
from core.formats import counted
from core.http import acting, reading
from notices.models import Notice
from notices.reading import unread_count

PAGE = 30


def own_notice(scope: Scope, pk: int) -> Notice:
    """A notice addressed to this person; 404 for anybody else's."""
    return get_object_or_404(Notice, pk=pk, person=scope.person_id)


@reading
@requires(Action.SELF)
def notice_list(request: Request) -> HttpResponse:
    """The newest first."""
    person = request.scope.person_id
    page = Paginator(Notice.objects.filter(person=person), PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/notice_list.html", {"page": page, "unread": unread_count(person)})


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
