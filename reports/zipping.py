"""Many papers in one ZIP, written while it is read: never whole in memory nor on the disk."""

from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from core.formats import HARD, counted
from files.store import CHUNK, open_file
from reports.models import Document

LIST = "LISEZ-MOI.txt"
LIGHT = 1  # a PDF is compressed already


class _Pipe:
    """Where the ZIP is written: what nobody has taken yet, and no more."""

    def __init__(self) -> None:
        self._octets = bytearray()

    def write(self, octets: bytes) -> int:
        """Keep them until they are taken."""
        self._octets += octets
        return len(octets)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def close(self) -> None:
        """Nothing to shut."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._octets)
        self._octets.clear()
        return taken


def zipped(papers: Iterable[Document], refused: int) -> Iterator[bytes]:
    """The ZIP, chunk by chunk: each paper under its number, then the list of their fingerprints.

    ``papers`` come with their file; ``refused``: how many others this reader may not open, as the list says.
    A file that the disk lost is named there too.
    """
    pipe, lines = _Pipe(), []
    with ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=LIGHT) as archive:
        for paper in papers:
            try:
                content = open_file(paper.file)
            except FileNotFoundError:
                lines.append(f"{paper.number}{HARD}: le fichier manque sur le disque du serveur")
                continue
            with content, archive.open(_entry(f"{paper.number}.pdf", paper), "w") as inside:
                while chunk := content.read(CHUNK):
                    inside.write(chunk)
                    yield pipe.take()
            lines.append(f"{paper.sha256}  {paper.number}.pdf")
        if refused:
            lines.append(f"{counted(refused, 'document', 'documents')} que votre mandat n’ouvre pas")
        # Dated by nothing: the same papers make the same file.
        archive.writestr(ZipInfo(LIST), "\r\n".join([*(lines or ["Aucun document."]), ""]))
    yield pipe.take()


def _entry(name: str, paper: Document) -> ZipInfo:
    made = timezone.localtime(paper.issued_at)
    entry = ZipInfo(name, (made.year, made.month, made.day, made.hour, made.minute, made.second))
    entry.compress_type = ZIP_DEFLATED
    return entry
