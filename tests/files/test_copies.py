"""The copy of a paper that a form takes: its kind, its weight, its end."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from files.fields import CopyField
from files.kinds import TAIL


def pdf(leaves: int = 40) -> bytes:
    """A PDF longer than its tail, as a scanner saves it."""
    made, out = pikepdf.new(), io.BytesIO()
    for n in range(leaves):
        made.add_blank_page()
        made.pages[-1].Contents = made.make_stream(f"% {n} {'x' * 300}".encode())
    made.save(out, linearize=True)
    return out.getvalue()


def taken(content: bytes) -> bytes:
    """What the field hands on, from its first octet."""
    copy = CopyField().clean(SimpleUploadedFile("papier.pdf", content))
    read: bytes = copy.read()
    return read


def test_a_whole_pdf_is_taken_from_its_start() -> None:
    assert taken(pdf()) == pdf()
    assert taken(pdf() + bytes(TAIL - 200)) == pdf() + bytes(TAIL - 200)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_a_pdf_whose_sending_was_cut_is_refused(share: float) -> None:
    whole = pdf()
    assert len(whole) > 2 * TAIL
    with pytest.raises(ValidationError, match="coupé"):
        taken(whole[: int(len(whole) * share)])


def test_a_picture_is_taken_as_it_came() -> None:
    assert taken(b"\xff\xd8\xff photo").startswith(b"\xff\xd8\xff")
