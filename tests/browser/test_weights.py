"""What a phone must fetch on a slow network, counted on the wire."""

import pytest
from playwright.sync_api import Response

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.pages import BANAMBA, CENTRAL, KOULIKORO, Kind
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

READING, HTML, FORM, FORM_AGAIN = 54_000, 14_000, 100_000, 15_000
KATI = "WHO-MLI-0585"  # the largest district: 44 aires, 25 communes
COMMUNE, REGION = f"/communes/{BANAMBA}/", f"/regions/{KOULIKORO}/"
FIGURES, ROOM = f"{COMMUNE}chiffres/", f"/monitorage/{CENTRAL}/"
# Who reads what; nobody here types: the luggage of the form is weighed with the form.
PAGES = {
    "fanta": (
        "/", FIGURES, f"{COMMUNE}indicateurs/", f"{COMMUNE}classement/", f"{COMMUNE}fiche/",
        f"{COMMUNE}fiche/etablir/", f"{COMMUNE}dossier/etablir/", "/completude/", "/suivi/",
        "/suivi/?etat=en-retard", "/avis/", "/avis/choix/", "/documents/", "/monitorage/",
        ROOM, f"{ROOM}{{old}}/", f"{ROOM}{{old}}/affiche/", f"{ROOM}{{old}}/fiche/", f"{FIGURES}I27/",
        f"{COMMUNE}en-une-page/", f"{COMMUNE}chronologie/", f"/asaco/{CENTRAL}/en-une-page/",
        f"/cscom/{CENTRAL}/en-une-page/",
    ),
    "nana": (
        "/", f"{REGION}chiffres/", f"{REGION}chiffres/?par=communes", f"{REGION}indicateurs/",
        f"{REGION}classement/?par=communes", f"/districts/{KATI}/chiffres/", f"/districts/{KATI}/classement/",
        f"/districts/{KATI}/indicateurs/", "/cercles/ML0202/chiffres/", f"/aires/{CENTRAL}/chiffres/",
        "/completude/", f"/completude/?district={KATI}", "/a-suivre/", "/suivi/", "/indicateurs/",
        "/indicateurs/I27/", "/indicateurs/I27/cibles/", "/calendrier/", f"{REGION}chiffres/I27/",
        f"/districts/{KATI}/chiffres/I27/", "/federations/",
    ),
}  # fmt: skip


def weigh(visit: Visit, name: str, *paths: str) -> list[tuple[int, int]]:
    """(all bytes, bytes of the page itself) for each page, in turn, headers of answers counted."""
    visitor = visit(name, PHONE)
    weights = []
    for path in paths:
        answers: list[Response] = []

        def hear(answer: Response, heard: list[Response] = answers) -> None:
            heard.append(answer)

        visitor.page.on("response", hear)
        visitor.open(path)
        visitor.page.wait_for_load_state("networkidle")
        visitor.page.remove_listener("response", hear)
        sizes = [answer.request.sizes() for answer in answers]
        parts = [size["responseBodySize"] + size["responseHeadersSize"] for size in sizes]
        # An answer to the page before may still come in: the page itself is what was navigated to.
        own = [
            part
            for part, answer in zip(parts, answers, strict=True)
            if answer.request.is_navigation_request()
        ]
        weights.append((sum(parts), own[-1]))
    return weights


@pytest.mark.parametrize("path", ["/", FIGURES, FIGURES + "I27/", "/communes/ML020201/fiche/"])
def test_a_mayor_pays_little_for_a_page(path: str, visit: Visit) -> None:
    ((whole, page),) = weigh(visit, "fanta", path)
    assert 2_000 < page <= HTML, page
    assert page < whole <= READING, whole


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_reading_is_light(name: str, visit: Visit, last_month: Month) -> None:
    """The first page brings what all share: whatever another brings of its own is counted on top of it."""
    paths = [Kind(name, path).address(last_month) for path in PAGES[name]]
    found = weigh(visit, name, *paths)
    shared = found[0][0] - found[0][1]
    heavy = [
        (path, page, whole)
        for path, (whole, page) in zip(paths, found, strict=True)
        if not 2_000 < page <= HTML or whole + (shared if path != paths[0] else 0) > READING
    ]
    assert heavy == []


@pytest.mark.parametrize("query", ["", "?montrer=distances"])
def test_the_map_of_a_whole_region_is_a_page_of_reading_too(query: str, visit: Visit) -> None:
    """Its drawing and its tables make its own page heavier than others, within the same whole."""
    ((whole, page),) = weigh(visit, "nana", f"/regions/ML02/carte/{query}")
    assert 10_000 < page < whole <= READING, whole


def test_the_form_is_light_and_lighter_the_second_time(visit: Visit, last_month: Month) -> None:
    form = f"/rapports/WHO-MLI-0502/{(last_month + 1).code}/"
    (first, _), (second, _) = weigh(visit, "kadia", form + "curatif/", form + "paludisme/")
    assert first <= FORM
    assert second <= FORM_AGAIN
