"""The look holds its promises: weight, contrast, pieces that render with what they say they need."""

import gzip
import hashlib
import json
import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from core import symbols
from core.fields import DayField, NumberField
from tests.house.files import all_files, named, read, templates

CSS = settings.BASE_DIR / "static" / "css"
FONTS = settings.BASE_DIR / "static" / "fonts"
TOKENS = dict(
    re.findall(r"(--[a-z0-9-]+):\s*(#[0-9a-f]{6})", (CSS / "tokens.css").read_text(encoding="utf-8"))
)
PAGE: dict[str, Any] = {
    "menu": [
        {"url": "/", "label": "Accueil", "current": True, "count": 0, "more": False},
        {"url": "/a-decider/", "label": "À décider", "current": False, "count": 3, "more": False},
    ],
    "person_line": "Fanta, maire · commune de Banamba",
    "signed_in": True,
    "demo": True,
    "crumbs": [("Région de Koulikoro", "/r/"), ("Commune de Banamba", "")],
    "footer_links": [("Glossaire", "/glossaire/")],
    "unread_notices": 2,
    "messages": [],
}
FIGURE: dict[str, Any] = {
    "code": "PENTA3",
    "label": "Enfants ayant reçu le Penta 3",
    "long_label": "Enfants ayant reçu le Penta 3",
    "url": "/chiffres/penta3/",
    "value_text": "117",
    "unit_text": "%",
    "status": "near",
    "status_word": "Proche",
    "delta_text": "+5 pts",
    "delta_dir": "up",
    "delta_word": "mieux",
    "target_text": "90 %",
    "last_year_text": "84 %",
    "received_text": "37 / 40",
    "behind_words": "37 / 40 rapports",
    "provisional": False,
    "missing": False,
    "missing_word": "non reçu",
    "check": "",
    "spark": "",
    "chart": "",
}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: str, back: str) -> float:
    light, dark = sorted((luminance(TOKENS[front]), luminance(TOKENS[back])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def figure(**change: Any) -> SimpleNamespace:
    return SimpleNamespace(**(FIGURE | change))


def words(html: str) -> str:
    """What one reads of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# ---- Weight ----
def test_all_screen_css_is_under_ten_kilobytes() -> None:
    text = b"".join((CSS / name).read_bytes() for name in ("tokens.css", "screen.css", "work.css"))
    assert len(gzip.compress(text, 9)) <= 10_000


def test_the_symbols_are_a_small_file() -> None:
    assert len(gzip.compress(symbols.SPRITE.read_bytes(), 9)) <= 1_500


def test_fonts_are_the_ones_declared() -> None:
    told = json.loads((FONTS / "VENDOR.json").read_text(encoding="utf-8"))
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FONTS.glob("*.ttf")}
    assert found == told["files"]
    assert (FONTS / told["licence_file"]).exists()


# ---- Colours ----
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        ("--ink", "--paper", 4.5),
        ("--ink-2", "--paper-2", 4.5),
        ("--ink-3", "--paper", 4.5),
        ("--ink-3", "--paper-2", 4.5),
        ("--ink-3", "--paper-3", 4.5),
        ("--ink-2", "--paper-3", 4.5),
        ("--accent", "--paper", 4.5),
        ("--accent", "--accent-pale", 4.5),
        ("--accent", "--wait-pale", 4.5),
        ("--accent-dark", "--accent-pale", 4.5),
        ("--ok", "--ok-pale", 4.5),
        ("--near", "--near-pale", 4.5),
        ("--far", "--far-pale", 4.5),
        ("--ok", "--paper", 4.5),
        ("--near", "--paper", 4.5),
        ("--far", "--paper", 4.5),
        ("--rule-strong", "--paper", 3),
        ("--rule-strong", "--paper-2", 3),
    ],
)
def test_contrast(front: str, back: str, least: float) -> None:
    assert contrast(front, back) >= least


def test_every_variable_of_the_css_is_a_token() -> None:
    defined = set(re.findall(r"(--[a-z0-9-]+):", (CSS / "tokens.css").read_text(encoding="utf-8")))
    used = {
        name
        for sheet in ("screen.css", "work.css")
        for name in re.findall(r"var\((--[a-z0-9-]+)\)", (CSS / sheet).read_text(encoding="utf-8"))
    }
    assert used <= defined


# ---- Symbols ----
def test_every_symbol_asked_for_is_drawn() -> None:
    asked = {name for file in templates() for name in re.findall(r'{% p?sym "([a-z0-9]+)"', read(file))}
    assert asked <= set(symbols.drawings())


def test_an_unknown_symbol_is_refused() -> None:
    with pytest.raises(ValueError, match="No symbol named"):
        symbols.on_screen("dragon")


def test_paper_symbols_fetch_nothing() -> None:
    assert "<use" not in symbols.on_paper("ok")
    assert "<path" in symbols.on_paper("ok")


# ---- Pieces ----
def test_every_template_parses() -> None:
    root = settings.BASE_DIR / "templates"
    for file in all_files():
        if file.is_relative_to(root) and file.suffix == ".html":
            get_template(named(file).removeprefix("templates/"))


def test_the_frame_with_everything_and_with_nothing(rf: RequestFactory) -> None:
    full = words(render_to_string("base.html", PAGE, rf.get("/")))
    assert "À décider 3" in full
    assert "Démonstration, données fictives." in full
    assert "2 avis non lus" in full
    bare = {
        "menu": [],
        "person_line": "",
        "signed_in": False,
        "demo": False,
        "crumbs": [],
        "footer_links": [],
    }
    empty = words(render_to_string("base.html", PAGE | bare | {"unread_notices": 0}, rf.get("/")))
    assert "Se déconnecter" not in empty
    assert "Démonstration" not in empty


@pytest.mark.parametrize("place", ["", "paper/"])
def test_a_missing_figure_is_hatched_never_zero(place: str) -> None:
    html = render_to_string(f"{place}parts/figure_row.html", {"figure": figure(missing=True, value_text="0")})
    assert "non reçu" in html
    assert "Proche" not in html
    assert not re.search(r"<td[^>]*>\s*0", html)


@pytest.mark.parametrize("place", ["", "paper/"])
def test_a_figure_says_all_it_knows(place: str) -> None:
    row = figure(provisional=True, check="à vérifier : population ?")
    text = words(render_to_string(f"{place}parts/figure_row.html", {"figure": row}))
    for word in ("117", "Proche", "+5 pts, mieux", "90 %", "84 %", "37 / 40", "provisoire", "population"):
        assert word in text


def test_a_form_that_comes_back() -> None:
    class Report(forms.Form):
        held_on = DayField(label="Date de la réunion", help_text="Exemple : 08 10 2026")
        amount = NumberField(label="Montant", required=False)
        held = forms.ChoiceField(
            label="Tenue", choices=[("o", "Oui"), ("n", "Non")], widget=forms.RadioSelect
        )
        mine = forms.BooleanField(label="Cet appareil est le mien", required=False)
        seen = forms.IntegerField(widget=forms.HiddenInput)

    form = Report({"amount": "75O 000", "seen": "4"})
    summary = render_to_string("parts/error_summary.html", {"form": form})
    fields = render_to_string("parts/fields.html", {"form": form})
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert targets == ["id_held_on", "id_amount", "id_held_0"]
    assert all(f'id="{target}"' in fields for target in targets)
    assert 'value="75O 000"' in fields  # nothing typed is lost
    assert "(facultatif)" in fields
    described = {name for ids in re.findall(r'aria-describedby="([^"]+)"', fields) for name in ids.split()}
    assert all(f'id="{name}"' in fields for name in described)


def test_no_field_is_of_type_number() -> None:
    class Count(forms.Form):
        n = forms.IntegerField()

    html = render_to_string("parts/field.html", {"field": Count()["n"]})
    assert 'type="number"' not in html
    assert 'inputmode="decimal"' in html


def test_pages_of_a_list_keep_the_search(rf: RequestFactory) -> None:
    page = Paginator(range(300), 10).page(5)
    html = render_to_string("parts/pagination.html", {"page": page}, rf.get("/?q=boron&page=5"))
    assert "?q=boron&amp;page=6" in html
    assert 'aria-current="page"><span class="sr">Page </span>5' in html


@pytest.mark.parametrize(
    ("state", "over", "word"),
    [
        ("en_file", False, "En file"),
        ("en_cours", False, "En cours, 42\u202f%"),
        ("termine", True, "Terminé"),
        ("en_erreur", True, "En erreur"),
        ("arrete", True, "Arrêté"),
    ],
)
def test_a_job_says_where_it_stands(state: str, over: bool, word: str) -> None:
    job = SimpleNamespace(
        pk="7",
        title="Dossier",
        state=state,
        over=over,
        percent=42,
        message="",
        created_at=datetime(2026, 10, 2, tzinfo=UTC),
    )
    html = render_to_string("parts/job_row.html", {"job": job})
    assert word in html
    assert ("data-live" in html) is not over


def test_the_circuit_shows_where_one_stands() -> None:
    steps = [
        {"state": "done", "name": "Rédigé", "who": "F. Sangaré", "when": "4 septembre"},
        {"state": "here", "name": "Approbation", "you": True},
        {"state": "todo", "name": "Exécution"},
    ]
    html = render_to_string("parts/circuit.html", {"steps": steps})
    assert html.count('aria-current="step"') == 1
    assert "Vous êtes ici" in html


def test_the_page_of_a_breakdown_needs_nothing() -> None:
    assert "Une panne de notre côté" in render_to_string("500.html")
    assert "A1B2C3" in render_to_string("500.html", {"reference": "A1B2C3"})


def test_a_stale_form_says_nothing_is_lost(rf: RequestFactory) -> None:
    text = words(render_to_string("403.html", PAGE | {"why": "csrf"}, rf.get("/")))
    assert "rien n’est perdu" in text


def test_paper_says_what_is_fictitious() -> None:
    sheet = {"doc_title": "Rapport", "place_line": "Commune de Boron", "stamp": "n° 1"}
    assert "données fictives" in render_to_string("paper/base.html", sheet | {"fictitious": True})
    assert "fictives" not in render_to_string("paper/base.html", sheet | {"fictitious": False})
