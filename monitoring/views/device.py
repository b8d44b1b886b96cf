"""What a browser asks when it works away from the network: the shell, the worker, the pack, the sendings."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from core import formats
from core.access import Action, Request, requires
from core.http import acting, reading
from core.problems import MEDIA_TYPE, SENTENCES
from monitoring.device.pack import pack
from monitoring.device.sending import UnreadableError, read_sending, receive
from monitoring.entry import ENTER
from monitoring.loaders import report_at
from monitoring.models import MonthlyReport
from monitoring.sheet import Block
from monitoring.sight import sight_of

JSON = "application/json"
STATIC = Path(settings.BASE_DIR) / "static"
FILES = (
    "css/tokens.css",
    "css/screen.css",
    "css/work.css",
    "css/sheet.css",
    "img/sign.svg",
    "img/symbols.svg",
    "vendor/idb-8.0.4/idb.min.js",
    "js/numbers.js",
    "js/reckon.js",
    "js/store.js",
    "js/sync.js",
    "js/account.js",
    "js/cells.js",
    "js/form.js",
    "js/sheet.js",
    "js/panel.js",
    "js/shell.js",
)
SHELL = ("base.html", "parts/*.html", "monitoring/parts/*.html", "monitoring/shell.html", "monitoring/sw.js")
# The bar at the foot, before the script has reckoned it.
NOTHING_YET = {
    "checks": True,
    "desk": {"why": ""},
    "bar": dict.fromkeys(("filled", "expected", "wrong", "unexplained", "days"), 0)
    | {"wrong_url": "", "what": "", "due": None},
}
NOT_THIS_PERSON = "Une autre personne est connectée sur cet appareil : rien n’a été envoyé."
# What every page says of its reader, said of nobody: browsers keep this page for whoever comes next.
NOBODY_HERE: dict[str, Any] = {
    "signed_in": False,
    "person_id": None,
    "types_figures": False,
    "person_line": "",
    "menu": [],
    "footer_links": [],
    "unread_notices": 0,
}


@reading
@requires(Action.ANYONE)
def service_worker(request: Request) -> HttpResponse:
    """The script that answers when the network does not: it keeps a shell, and nothing of anybody."""
    context = {"version": version(), "files": json.dumps([static(name) for name in FILES])}
    response = render(request, "monitoring/sw.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@cache
def version() -> str:
    """A name that changes with any file of the shell."""
    files = [STATIC / name for name in FILES] + templates()
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def templates() -> list[Path]:
    """All that the shell is drawn from."""
    folder = Path(settings.BASE_DIR) / "templates"
    return [path for pattern in SHELL for path in sorted(folder.glob(pattern))]


@reading
@requires(Action.ANYONE)
def offline_shell(request: Request) -> HttpResponse:
    """The page that draws a form from what the device keeps; the same for everybody."""
    return render(request, "monitoring/shell.html", NOBODY_HERE | NOTHING_YET)


@reading
@requires(Action.SELF)
def device_pack(request: Request) -> HttpResponse:
    """The reports this person types, to carry away."""
    known = [name for name in request.GET.get("formulaires", "").split(",") if name]
    response = JsonResponse(pack(request.scope, _table, known=known, also=_also(request)))
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return response


def _also(request: Request) -> MonthlyReport | None:
    """The report named « aire/mois », when its reader types in it."""
    aire, _, month = request.GET.get("aussi", "").partition("/")
    if not (aire and month):
        return None
    try:
        report = report_at(request.scope, aire, month)
    except Http404:
        return None
    return report if any(request.scope.may(action, report.where()) for action in ENTER.values()) else None


def _table(block: Block) -> str:
    return render_to_string("monitoring/parts/grid.html", {"block": block})


@reading
@requires(Action.ANYONE)
def sync_probe(request: Request) -> HttpResponse:
    """Is the server there, and for whom (null: nobody)? With the token of the sendings to come."""
    signed_in = request.scope.signed_in
    return JsonResponse(
        {
            "personne": request.scope.person_id if signed_in else None,
            "jeton": get_token(request) if signed_in else "",
            "heure": formats.hour(timezone.localtime()),
        },
        headers={"Cache-Control": "no-store"},
    )


@acting
@requires(Action.MANAGEMENT_SEE, report_at)
def sync_send(request: Request, report: MonthlyReport) -> HttpResponse:
    """One sending of a device: what was received, refused, changed on both sides."""
    where = report.where()
    if not any(request.scope.may(action, where) for action in ENTER.values()):
        raise PermissionDenied
    if request.content_type != JSON:
        return _said(415, SENTENCES[415])
    try:
        sending = read_sending(request.body, report)
    except UnreadableError as error:
        return _said(400, str(error))
    if sending.person != request.scope.person_id:
        return _said(403, NOT_THIS_PERSON)
    answer = receive(sight_of(report, request.scope), sending)
    whole = not answer["refusees"] and not answer.get("conflits")
    return JsonResponse(answer, status=200 if whole else 409)


def _said(status: int, why: str) -> HttpResponse:
    return JsonResponse({"detail": why}, status=status, content_type=MEDIA_TYPE)
