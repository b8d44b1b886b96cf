"""An act of the log in words, whatever the circuit: its number, who did it, on which day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from core import formats
from core.access import Role
from core.models import ActLog
from mandates.delegating import delegators


def number_of(log: ActLog) -> str:
    """« A-2026-412 », on the receipt as on the screen."""
    return f"A-{log.done_at.year}-{log.pk}"


def behind_of(logs: Iterable[ActLog]) -> dict[int, str]:
    """Mandate → who delegated it, of the mandates behind these acts (one query)."""
    return delegators({log.mandate_id for log in logs if log.mandate_id})


def who_words(log: ActLog, behind: Mapping[int, str]) -> str:
    """« Fanta Keïta, maire (Banamba), par délégation de Nana Touré »."""
    function = f", {Role(log.role).label} ({log.place_name})" if log.role else ""
    deputy = behind.get(log.mandate_id or 0, "")
    return f"{log.person_name}{function}" + (f", par délégation {formats.de(deputy)}" if deputy else "")


def paper_words(paper: Mapping[str, Any]) -> str:
    """« Pris sur papier le 2 novembre 2026, enregistré par Salif Diallo. »."""
    on = formats.day(date.fromisoformat(paper["on"]))
    return f"Pris sur papier le {on}, enregistré par {paper['recorded_by']}."


def day_of(log: ActLog) -> str:
    """The day of an act; of its paper when it was taken on paper."""
    if paper := log.details.get("paper"):
        return f"{formats.day(date.fromisoformat(paper['on']))}, sur papier"
    return formats.day(timezone.localtime(log.done_at).date())
