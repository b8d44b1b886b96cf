"""Takes the pictures of `docs/captures/` anew, from a demonstration told up to today.

`var/venv-dev/bin/python -m tests.browser.take_captures`; needs pdftoppm and a Chromium (CHROMIUM, or
/usr/bin/chromium). Pictures have few colours, to stay small.
"""

import os
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, StorageState, sync_playwright

from core.months import Month
from ops.places import ROOT
from tests.browser.pages import BANAMBA, CENTRAL, SAMAKELE
from tests.browser.site import Site
from tests.browser.visitor import ARGUMENTS, DESK, PHONE, Visitor, context_of

FOLDER = ROOT / "docs" / "captures"
TOKENS = ROOT / "static" / "css" / "tokens.css"
LAST = Month.of(date.today()) - 1  # noqa: DTZ011 (the month of this machine is near enough)

# name: (who, width, height of the picture, address)
SCREENS: dict[str, tuple[str, int, int, str]] = {
    "connexion": ("", PHONE, 700, "/connexion/"),
    "accueil-kadia": ("kadia", PHONE, 1100, "/"),
    "accueil-fanta": ("fanta", PHONE, 1300, "/"),
    "accueil-salif": ("salif", DESK, 900, "/"),
    "accueil-nana": ("nana", DESK, 900, "/"),
    "formulaire-telephone": ("kadia", PHONE, 740, f"/rapports/{CENTRAL}/{LAST.code}/paludisme/"),
    "formulaire": ("kadia", DESK, 800, f"/rapports/{CENTRAL}/{LAST.code}/paludisme/"),
    "rapport": ("salif", DESK, 900, f"/rapports/{SAMAKELE}/{LAST.code}/"),
    "indicateur": ("fanta", PHONE, 1500, f"/communes/{BANAMBA}/chiffres/I27/"),
    "completude": ("fanta", DESK, 900, "/completude/"),
    "commune": ("nana", DESK, 900, f"/communes/{BANAMBA}/"),
}
PAPER = "rapport-trimestriel"
SHOWN = ("accueil-fanta", "rapport", f"{PAPER}-2")  # side by side in the README
SHOWN_HEIGHT = 640


def take(browser: Browser, site: Site) -> None:
    """Every screen."""
    doors: dict[str, StorageState] = {}
    for name, (who, width, height, path) in SCREENS.items():
        context = context_of(browser, width, state=doors.get(who))
        visitor = Visitor(context, site.url)
        if who and who not in doors:
            visitor.sign_in(who, site.password)
            doors[who] = context.storage_state()
        page = visitor.open(path)
        kept = FOLDER / f"{name}.png"
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=kept, clip=FloatRect(x=0, y=0, width=width, height=height))
        context.close()
        lighten(kept)


def print_out(paper: Path) -> None:
    """The pages of the quarterly report, as a black-and-white printer gives them."""
    subprocess.run(["pdftoppm", "-gray", "-r", "76", "-png", paper, FOLDER / PAPER], check=True)
    for page in FOLDER.glob(f"{PAPER}-*.png"):
        lighten(page)


def palette() -> Image.Image:
    """White, the colours of the look, greys; the dark ones twice lighter too, for the edges of letters."""
    found = re.findall(r"#[0-9a-f]{6}\b", TOKENS.read_text(encoding="utf-8"))
    named = [(255, 255, 255), *(rgb(one) for one in sorted(set(found)))]
    named += [(grey, grey, grey) for grey in range(0, 230, 17)]
    dark = [one for one in named if min(one) < 128]
    steps = [tuple(255 - (255 - part) * k // 3 for part in one) for one in dark for k in (1, 2)]
    kept = Image.new("P", (1, 1))
    kept.putpalette([part for colour in (*named, *steps) for part in colour])
    return kept


def rgb(colour: str) -> tuple[int, ...]:
    """The three parts of « #2a3f8f »."""
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def lighten(path: Path) -> None:
    """The same picture in few colours."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(palette=palette(), dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def show() -> None:
    """One sheet of three pictures."""
    gap = 24
    pictures = []
    for name in SHOWN:
        with Image.open(FOLDER / f"{name}.png") as opened:
            whole = opened.convert("RGB")
        top = whole.crop((0, 0, whole.width, min(whole.height, 2 * whole.width)))
        scale = SHOWN_HEIGHT / top.height
        pictures.append(top.resize((round(top.width * scale), SHOWN_HEIGHT), Image.Resampling.LANCZOS))
    width = sum(picture.width + gap for picture in pictures) + gap
    sheet = Image.new("RGB", (width, SHOWN_HEIGHT + 2 * gap), "#cbcfd8")
    left = gap
    for picture in pictures:
        sheet.paste(picture, (left, gap))
        left += picture.width + gap
    sheet.save(FOLDER / "apercu.png")
    lighten(FOLDER / "apercu.png")


def main() -> None:
    """All of them."""
    FOLDER.mkdir(exist_ok=True)
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as var, Site(Path(var)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        take(browser, site)
        browser.close()
        print_out(site.issue_report())
    show()
    sizes = sum(path.stat().st_size for path in FOLDER.iterdir())
    sys.stdout.write(f"{sizes / 1000:.0f} kB in {FOLDER}\n")


if __name__ == "__main__":
    main()
