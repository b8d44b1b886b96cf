"""What the pages of a year of a convention share: the path down to it, its moment."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from conventions.models import Cam, Review
from conventions.parties import holdings_in
from conventions.views.frame import address, cam_crumbs
from conventions.words import title_of
from conventions.yearly import Line, lines_of, review_of, why_not
from core.access import Scope
from core.tabular import links


def year_crumbs(cam: Cam, year: int, here: str = "") -> list[tuple[str, str]]:
    """Conventions › … › the year › a page of it; the last has no link."""
    word = f"Année {year}"
    rest = [(word, address("cam_year", cam, year)), (here, "")] if here else [(word, "")]
    return cam_crumbs(cam, *rest)


def year_lines(cam: Cam, year: int) -> list[Line]:
    """The lines of that year (two queries); 404 when the convention has none."""
    lines = lines_of(cam, year)
    if not lines:
        raise Http404
    return lines


def frame(cam: Cam, year: int, review: Review | None, scope: Scope, here: str = "") -> dict[str, Any]:
    """``shut``: why nothing is written of this year, or ""; ``speaks``: the parties they speak for."""
    parts = (cam.aire.code, cam.commune.code, str(cam.edition), str(year))
    return {
        "cam": cam,
        "year": year,
        "title": title_of(cam),
        "review": review,
        "shut": why_not(cam, year, review, timezone.localdate()),
        "speaks": list(holdings_in(scope, cam)),
        "files": links("cam_year_file", *parts),
        "crumbs": year_crumbs(cam, year, here),
    }


def review_and_reason(cam: Cam, year: int) -> tuple[Review | None, str]:
    """The review of the year; why nothing is written of that year now (one query)."""
    review = review_of(cam, year)
    return review, why_not(cam, year, review, timezone.localdate())
