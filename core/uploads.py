"""No page takes a file unless it says so: then it says how heavy."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files import uploadhandler
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from core.formats import size as size_words

V = TypeVar("V", bound=Callable[..., Any])
NO_FILE = "Cette page ne prend pas de fichier."


class Unwanted(BadRequest):
    """A body that no page of ours sends: a file where none is taken, something too heavy."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def accepts_files(octets: int) -> Callable[[V], V]:
    """``@accepts_files(5 * MB)``, the outermost decorator: it takes files, together so heavy at most."""

    def mark(view: V) -> V:
        view.accepts_files = octets  # type: ignore[attr-defined]
        return view

    return mark


class UploadsMiddleware:
    """Stands before whatever reads the body; a body announced as too heavy is refused unread."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _parts: Any) -> None:
        """Raises Unwanted (413); a refused file raises it later (415), where the body is read."""
        octets = int(getattr(view, "accepts_files", 0))
        most = octets + int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
        if _announced(request) > most:
            raise Unwanted(413, _too_heavy(most))
        if (
            not octets
            and getattr(view, "csrf_exempt", False)
            and request.content_type == "multipart/form-data"
        ):
            raise Unwanted(415, NO_FILE)  # nobody would read its body, nor see the file
        if octets:
            request.upload_handlers = [
                _Bounded(request, octets),
                uploadhandler.MemoryFileUploadHandler(request),
                uploadhandler.TemporaryFileUploadHandler(request),
            ]
        else:
            request.upload_handlers = [_Closed(request)]


class _Closed(FileUploadHandler):
    """Takes no file at all."""

    def new_file(self, *_: Any, **__: Any) -> None:
        raise Unwanted(415, NO_FILE)

    def receive_data_chunk(self, *_: Any) -> bytes | None:
        raise Unwanted(415, NO_FILE)

    def file_complete(self, *_: Any) -> None:
        raise Unwanted(415, NO_FILE)


class _Bounded(FileUploadHandler):
    """Lets files through to the next handler while they are, together, light enough."""

    def __init__(self, request: HttpRequest, octets: int) -> None:
        super().__init__(request)
        self.octets = octets
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, *_: Any) -> bytes | None:
        self.taken += len(raw_data)
        if self.taken > self.octets:
            for handler in self.request.upload_handlers if self.request else ():
                handler.upload_interrupted()  # what came so far does not stay on the disk
            raise Unwanted(413, _too_heavy(self.octets))
        return raw_data

    def file_complete(self, *_: Any) -> None:
        return None


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _too_heavy(octets: int) -> str:
    return f"Ce qui est envoyé est trop lourd\u00a0: {size_words(octets)} au plus."
