"""What a phone must fetch for each main page: in a Chromium when there is one, else by its links."""

import re
import shutil
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Response, sync_playwright

from bench.finding import Finding, Table, french
from bench.pages import ANONYMOUS, COUNTRY, MAP, MAYOR, UNIT, Page, pages
from bench.server import HOST, Caller, serving
from bench.sizes import Size

WHOLE, HTML = 54, 14  # kilobytes
SKIPPED = (UNIT, ANONYMOUS, COUNTRY)
READ = (MAYOR, "accueil du maire")  # on a phone
LINKED = re.compile(r"""<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)\"""")
NAMED = re.compile(r"""url\(\s*['"]?(?!data:|#)([^'")]+)""")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes on the wire: of the page itself, of all it takes at the first visit, at the second."""

    page: int
    first: int
    second: int


def measure(size: Size) -> Finding:
    """Every main page, compressed as it travels."""
    chromium = shutil.which("chromium") if size.browser else None
    found = [p for p in pages(size) if p.name not in SKIPPED and not p.name.startswith("API")]
    with serving(workers=1, threads=8) as server:
        if chromium:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                weights = {page.name: _browsed(browser, server.port, page) for page in found}
                browser.close()
        else:
            weights = {page.name: _followed(server.port, page) for page in found}
    finding = Finding("weights")
    finding.tables.append(
        Table(
            f"Poids des pages, {connection.vendor}",
            ("page", "HTML (ko)", "première visite (ko)", "visite suivante (ko)"),
            [
                (name, *(french(number / 1000, 1) for number in (one.page, one.first, one.second)))
                for name, one in weights.items()
            ],
            "Octets sur le fil, en-têtes des réponses compris, "
            + ("dans un Chromium." if chromium else "en suivant les liens."),
        )
    )
    for name in READ:
        finding.most(f"{name}, première visite", weights[name].first / 1000, WHOLE, " ko", 1)
        finding.most(f"{name}, HTML", weights[name].page / 1000, HTML, " ko", 1)
    finding.most(f"{MAP}, première visite", weights[MAP].first / 1000, WHOLE, " ko", 1)
    return finding


def _browsed(browser: Browser, port: int, page: Page) -> Weight:
    """Twice in one browser that starts empty."""
    where = f"http://{HOST}:{port}"
    context = browser.new_context()
    context.add_cookies([{"name": n, "value": v, "url": where} for n, v in page.visitor.cookies.items()])
    sums = []
    for _ in range(2):
        answers: list[Response] = []
        tab = context.new_page()

        def hear(answer: Response, heard: list[Response] = answers) -> None:
            heard.append(answer)

        tab.on("response", hear)
        tab.goto(where + page.path, wait_until="networkidle")
        sizes = [answer.request.sizes() for answer in answers]
        sums.append([size["responseBodySize"] + size["responseHeadersSize"] for size in sizes])
        tab.close()
    context.close()
    first, second = sums
    return Weight(first[0], sum(first), sum(second))


def _followed(port: int, page: Page) -> Weight:
    """The page, its style sheets and scripts, the pictures and fonts that style sheets name."""
    caller = Caller(port, page.visitor)
    whole = caller.get(page.path, {"Accept-Encoding": "identity"}).body.decode()
    links = {urljoin(page.path, link) for link in LINKED.findall(whole)}
    for sheet in [link for link in links if link.endswith(".css")]:
        text = caller.get(sheet, {"Accept-Encoding": "identity"}).body.decode()
        links |= {urljoin(sheet, name) for name in NAMED.findall(text)}
    ours = [link for link in links if link.startswith(settings.STATIC_URL)]
    html = _weigh(caller, page.path)
    return Weight(html, html + sum(_weigh(caller, link) for link in ours), html)


def _weigh(caller: Caller, path: str) -> int:
    answer = caller.get(path, {"Accept-Encoding": "br, gzip"})
    return sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) + len(answer.body)
