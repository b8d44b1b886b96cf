"""Numbers, money, days, words as French writes them (U+202F thousands, comma, « 1er », elision)."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeAlias

from django.utils.html import format_html
from django.utils.safestring import SafeString

Number: TypeAlias = int | float | Decimal

NARROW = "\u202f"  # narrow no-break space: thousands, before % ; ? !
HARD = "\u00a0"  # no-break space: before « : », before a unit
MINUS = "\u2212"

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MONTHS_SHORT = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

NOT_A_NUMBER = "Ce n’est pas un nombre"
TOO_LARGE = "Ce nombre est trop grand"
_MAX_DIGITS = 15
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([ .])[0-9]{3})(?:\1[0-9]{3})*")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\t"), " ")
_VOWELS = "aeiouyàâäæéèêëîïôöœùûü"


# ---- Numbers ----
def number(value: Number, decimals: int = 0) -> str:
    """1234.5 → « 1 234,5 » (one decimal), rounded half up; the minus sign is U+2212."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def percent(value: Number, decimals: int = 0) -> str:
    """A value already in percent: 87.4 → « 87 % »."""
    return f"{number(value, decimals)}{NARROW}%"


def signed(value: Number, decimals: int = 0) -> str:
    """A difference, with its sign even when it grows: 5 → « +5 », -5 → « −5 », 0 → « 0 »."""
    text = number(value, decimals)
    return text if text.startswith(MINUS) or not text.strip("0,") else f"+{text}"


def fcfa(value: Number) -> str:
    """1234567 → « 1 234 567 FCFA »: money has no cents here."""
    return f"{number(value)}{HARD}FCFA"


def size(octets: int) -> str:
    """A file's size: 92160 → « 90 ko », 5242880 → « 5 Mo »; never « 0 ko »."""
    if octets < 1024 * 1024:
        return f"{number(max(1, octets / 1024))}{HARD}ko"
    megas = octets / (1024 * 1024)
    return f"{number(megas, 0 if megas >= 10 or megas == int(megas) else 1)}{HARD}Mo"


def parse_number(text: str) -> int | Decimal:
    """What people type or paste: « 1 234 », « 1.234 », « 12,5 », « −3 ». A whole value comes back as int.

    A dot followed by three digits groups thousands, as on the paper forms (« 1.234 » is 1234); any other dot,
    like the comma, opens the decimals. Raises ValueError with a sentence for the reader.
    """
    clean = text.translate(_SPACES).strip()
    negative = clean[:1] in {"-", MINUS, "–"}
    whole, comma, decimals = clean[negative:].strip().partition(",")
    if not comma and not _GROUPED.fullmatch(whole):
        whole, comma, decimals = whole.partition(".")
    if _GROUPED.fullmatch(whole):
        whole = whole.replace(" ", "").replace(".", "")
    if not _PLAIN.fullmatch(whole) or (comma and not _PLAIN.fullmatch(decimals)):
        raise ValueError(NOT_A_NUMBER)
    if len(whole) + len(decimals) > _MAX_DIGITS:
        raise ValueError(TOO_LARGE)
    try:
        value = Decimal(f"{'-' if negative else ''}{whole}.{decimals or '0'}")
    except InvalidOperation as error:  # pragma: no cover - the patterns above leave digits only
        raise ValueError(NOT_A_NUMBER) from error
    return int(value) if value == value.to_integral_value() else value


# ---- Days ----
def day(value: date) -> str:
    """« 2 octobre 2026 », « 1er octobre 2026 »."""
    return f"{_first(value)} {MONTHS[value.month - 1]} {value.year}"


def day_html(value: date) -> SafeString:
    """The same with a raised « er »."""
    if value.day != 1:
        return format_html("{}", day(value))
    return format_html("1<sup>er</sup> {} {}", MONTHS[value.month - 1], value.year)


def day_long(value: date) -> str:
    """« jeudi 8 octobre 2026 »: for a summons."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def day_short(value: date) -> str:
    """« 28 sept. 2026 »: for a table."""
    return f"{_first(value)} {MONTHS_SHORT[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """« 2 octobre 2026 à 14 h 05 », in the zone the value carries."""
    return f"{day(value)} à {hour(value)}"


def hour(value: datetime) -> str:
    """« 14 h 05 »."""
    return f"{value.hour}{HARD}h{HARD}{value.minute:02d}"


def month(year: int, number_: int) -> str:
    """« octobre 2026 »; ``number_`` runs from 1 to 12."""
    return f"{MONTHS[number_ - 1]} {year}"


def month_short(year: int, number_: int) -> str:
    """« oct. 2026 »."""
    return f"{MONTHS_SHORT[number_ - 1]} {year}"


def quarter(year: int, number_: int) -> str:
    """« 3e trimestre 2026 »; ``number_`` runs from 1 to 4."""
    return f"{ordinal(number_)} trimestre {year}"


def ago_days(days: int) -> str:
    """How long something waits: « depuis 9 jours », « depuis 1 jour », « aujourd’hui »."""
    if days <= 0:
        return "aujourd’hui"
    return f"depuis {counted(days, 'jour', 'jours')}"


def _first(value: date) -> str:
    return "1er" if value.day == 1 else str(value.day)


# ---- Words ----
def plural(n: Number, one: str, many: str) -> str:
    """The word alone; French is plural from two on: 0 rapport, 1,5 heure, 2 rapports."""
    return one if -2 < n < 2 else many


def counted(n: Number, one: str, many: str) -> str:
    """The number and its word: « 3 rapports »."""
    return f"{number(n)} {plural(n, one, many)}"


def ordinal(n: int) -> str:
    """« 1er », « 2e »."""
    return "1er" if n == 1 else f"{n}e"


def ordinal_html(n: int) -> SafeString:
    """The same with raised letters."""
    return format_html("{}<sup>{}</sup>", n, "er" if n == 1 else "e")


def join_and(words: Sequence[str]) -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"


def de(name: str) -> str:
    """« d’Ouaro », « de Boron », « du district », « des villages »; H counts as a consonant."""
    for article, short in (("le ", "du "), ("les ", "des ")):
        if name.startswith(article):
            return short + name.removeprefix(article)
    return f"d’{name}" if name[:1].lower() in _VOWELS and name else f"de {name}"


def join_de(names: Sequence[str]) -> str:
    """« d’Awa et de Kadia »: each name takes its own « de »."""
    return join_and([de(name) for name in names])


def que(name: str) -> str:
    """« qu’Awa », « que Boron »."""
    return f"qu’{name}" if name[:1].lower() in _VOWELS and name else f"que {name}"
