"""Each letter of a PDF is drawn as itself: copied text may be right where the print is blank."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from reports import pdf

LETTERS = "ɛɔɲŋƐƆƝŊàéèêëîïôùûçœ’«»−"
FACES = {"": "Regular", "b": "Bold", "i": "Italic"}
Drawing = list[tuple[str, Any]]


def drawing(font: TTFont, glyph: str) -> Drawing:
    """The outline of a glyph, stroke by stroke."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(pen)
    return list(pen.value)


def shown(page: pikepdf.Page) -> Iterator[tuple[str, bytes]]:
    """(font, codes) of each text drawn on a page."""
    font = ""
    for told in pikepdf.parse_content_stream(page):
        operands, operator = told.operands, told.operator
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in {"Tj", "TJ"}:
            found = operands[0] if isinstance(operands[0], pikepdf.Array) else [operands[0]]
            yield from ((font, bytes(one)) for one in found if isinstance(one, pikepdf.String))


def letters_of(font: Any) -> dict[int, str]:
    """Code → letter, as whoever copies the text gets it."""
    found, inside = {}, False
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        if line.endswith("beginbfchar"):
            inside = True
        elif line == "endbfchar":
            inside = False
        elif inside:
            code, letter = line.strip("<>").split("> <")
            found[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    return found


def drawn(content: bytes) -> dict[str, Drawing]:
    """Letter → what the page draws for it."""
    file = pikepdf.open(io.BytesIO(content))  # a page dies with its file
    page, found = file.pages[0], {}
    for name, codes in shown(page):
        font: Any = page.Resources.Font[name]
        inside = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        outlines = TTFont(io.BytesIO(inside))
        letters = letters_of(font)
        for i in range(0, len(codes), 2):
            code = int.from_bytes(codes[i : i + 2])
            found[letters[code]] = drawing(outlines, outlines.getGlyphName(code))
    return found


@pytest.fixture(params=FACES)
def face(request: pytest.FixtureRequest) -> str:
    """An element of HTML: plain, bold, italic."""
    return str(request.param)


def test_each_letter_is_drawn_as_our_font_draws_it(face: str, one_line: Any) -> None:
    ours = TTFont(settings.BASE_DIR / "static" / "fonts" / f"NotoSans-{FACES[face]}.ttf")
    names = ours.getBestCmap()
    content = pdf.render(*one_line(f"<{face}>{LETTERS}</{face}>" if face else LETTERS))
    found = drawn(content)
    assert set(LETTERS) <= set(found)
    for letter in LETTERS:
        assert found[letter], letter
        assert found[letter] != drawing(ours, ".notdef"), letter
        assert found[letter] == drawing(ours, names[ord(letter)]), letter
