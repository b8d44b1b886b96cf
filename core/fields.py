"""Form fields that take numbers, days as people here write them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import formats

NOT_A_DAY = "Écrivez une date, par exemple 08 10 2026"
_DAY = re.compile(r"(\d{1,2})[ /.\-](\d{1,2})[ /.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class NumberField(forms.Field):
    """« 1 234 », « 1.234 », « 12,5 » → int or Decimal; None when left empty and optional.

    ``whole`` refuses decimals; ``least`` and ``most`` are inclusive limits.
    """

    widget = forms.TextInput

    def __init__(
        self, *, whole: bool = True, least: int | None = 0, most: int | None = None, **field: Any
    ) -> None:
        self.whole, self.least, self.most = whole, least, most
        super().__init__(**field)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        mode = "numeric" if self.whole else "decimal"
        return super().widget_attrs(widget) | {"inputmode": mode, "autocomplete": "off"}

    def to_python(self, value: Any) -> int | Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int | Decimal):
            return value
        try:
            return formats.parse_number(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.whole and value != int(value):
            raise ValidationError("Écrivez un nombre entier, sans virgule", code="whole")
        if self.least is not None and value < self.least:
            raise ValidationError(f"Écrivez un nombre d’au moins {formats.number(self.least)}", code="least")
        if self.most is not None and value > self.most:
            raise ValidationError(f"Écrivez un nombre d’au plus {formats.number(self.most)}", code="most")


class DayField(forms.Field):
    """« 08 10 2026 », « 8/10/2026 », « 2026-10-08 » → date; shown back as 08 10 2026."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d %m %Y") if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        text = str(value).translate({0xA0: " ", 0x202F: " "}).strip()
        found, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
        try:
            if found:
                return date(int(found[3]), int(found[2]), int(found[1]))
            if iso:
                return date(int(iso[1]), int(iso[2]), int(iso[3]))
        except ValueError as error:  # the 31st of February
            raise ValidationError("Cette date n’existe pas", code="invalid") from error
        raise ValidationError(NOT_A_DAY, code="invalid")
