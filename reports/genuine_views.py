"""Is this paper genuine? A page open to whoever holds one, or its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.access import Action, Request, requires
from core.http import reading
from core.throttle import limited
from reports.genuine import cleaned, found, same_file, spelled, told


@limited("document_verify", "GET", "HEAD")
@reading
@requires(Action.ANYONE)
def document_verify(request: Request) -> HttpResponse:
    """Type the code of a paper; one that no paper bears is told as on its own page."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return _kept_by_nobody(render(request, "reports/document_verify.html", {"unknown": False}))
    if found(typed):
        return redirect("document_genuine", code=spelled(cleaned(typed)))
    return _unknown(request)


@limited("document_verify", "GET", "HEAD")
@reading
@requires(Action.ANYONE)
def document_genuine(request: Request, code: str) -> HttpResponse:
    """What anybody may know of the paper that bears this code; its file is compared by its sha256."""
    document = found(code)
    if document is None:
        return _unknown(request)
    typed = request.GET.get("empreinte", "")
    context = {
        "told": told(document),
        "code": spelled(cleaned(code)),
        "typed": typed[:200],
        "same": same_file(document, typed) if typed else None,
    }
    return _kept_by_nobody(render(request, "reports/document_genuine.html", context))


def _unknown(request: HttpRequest) -> HttpResponse:
    """One answer, whatever was typed: a code of nobody, a number, a word."""
    answer = render(request, "reports/document_verify.html", {"unknown": True}, status=404)
    return _kept_by_nobody(answer)


def _kept_by_nobody(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
