"""What a phone must fetch on a slow network, counted on the wire."""

import pytest
from playwright.sync_api import Response

from core.months import Month
from tests.browser.conftest import Visit
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser

READING, HTML, FORM, FORM_AGAIN = 54_000, 14_000, 100_000, 15_000
FIGURES = "/communes/ML020201/chiffres/"


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
        weights.append((sum(parts), parts[0]))
    return weights


@pytest.mark.parametrize("path", ["/", FIGURES, FIGURES + "I27/"])
def test_a_mayor_pays_little_for_a_page(path: str, visit: Visit) -> None:
    ((whole, page),) = weigh(visit, "fanta", path)
    assert 2_000 < page <= HTML, page
    assert page < whole <= READING, whole


def test_the_form_is_light_and_lighter_the_second_time(visit: Visit, last_month: Month) -> None:
    form = f"/rapports/WHO-MLI-0502/{(last_month + 1).code}/"
    (first, _), (second, _) = weigh(visit, "kadia", form + "curatif/", form + "paludisme/")
    assert first <= FORM
    assert second <= FORM_AGAIN
