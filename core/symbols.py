"""The house's symbols: one file of silhouettes, used by reference on screen, in full on paper."""

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SPRITE = Path(__file__).resolve().parent.parent / "static" / "img" / "symbols.svg"
# What a screen reader says of each in a PDF: an image there is never without words.
SPOKEN = MappingProxyType(
    {
        "back": "renvoyé", "bang": "attention", "bell": "avis", "clock": "en attente", "cross": "refusé",
        "down": "en baisse", "far": "loin", "file": "fichier", "flat": "sans changement", "full": "complet",
        "half": "à moitié", "here": "ici", "info": "à savoir", "lock": "verrouillé", "near": "proche",
        "nil": "vide", "none": "rien", "ok": "bien", "pen": "à écrire", "print": "à imprimer",
        "tick": "fait", "todo": "à faire", "up": "en hausse", "wait": "en attente", "warn": "attention",
    }
)  # fmt: skip
_SYMBOL = re.compile(r'<symbol id="s-([a-z0-9]+)" viewBox="0 0 16 16">(.*?)</symbol>')


@cache
def drawings() -> dict[str, str]:
    """Name → the drawing inside a 16 × 16 box, read once from the sprite."""
    return dict(_SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))


def _known(name: str) -> str:
    if name not in drawings():
        raise ValueError(f"No symbol named {name!r} in {SPRITE.name}")
    return name


@cache
def on_screen(name: str, tone: str = "") -> SafeString:
    """A reference to the sprite the browser keeps; ``tone`` is ok, near, far or nil. Always beside a word."""
    return format_html(
        '<svg class="sym{}" aria-hidden="true"><use href="{}#s-{}"/></svg>',
        f" {tone}" if tone else "",
        static("img/symbols.svg"),
        _known(name),
    )


def on_paper(name: str, tone: str = "") -> SafeString:
    """The drawing in full, with its alternative text: the PDF fetches nothing."""
    return format_html(
        '<svg class="sym{}" viewBox="0 0 16 16"><title>{}</title>{}</svg>',
        f" {tone}" if tone else "",
        SPOKEN[_known(name)],
        mark_safe(drawings()[name]),  # noqa: S308 - our own file
    )
