"""A form field that takes the copy of a paper: a PDF, a photo, not too heavy."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.formats import size
from files.kinds import HEAD, TAIL, is_cut, kind_of

MOST = 5 * 1024 * 1024
ROOM = 2 * MOST  # what is a little too heavy comes back with a sentence beside its field
HEAVY = f"Ce fichier est trop lourd\u00a0: {size(MOST)} au plus."
CUT = "Ce PDF est coupé\u00a0: sa fin manque. Enregistrez-le ou numérisez-le de nouveau, puis joignez-le."
# ``data-…``: static/js/weight.js says so before anything is sent.
TAKEN = {"accept": "application/pdf,image/jpeg,image/png", "data-most": MOST, "data-heavy": HEAVY}


class CopyField(forms.FileField):
    """The uploaded file; its ``content_type`` is what its octets say."""

    def __init__(self, **field: Any) -> None:
        field.setdefault("widget", forms.FileInput(attrs=TAKEN))
        field.setdefault("help_text", f"Photo ou numérisation\u00a0: PDF, JPG ou PNG, {size(MOST)} au plus.")
        sentences = {
            "empty": "Ce fichier est vide.",
            "invalid": "Ce fichier n’est pas arrivé. Choisissez-le de nouveau.",
        }
        field["error_messages"] = sentences | field.get("error_messages", {})
        super().__init__(**field)

    def to_python(self, data: Any) -> Any:
        copy: Any = super().to_python(data)
        if copy is None:
            return None
        if copy.size is None or copy.size > MOST:
            raise ValidationError(HEAVY)
        head = copy.read(HEAD)
        copy.seek(0)
        if not (mime := kind_of(head)):
            raise ValidationError("Ce fichier n’est ni un PDF, ni une image JPG ou PNG.")
        copy.seek(max(0, copy.size - TAIL))
        if is_cut(mime, copy.read(TAIL)):
            raise ValidationError(CUT)
        copy.seek(0)
        copy.content_type = mime
        return copy
