"""Pages of the report as a browser asks for them: addresses, posts, what a page says."""

import html
import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from cscom.models import Aire
from monitoring.models import MonthlyReport, Period


def address(name: str, aire: Aire, period: Period, *rest: str) -> str:
    return reverse(name, args=[aire.code, period.code, *rest])


def version_of(aire: Aire, period: Period) -> int:
    found = MonthlyReport.objects.filter(aire=aire, period=period).first()
    return found.version if found else 0


def send_cells(
    client: Client,
    aire: Aire,
    period: Period,
    section: str,
    cells: dict[str, str],
    *,
    version: int | None = None,
    operation: str = "",
    more: Mapping[str, str] | None = None,
) -> Any:
    """Post the cells of one section, seen at ``version`` (the present one by default)."""
    body = {f"c.{key}": text for key, text in cells.items()}
    body["version"] = str(version_of(aire, period) if version is None else version)
    body["operation"] = operation or str(uuid4())
    return client.post(address("report_section", aire, period, section), body | dict(more or {}))


def send_act(
    client: Client, name: str, report: MonthlyReport, body: Mapping[str, object] | None = None
) -> Any:
    """Press the button of an act, on the report as it now is unless the body has a version."""
    whole = {"version": version_of(report.aire, report.period)} | dict(body or {})
    return client.post(address(name, report.aire, report.period), whole)


def text_of(response: Any) -> str:
    """The words of a page, spaces of every width made plain."""
    bare = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", bare)


def field_of(response: Any, key: str) -> str:
    """The tag of the field of one cell, "" when the page has none."""
    found = re.search(rf'<(?:input|select)[^>]*id="c\.{re.escape(key)}"[^>]*>', response.content.decode())
    return found[0] if found else ""


def told(response: Any) -> list[str]:
    """The messages left for the next page, spaces made plain."""
    return [re.sub(r"\s+", " ", str(message)) for message in get_messages(response.wsgi_request)]


def values_of(aire: Aire, period: Period) -> dict[str, object]:
    found = MonthlyReport.objects.filter(aire=aire, period=period).first()
    return dict(found.values) if found else {}
