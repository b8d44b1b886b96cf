"""One month walks the whole trip: typed, declared, visaed, signed, validated, read, printed; sums by hand."""

import io
import re
from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core.access import PlaceKind
from core.formats import number
from cscom.models import Aire
from jobs.models import Job
from monitoring.enums import ValueType
from monitoring.form import Cell, Form, Value, load_form
from monitoring.models import MonthlyReport, Period, ReportDiff, Total
from monitoring.totals import verify
from tests.cast import PASSWORD
from tests.reporting import good_values
from tests.trip.browser import Browser, plain
from tests.trip.conftest import Hands
from tests.trip.world import AMOUNT_BANAMBA, AMOUNT_DOUBABOUGOU, PENTA3, World

LABEL = "Penta 3"
# What Kadia types adds 20 doses of 400 / 12 expected; Banamba holds 60 % of her aire, Ben Kadi 40 %.
BEFORE = {
    "host": ("90", "1 / 6"),  # 15 of 200 / 12
    "neighbour": ("90", "1 / 6"),  # 24 of 320 / 12
    "region": ("90", "2 / 9"),  # 39 of 520 / 12
}
AFTER = {
    "host": ("74", "2 / 6"),  # 0.6 × 20 + 15 = 27 of 0.6 × 400 / 12 + 200 / 12 = 36.67: 73.6 %
    "neighbour": ("80", "2 / 6"),  # 0.4 × 20 + 24 = 32 of 0.4 × 400 / 12 + 320 / 12 = 40
    "region": ("77", "3 / 9"),  # 59 of 920 / 12 = 76.67: 76.96 %
}


def signed_in(world: World, name: str) -> Browser:
    """One's own browser, kept all along; the first time, by name and password."""
    if name in world.browsers:
        return world.browsers[name]
    browser = world.browsers[name] = Browser()
    browser.open(reverse("sign_in"))
    username = world.cast.user_of(name).username
    words = browser.press("Se connecter", {"username": username, "password": PASSWORD})
    assert str(world.cast.person_of(name)) in words
    return browser


def figures(browser: Browser, kind: str, code: str) -> tuple[str, str, bool]:
    """Penta 3 of the quarter on the page of a place: value, « n / N », provisional (in italics)."""
    browser.open(reverse(f"figures_{kind}", args=[code]) + "?periode=trimestre")
    row = browser.row(LABEL)
    value = re.search(r'<td class="num v( prov)?">([^<]*)', row)
    assert value is not None, row
    received = re.search(r"(\d+) / (\d+)", plain(row))
    assert received is not None, row
    italic = bool(value[1])
    assert italic == ('<span class="note prov">provisoire</span>' in row)
    return value[2], received[0], italic


def typed_as(cell: Cell, value: Value) -> str:
    """What the secretary writes in the cell."""
    if cell.type == ValueType.YES_NO:
        return "oui" if value == 1 else "non"
    return number(value) if isinstance(value, int) else "so"


# ---- The walk ----
@pytest.mark.django_db(transaction=True)
def test_one_month_from_the_form_to_the_paper(world: World, hands: Hands) -> None:
    form = load_form(world.september.starts_on)
    values = good_values(form)
    everywhere(world, "final", BEFORE)
    report = type_every_section(world, form, values)
    everywhere(world, "provisional", BEFORE)  # a draft counts nowhere
    check_and_declare(world, report)
    everywhere(world, "provisional", AFTER, italic=True)
    everywhere(world, "final", BEFORE)
    visa_then_signature(world, report)
    everywhere(world, "final", BEFORE)
    validate(world, report)
    everywhere(world, "provisional", AFTER)
    everywhere(world, "final", AFTER)
    totals_are_the_sums(world, form, values)
    on_paper(world, hands)
    nobody_saw_the_neighbour(world)


def type_every_section(world: World, form: Form, values: Mapping[str, Value]) -> MonthlyReport:
    """Kadia fills each page of the month, one POST a section."""
    kadia = signed_in(world, "kadia")
    aire, period = world.cast.territory.aire, world.september
    for section in form.sections:
        words = kadia.open(reverse("report_section", args=[aire.code, period.code, section.code]))
        typed = {f"c.{cell.key}": typed_as(cell, values[cell.key]) for cell in section.cells}
        words = kadia.press("Enregistrer la section", typed)
        assert re.search(rf"Reçu à \d+ h \d+ : {len(typed)} cases", words), section.code
        assert f"{len(typed)} cases" in words
    report = MonthlyReport.objects.get(aire=aire, period=period)
    assert report.values == values
    assert ReportDiff.objects.filter(report=report).count() == len(form.sections) == report.version
    return report


def check_and_declare(world: World, report: MonthlyReport) -> None:
    kadia = signed_in(world, "kadia")
    words = kadia.open(reverse("report_check", args=[report.aire.code, report.period.code]))
    assert "Rien à corriger" in words
    assert "Tout ce qui était demandé est rempli." in words
    words = kadia.press("Déclarer le rapport complet")
    assert "déclaré complet le 6 octobre 2025" in words
    assert "par Awa Diarra" in words


def visa_then_signature(world: World, report: MonthlyReport) -> None:
    """Each finds the report on their own home page."""
    for name, button, done in (
        ("awa", "Viser les sections cliniques", "sections cliniques visées"),
        ("moussa", "Signer les sections de gestion", "sections de gestion signées"),
    ):
        browser = signed_in(world, name)
        browser.open(reverse("home"))
        assert report.get_absolute_url() in browser.page
        browser.open(report.get_absolute_url())
        assert done in browser.press(button)


def validate(world: World, report: MonthlyReport) -> None:
    salif = signed_in(world, "salif")
    salif.open(reverse("review_queue"))
    assert report.get_absolute_url() in salif.page
    salif.open(report.get_absolute_url())
    words = salif.press("Valider le rapport")
    assert "Il entre dans les chiffres définitifs." in words
    report.refresh_from_db()
    assert report.state == "valide"


READERS = {
    "provisional": (
        ("fanta", "commune", "host"),
        ("drissa", "commune", "neighbour"),
        ("nana", "region", "region"),
    ),
    "final": (
        ("boubacar", "commune", "host"),
        ("boubacar", "commune", "neighbour"),
        ("modibo", "region", "region"),
    ),
}


def everywhere(
    world: World, who: str, expected: Mapping[str, tuple[str, str]], *, italic: bool = False
) -> None:
    """The figure that these readers see, on the page of their place."""
    found = {}
    for name, kind, place in READERS[who]:
        code = getattr(world.cast.territory, place).code
        found[place] = figures(signed_in(world, name), kind, code)
    assert found == {place: (*text, italic) for place, text in expected.items()}


def totals_are_the_sums(world: World, form: Form, values: Mapping[str, Value]) -> None:
    """Every cell at every place, added here: the same on every database."""
    territory = world.cast.territory
    first, second, third = territory.aire.pk, territory.second_aire.pk, world.third.pk
    whole = dict.fromkeys((first, second, third), 1)
    shares = {
        (PlaceKind.AIRE, first): {first: 1},
        (PlaceKind.AIRE, second): {second: 1},
        (PlaceKind.AIRE, third): {third: 1},
        (PlaceKind.COMMUNE, territory.host.pk): {first: 6_000, second: 10_000},
        (PlaceKind.COMMUNE, territory.neighbour.pk): {first: 4_000, third: 10_000},
        (PlaceKind.DISTRICT, territory.district.pk): whole,
        (PlaceKind.CERCLE, territory.cercle.pk): whole,
        (PlaceKind.REGION, territory.region.pk): whole,
        (PlaceKind.PAYS, 0): whole,
    }
    for period, sent in ((world.july, world.before), (world.september, {first: dict(values)})):
        for (kind, place), parts in shares.items():
            row = Total.objects.get(place_kind=kind, place_id=place, period=period)
            counted = {aire: share for aire, share in parts.items() if aire in sent}
            assert row.received == row.validated
            assert (row.expected_count, row.validated_count) == (len(parts), len(counted))
            for key in form.cells:
                numbers = [(sent[aire][key], share) for aire, share in counted.items() if key in sent[aire]]
                expected = [sum(int(value) * share for value, share in numbers), len(numbers)]
                assert row.validated.get(key, [0, 0])[:2] == expected, (kind, place, period.code, key)
    assert verify() == []


# ---- The paper ----
def on_paper(world: World, hands: Hands) -> None:
    """Each commune's report of the quarter: the figure of the screen, nothing of the other commune."""
    host, neighbour = world.cast.territory.communes
    banamba, number_of_banamba = printed(world, "issa", host.code, hands)
    for words in ("Banamba", "Samakélé (part de la commune : 60 %)", "2 reçus sur 6 attendus, 2 validés"):
        assert words in banamba
    assert figure_on_paper(banamba) == AFTER["host"]
    assert plain(number(AMOUNT_BANAMBA)) in banamba
    for stranger in (plain(number(AMOUNT_DOUBABOUGOU)), "Doubabougou", "Drissa Doumbia"):
        assert stranger not in banamba
    ben_kadi, number_of_ben_kadi = printed(world, "drissa", neighbour.code, hands)
    assert figure_on_paper(ben_kadi) == AFTER["neighbour"]
    assert "Samakélé (part de la commune : 40 %)" in ben_kadi
    assert plain(number(AMOUNT_DOUBABOUGOU)) in ben_kadi
    for stranger in (plain(number(AMOUNT_BANAMBA)), "Banamba Central", "Fanta Keïta"):
        assert stranger not in ben_kadi
    who_reads(world, number_of_banamba, number_of_ben_kadi)


def printed(world: World, name: str, commune: str, hands: Hands) -> tuple[str, str]:
    """Asked on the page, made in the background, found again by the notice: its words, its number."""
    browser = signed_in(world, name)
    browser.open(reverse("report_ask", args=[commune]))
    assert "3e trimestre 2025" in browser.words()
    browser.press("Établir le rapport")
    page_of_the_job = browser.url  # a quick worker may have begun already
    job = Job.objects.get(pk=page_of_the_job.rstrip("/").rpartition("/")[2])
    hands()
    assert "Terminé." in browser.open(page_of_the_job)
    job.refresh_from_db()
    number_of = str(job.result["document"])
    notices = browser.open(reverse("notice_list"))
    assert "est prêt" in notices
    browser.open(reverse("document_show", args=[number_of]))
    address = next(url for url in re.findall(r'href="([^"]+)"', browser.page) if "/fichiers/" in url)
    answer = browser.client.get(address)
    content = answer.getvalue()
    answer.close()
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(content)).pages
    return plain(" ".join(page.extract_text() for page in pages)), number_of


def figure_on_paper(text: str) -> tuple[str, str]:
    """Penta 3 in the table of the ten figures: value, « n / N »."""
    found = re.search(rf"{LABEL} (\d+) %.*?(\d+ / \d+)", text)
    assert found is not None, text
    return found[1], found[2]


def who_reads(world: World, banamba: str, ben_kadi: str) -> None:
    """Its parties read a paper: the commune, the aires that touch it, their federation, CSRéf, DRS."""
    expected = {
        "fanta": (200, 404),
        "binta": (200, 404),
        "oumar": (200, 404),
        "kadia": (200, 200),  # her aire touches both
        "salif": (200, 200),
        "ramata": (200, 200),
        "boubacar": (404, 404),
        "nana": (200, 200),
        "drissa": (404, 200),
        "yaya": (404, 404),
    }
    found = {}
    for name in expected:
        browser = signed_in(world, name)
        asked = [reverse("document_show", args=[one]) for one in (banamba, ben_kadi)]
        found[name] = tuple(browser.status(url) for url in asked)
    assert found == expected
    stranger = Client()
    assert stranger.get(reverse("document_show", args=[banamba])).status_code == 302


def nobody_saw_the_neighbour(world: World) -> None:
    """Every page a mayor saw since the morning, others too: no amount of the other commune."""
    for name, commune, amount, aire in (
        ("fanta", world.cast.territory.host, AMOUNT_DOUBABOUGOU, world.third),
        ("drissa", world.cast.territory.neighbour, AMOUNT_BANAMBA, world.cast.territory.second_aire),
    ):
        browser = signed_in(world, name)
        for url in pages_of(commune.code, world.cast.territory.aire, world.september):
            browser.open(url)
        for url in (
            reverse("figures_aire", args=[aire.code]),
            reverse("report_show", args=[aire.code, world.july.code]),
        ):
            assert browser.status(url) == 404
        for page in browser.seen:
            bare = plain(page)
            assert str(amount) not in bare
            assert plain(number(amount)) not in bare


def pages_of(commune: str, aire: Aire, period: Period) -> list[str]:
    """What a mayor opens in a morning."""
    return [
        reverse("home"),
        reverse("figures_commune", args=[commune]),
        reverse("indicator_commune", args=[commune, PENTA3]),
        reverse("commune_show", args=[commune]),
        reverse("figures_aire", args=[aire.code]),
        reverse("report_list"),
        reverse("report_show", args=[aire.code, period.code]),
        reverse("completeness"),
        reverse("document_list"),
        reverse("job_list"),
        reverse("notice_list"),
    ]
