"""The paper's frame prints with our fonts alone, every letter of Bamanankan among them."""

from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont

WEIGHTS = ["Regular", "Bold", "Italic"]
LETTERS = "ɛɔɲŋƐƆƝŊàéèêëîïôùûçœŒÉÀ’«»…–—·°×±\u00a0\u202f\u2011\u2212"
SHEET = {
    "doc_title": "Rapport trimestriel",
    "place_line": "Commune de Boron",
    "stamp": "n° 1",
    "fictitious": True,
    "state": "Projet",
    "facts": [("Numéro", "jɛkabaara \u22123")],
    "signers": [("La commune", "Oumou Diarra, maire")],
}


@pytest.fixture(scope="module")
def weasyprint() -> Any:
    """The printing library, where its native libraries are."""
    try:
        import weasyprint  # noqa: PLC0415 - it opens native libraries
    except OSError:
        pytest.skip("WeasyPrint’s native libraries are absent")
    return weasyprint


def printed(weasyprint: Any) -> pypdf.PdfReader:
    """The frame with its cover, as a PDF."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    css = weasyprint.CSS(filename=settings.BASE_DIR / "static" / "css" / "print.css", font_config=fonts)
    parts = ["cover", "signatures"]
    inside = "".join(render_to_string(f"paper/parts/{part}.html", SHEET) for part in parts)
    html = render_to_string("paper/base.html", SHEET).replace("</main>", f"{inside}</main>")
    pdf = weasyprint.HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1")
    return pypdf.PdfReader(BytesIO(pdf))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_one_file_a_weight_holds_every_letter(weight: str) -> None:
    letters = TTFont(settings.BASE_DIR / "static" / "fonts" / f"NotoSans-{weight}.ttf").getBestCmap()
    assert [letter for letter in LETTERS if ord(letter) not in letters] == []


def test_only_our_fonts_are_embedded(weasyprint: Any) -> None:
    names = set()
    for page in printed(weasyprint).pages:
        resources: Any = page["/Resources"]
        names |= {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert names
    assert all("Jekabaara-Sans" in name for name in names)


def test_the_sheet_says_what_where_and_that_it_is_fictitious(weasyprint: Any) -> None:
    text = printed(weasyprint).pages[0].extract_text()
    for words in ("Rapport trimestriel", "Commune de Boron", "données fictives", "jɛkabaara", "page 1 / 1"):
        assert words in text
