"""The kinds of files people join: a PDF, a photo. The content speaks, never the name."""

KINDS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
HEAD = 16  # octets that tell
PDF = "application/pdf"
PDF_END = b"%%EOF"
TAIL = 4096  # octets where readers look for the end of a PDF, and what some scanners write after it


def kind_of(head: bytes) -> str:
    """The type of a file by its first octets, "" for anything but PDF, JPEG, PNG."""
    return next((mime for start, mime in KINDS.items() if head.startswith(start)), "")


def is_cut(mime: str, tail: bytes) -> bool:
    """Was the sending of this PDF cut: its last ``TAIL`` octets have no end? A picture shows it by itself."""
    return mime == PDF and PDF_END not in tail
