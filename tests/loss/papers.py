"""Works that make papers: how far they are, and that each paper stands whole on the disk."""

import hashlib
import io
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils import timezone
from pypdf import PdfReader

from files.store import path_of
from jobs.models import Job
from reports.models import Document

PATIENCE = 120.0  # seconds, for papers of some seconds each on a machine that others use


def printed(count: int) -> Callable[[], bool]:
    """Are so many papers in the register?"""
    return lambda: Document.objects.count() >= count


def all_over() -> bool:
    """Is every work done?"""
    return not Job.objects.exclude(state=Job.State.DONE).exists()


def silent() -> None:
    """A minute without a sign of life, without waiting for it."""
    Job.objects.filter(state=Job.State.RUNNING).update(heartbeat_at=timezone.now() - timedelta(seconds=61))


def stand_whole(documents: Iterable[Document]) -> None:
    """Each file is the one that its row tells of, from the first page to the last octet."""
    for document in documents:
        content = path_of(document.file).read_bytes()
        assert content.endswith(b"%%EOF\n"), document.number
        assert hashlib.sha256(content).hexdigest() == document.sha256 == document.file.sha256
        assert document.number in PdfReader(io.BytesIO(content)).pages[0].extract_text()
