"""PDF from a template by WeasyPrint, which is given everything: it fetches nothing."""

import base64
import ctypes
import gc
import mimetypes
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from core.memory import without_collector
from core.workflow import Refusal

# What WeasyPrint opens when it is imported, by the names the linker knows.
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
STYLE = "css/print.css"
# What prints nothing and deceives: control signs, signs that turn the order of what follows, hidden tags,
# halves of a sign. A name never changes how the figures beside it are read.
_UNPRINTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\uffff\U000e0000-\U000e007f]"
)
_URL = re.compile(r"""url\(\s*['"]?(?!data:)([^'")]+)['"]?\s*\)""")


class PdfUnavailable(Refusal):
    """This machine cannot make a PDF; the message is a French sentence that says why and what to do."""


def pdf_possible() -> str:
    """Empty when this machine can make a PDF; otherwise the reason, in French."""
    if sys.platform != "linux":
        return ""  # elsewhere the libraries have other names: the import itself will tell
    missing = [name for name in LIBRARIES if not _opens(name)]
    if not missing:
        return ""
    return (
        f"Les PDF ne peuvent pas être produits sur cette machine\u202f: il manque {', '.join(missing)}. "
        "Sous Debian\u00a0: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig."
    )


def preload() -> None:
    """Import WeasyPrint once, before the worker's children are born: the first PDF does not wait for it."""
    if not pdf_possible():
        _weasyprint()


def render(template: str, context: Mapping[str, Any]) -> bytes:
    """The PDF/UA-1 of ``template``. Raises PdfUnavailable when the native libraries are absent."""
    if reason := pdf_possible():
        raise PdfUnavailable(reason)
    weasyprint = _weasyprint()
    markup = printable(render_to_string(template, dict(context)))
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    with _without_collector():
        # One FontConfiguration for the sheet and for the writing, or the fonts are dropped silently.
        fonts = weasyprint.text.fonts.FontConfiguration()
        sheet = weasyprint.CSS(string=style(), url_fetcher=fetcher, font_config=fonts)
        page = weasyprint.HTML(string=markup, url_fetcher=fetcher)
        return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"))


def printable(text: str) -> str:
    """``text`` without the signs that print nothing: each leaves « \ufffd », so that it is seen."""
    return _UNPRINTED.sub("\ufffd", text)


@cache
def style() -> str:
    """The style sheet of the paper, its fonts and images written inside it."""
    path = _static(STYLE)
    return _URL.sub(
        lambda found: f"url({data_uri(path.parent / found[1])})", path.read_text(encoding="utf-8")
    )


def data_uri(path: Path) -> str:
    """A file of ``static/`` as a data: address. Raises ValueError for a file that stands elsewhere."""
    inside = path.resolve()
    if not inside.is_relative_to(_static("").resolve()):
        raise ValueError(f"Outside static/: {path}")
    mime = mimetypes.guess_type(inside.name)[0] or "application/octet-stream"
    return f"data:{mime};base64,{base64.b64encode(inside.read_bytes()).decode()}"


def _static(name: str) -> Path:
    return Path(settings.BASE_DIR) / "static" / name


def _opens(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _weasyprint() -> Any:
    """The library, imported here and nowhere else: it loads native code that a web process does not need."""
    try:
        import weasyprint  # noqa: PLC0415 - see above
        import weasyprint.text.fonts  # noqa: PLC0415
        import weasyprint.urls  # noqa: PLC0415
    except OSError as error:
        raise PdfUnavailable(f"WeasyPrint ne trouve pas ses bibliothèques\u00a0: {error}") from error
    return weasyprint


@contextmanager
def _without_collector() -> Iterator[None]:
    """A render makes very many boxes; between two renders they are swept."""
    try:
        with without_collector():
            yield
    finally:
        gc.collect()
