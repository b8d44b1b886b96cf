"""The one door to a stored file: the right to open it is asked again, now, each time."""

import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from core.access import Action, Request, Scope, requires
from core.http import reading
from files.models import StoredFile
from files.store import open_file

log = logging.getLogger("jekabaara.files")


def file_within(scope: Scope, pk: str) -> StoredFile:
    """A file that this reader may open now; 404 for anything else."""
    stored = get_object_or_404(StoredFile, pk=pk)
    if not scope.may(Action(stored.action), stored.where()):
        raise Http404
    return stored


@reading
@requires(Action.SELF, file_within)
def file_download(request: Request, stored: StoredFile) -> HttpResponseBase:
    """The file, to be saved."""
    return sent(request, stored)


def sent(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """A file whose reader was checked: its own content can neither run nor be guessed for something else."""
    etag = quote_etag(stored.sha256)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            content = open_file(stored)
        except FileNotFoundError:
            log.exception("file_missing id=%s path=%s", stored.pk, stored.path)
            return render(request, "files/file_missing.html", {"stored": stored}, status=404)
        response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.mime)
    _guard(response, etag)
    return response


def _guard(response: HttpResponseBase, etag: str) -> None:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"  # kept by the reader alone, asked for each time
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
