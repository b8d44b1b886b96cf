"""The site's addresses, with one more that breaks."""

from typing import NoReturn

from django.urls import URLPattern, URLResolver, path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as of_the_site
from core.access import Action, Request, requires
from core.http import reading

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@reading
@requires(Action.SELF)
def break_down(_request: Request) -> NoReturn:
    """As a view does that nobody foresaw."""
    raise RuntimeError("secret words of the machine")


urlpatterns: list[URLPattern | URLResolver] = [path("panne/", break_down, name="break_down"), *of_the_site]
