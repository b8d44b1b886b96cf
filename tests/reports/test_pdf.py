"""The renderer: tagged PDF in French, our fonts inside, nothing fetched."""

import gc
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from reports import pdf

Render = Callable[[str], PdfReader]


@pytest.fixture
def rendered(tmp_path: Path, settings: Settings) -> Render:
    """Renders a page written on the spot."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]

    def render(body: str, **context: Any) -> PdfReader:
        page = f'<!doctype html><html lang="fr"><head><title>Essai</title></head><body>{body}</body></html>'
        (tmp_path / "essai.html").write_text(page, encoding="utf-8")
        return PdfReader(io.BytesIO(pdf.render("essai.html", context)))

    return render


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Name of each font → whether its file is inside."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font.get_object()
            base = inner["/DescendantFonts"][0].get_object() if "/DescendantFonts" in inner else inner
            found[str(base["/BaseFont"])] = (
                "/FontFile2" in base["/FontDescriptor"] or "/FontFile3" in base["/FontDescriptor"]
            )
    return found


def test_a_tagged_pdf_in_french(rendered: Render) -> None:
    reader = rendered("<h1>Santé</h1><p>Bɛ ɲɛ, ŋana, kɔnɔ</p>")
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in metadata
    assert ">1<" in metadata or 'part="1"' in metadata
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "Bɛ ɲɛ, ŋana, kɔnɔ" in reader.pages[0].extract_text()


def test_our_fonts_are_inside(rendered: Render) -> None:
    found = fonts(rendered("<p>Texte, <b>gras</b>, <i>italique</i>, −3 %</p>"))
    assert len(found) == 3
    assert all(found.values())
    assert all("Jekabaara-Sans" in name for name in found)


def test_nothing_is_fetched(rendered: Render, server: tuple[str, list[str]], tmp_path: Path) -> None:
    base, asked = server
    secret = tmp_path / "secret.svg"
    secret.write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='9'><text y='9'>SECRET</text></svg>"
    )
    reader = rendered(
        f'<img alt="a" src="{base}/a.svg"><img alt="b" src="file://{secret}"><img alt="c" src="secret.svg">'
        f'<link rel="stylesheet" href="{base}/b.css"><p style="background: url({base}/c.png)">x</p>'
        f'<link rel="attachment" href="file://{secret}">'
    )
    assert asked == []
    assert "SECRET" not in "".join(page.extract_text() for page in reader.pages)
    assert not list(reader.attachments)


def test_what_people_wrote_is_text(rendered: Render, server: tuple[str, list[str]]) -> None:
    base, asked = server
    reader = rendered("<p>{{ name }}</p>", name=f'<img src="{base}/x">')  # type: ignore[call-arg]
    assert asked == []
    assert "<img src=" in reader.pages[0].extract_text()


def test_the_collector_is_on_again(rendered: Render) -> None:
    assert gc.isenabled()
    rendered("<p>x</p>")
    assert gc.isenabled()


def test_the_sheet_holds_its_fonts() -> None:
    style = pdf.style()
    assert style.count("url(data:font/ttf;base64,") == 3
    assert "url(../" not in style


def test_files_outside_static_are_refused() -> None:
    with pytest.raises(ValueError, match="Outside static"):
        pdf.data_uri(Path(__file__))


def test_this_machine_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdf.pdf_possible() == ""
    monkeypatch.setattr(pdf, "LIBRARIES", ("libabsente.so.9",))
    assert "libabsente.so.9" in pdf.pdf_possible()
    assert "apt-get install" in pdf.pdf_possible()
    with pytest.raises(pdf.PdfUnavailable, match="il manque libabsente"):
        pdf.render("essai.html", {})
