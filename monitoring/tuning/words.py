"""Indicators being set, in words: what a new formula would give, earlier versions, the targets of a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from communes.models import Region
from core.formats import month, number
from core.months import Month
from monitoring.figures import NOTHING_TO_DIVIDE, target_words, unit_after
from monitoring.form import load_form
from monitoring.indicators import load_line
from monitoring.models import Indicator, Target
from monitoring.recent import opened
from monitoring.targets import goal_of
from monitoring.tuning.aiming import name_of
from monitoring.tuning.effect import effect

NOT_OF_A_MONTH = "Ce calcul se lit sur les pages de chiffres, une fois enregistré."


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: its months, its formulas, who wrote it when and why."""

    since: date
    until: date | None
    formula: str
    who: str
    at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    row: Target
    place: str
    words: str


def effect_words(row: Indicator, region: Region | None, last: Month) -> str:
    """« Koulikoro, septembre 2026 : 92 % (rapports comptés : 180 sur 200) »."""
    period = opened(last)
    if region is None or period is None:
        return "Aucun mois n’est encore dû\u00a0: il n’y a rien à calculer."
    found = effect(row, region, period)
    if found is None:
        return NOT_OF_A_MONTH
    head = f"{region.name}, {month(last.year, last.number)}"
    value = NOTHING_TO_DIVIDE if found.value is None else number(found.value, row.decimals)
    text = unit_after(value, row.unit if found.value is not None else "")
    return f"{head}\u00a0: {text} (rapports comptés\u00a0: {number(found.n)} sur {number(found.reports)})."


def version_lines(rows: Sequence[Indicator]) -> list[VersionLine]:
    """The versions of an indicator, the latest first (one query a version)."""
    return [_version(row) for row in rows]


def _version(row: Indicator) -> VersionLine:
    last = row.history.select_related("history_user__person").first()
    formula = f"{row.numerator} ÷ {row.denominator}" if row.denominator else row.numerator
    who = str(last.history_user.person) if last and last.history_user else "catalogue fourni"
    return VersionLine(
        row.valid_from,
        row.valid_to,
        formula,
        who,
        last.history_date if last else None,
        (last.history_change_reason or "") if last else "",
    )


def target_lines(targets: Sequence[Target], row: Indicator) -> list[TargetLine]:
    """The targets in words (two queries)."""
    loaded = load_line(row, load_form(row.valid_from))
    return [
        TargetLine(
            one,
            name_of(one),
            target_words(loaded.aimed(goal_of(one))) if loaded else "",
        )
        for one in targets
    ]
