"""Tags for the pieces of a page: symbols (screen, paper), form controls, page numbers."""

from collections.abc import Iterator
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils.safestring import SafeString

from core import symbols

register = template.Library()


@register.simple_tag
def sym(name: str, tone: str = "") -> SafeString:
    """``{% sym "ok" %}``: a symbol on screen; ``{% sym "ok" "ok" %}`` in its status colour."""
    return symbols.on_screen(name, tone)


@register.simple_tag
def psym(name: str, tone: str = "") -> SafeString:
    """``{% psym "ok" %}``: the same symbol written in full, for the PDF."""
    return symbols.on_paper(name, tone)


@register.simple_tag
def control(field: BoundField, width: str = "") -> SafeString:
    """The bare control of a form field in the house's dress; ``width``: w5, w10, w15 (characters)."""
    if isinstance(field.field.widget, forms.CheckboxInput):
        return field.as_widget()
    widget = field.field.widget
    dress: dict[str, str | bool] = {
        "class": " ".join(word for word in ("in", width, widget.attrs.get("class", "")) if word)
    }
    if isinstance(widget, forms.NumberInput):  # never type=number: it drops « 1 234 » and turns under a wheel
        return field.as_widget(forms.TextInput(widget.attrs | {"inputmode": "decimal"}), attrs=dress)
    return field.as_widget(attrs=dress)


@register.filter
def layout(field: BoundField) -> str:
    """How a field is laid out: « group » (radios, boxes), « box » (one box), « line » (the rest)."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "box"
    return "group" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "line"


@register.filter
def near_pages(page: Page[Any]) -> Iterator[int | str]:
    """The numbers to show around a page: 1 … 4 5 6 … 12 (the gaps are strings)."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
