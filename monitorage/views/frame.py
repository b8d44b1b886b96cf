"""What the pages of the monitorage share: the path down to a session, its title."""

from django.urls import reverse

from core.access import Action, Scope
from cscom.models import Aire
from monitorage.models import Session
from monitorage.reading import title_words


def crumbs_of(aire: Aire, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    """Monitorage › the aire › …"""
    return [
        ("Monitorage", reverse("monitorage_list")),
        (aire.name, reverse("monitorage_aire", args=[aire.code])),
        *rest,
    ]


def session_crumbs(session: Session, *rest: str) -> list[tuple[str, str]]:
    """Monitorage › the aire › the semester › …"""
    page = reverse("monitorage_show", args=[session.aire.code, session.semester.code])
    return crumbs_of(
        session.aire,
        (session.semester.words, page if rest else ""),
        *((word, "") for word in rest),
    )


def session_context(session: Session, scope: Scope, *rest: str) -> dict[str, object]:
    """What every page of one session knows."""
    return {
        "crumbs": session_crumbs(session, *rest),
        "session": session,
        "title": title_words(session),
        "edits": session.writable and scope.may(Action.MONITORAGE_EDIT, session.where()),
    }
