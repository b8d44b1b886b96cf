"""Template filters over core.formats. An absent value (None) shows as a dash, never as zero."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from core import formats
from core.formats import Number

register = template.Library()
NONE = "—"


@register.filter
def number(value: Number | None, decimals: int = 0) -> str:
    """``{{ 1234|number }}`` → 1 234; ``{{ x|number:1 }}`` for one decimal."""
    return NONE if value is None else formats.number(value, decimals)


@register.filter
def percent(value: Number | None, decimals: int = 0) -> str:
    """``{{ 87.4|percent }}`` → 87 %: the value is already in percent."""
    return NONE if value is None else formats.percent(value, decimals)


@register.filter
def signed(value: Number | None, decimals: int = 0) -> str:
    """``{{ 5|signed }}`` → +5."""
    return NONE if value is None else formats.signed(value, decimals)


@register.filter
def fcfa(value: Number | None) -> str:
    """``{{ 1234567|fcfa }}`` → 1 234 567 FCFA."""
    return NONE if value is None else formats.fcfa(value)


@register.filter
def size(value: int | None) -> str:
    """``{{ file.size|size }}`` → 92 ko."""
    return NONE if value is None else formats.size(value)


@register.filter
def day(value: date | None) -> SafeString | str:
    """``{{ d|day }}`` → 2 octobre 2026, with a raised « er »."""
    return NONE if value is None else formats.day_html(_local(value))


@register.filter
def day_plain(value: date | None) -> str:
    """The same without markup: for attributes, titles, <option>."""
    return NONE if value is None else formats.day(_local(value))


@register.filter
def day_long(value: date | None) -> str:
    """``{{ d|day_long }}`` → jeudi 8 octobre 2026."""
    return NONE if value is None else formats.day_long(_local(value))


@register.filter
def day_short(value: date | None) -> str:
    """``{{ d|day_short }}`` → 28 sept. 2026."""
    return NONE if value is None else formats.day_short(_local(value))


@register.filter
def moment(value: datetime | None) -> str:
    """``{{ d|moment }}`` → 2 octobre 2026 à 14 h 05, in local time."""
    return NONE if value is None else formats.moment(_local_time(value))


@register.filter
def hour(value: datetime | None) -> str:
    """``{{ d|hour }}`` → 14 h 05, in local time."""
    return NONE if value is None else formats.hour(_local_time(value))


@register.filter
def ago_days(days: int | None) -> str:
    """``{{ 9|ago_days }}`` → depuis 9 jours."""
    return NONE if days is None else formats.ago_days(days)


@register.filter
def plural(n: Number, words: str) -> str:
    """``{{ n|plural:"rapport,rapports" }}``: the word alone."""
    one, _, many = words.partition(",")
    return formats.plural(n, one, many or f"{one}s")


@register.filter
def counted(n: Number, words: str) -> str:
    """``{{ n|counted:"rapport,rapports" }}`` → 3 rapports."""
    one, _, many = words.partition(",")
    return formats.counted(n, one, many or f"{one}s")


@register.filter
def ordinal(n: int) -> SafeString:
    """``{{ 2|ordinal }}`` → 2e, with a raised « e »."""
    return formats.ordinal_html(n)


@register.filter
def join_and(words: Sequence[str]) -> str:
    """``{{ names|join_and }}`` → a, b et c."""
    return formats.join_and([str(word) for word in words])


@register.filter
def join_de(names: Sequence[str]) -> str:
    """``{{ names|join_de }}`` → d’Awa et de Kadia."""
    return formats.join_de([str(name) for name in names])


@register.filter
def de(name: str) -> str:
    """``{{ commune.name|de }}`` → d’Ouaro, de Boron."""
    return formats.de(str(name))


def _local_time(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _local(value: date) -> date:
    return _local_time(value) if isinstance(value, datetime) else value
