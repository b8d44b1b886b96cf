"""Reports that do not come, told to more people as days pass: those who type, the CSRéf, the région."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.access import Action, Where
from core.formats import day
from cscom.models import Aire
from mandates.receivers import Roll
from monitoring.enums import ReportState
from monitoring.news import SIGNERS, WRITERS, subject_of
from monitoring.recent import begun
from monitoring.todo import MONTHS, TodoLine, late_lines
from notices.models import NoticeKind
from notices.send import Fact

AT_CSREF, AT_REGION = 15, 30  # days after which the next level is told
OLDEST = 60  # days: what is later than that is known, and read on the pages


def late_facts(today: date, roll: Roll) -> Iterator[Fact]:
    """What is to be told of the reports late today, whatever was told before (six queries)."""
    lines = late_lines(Aire.objects.located(), begun(today, MONTHS), today)
    for line in lines:
        if line.days > OLDEST:
            continue
        where, key = line.aire.where(), f"retard:{line.aire.pk}:{line.period.code}"
        yield _fact(line, f"{key}:0", _held(roll, (*WRITERS, *SIGNERS), where), today, own=True)
        if line.days >= AT_CSREF:
            host = Where(communes=frozenset({line.aire.host_commune_id}))
            near = _held(roll, (Action.REPORT_REOPEN,), where) | _held(roll, (Action.COMPLETENESS_SEE,), host)
            yield _fact(line, f"{key}:{AT_CSREF}", near, today)
        if line.days >= AT_REGION:
            yield _fact(line, f"{key}:{AT_REGION}", _held(roll, (Action.PERIOD_SET,), where), today)


def _held(roll: Roll, actions: tuple[Action, ...], where: Where) -> frozenset[int]:
    return frozenset(person for action in actions for person in roll.people(action, where))


def _fact(line: TodoLine, key: str, people: frozenset[int], today: date, *, own: bool = False) -> Fact:
    """« Rapport d’octobre 2026, Samakélé : pas reçu, attendu le 5 novembre 2026 au plus tard. »"""
    back = line.report is not None and line.report.state == ReportState.RETURNED
    what = "renvoyé, pas encore corrigé" if back else "pas reçu"
    due = day(today - timedelta(days=line.days))
    text = f"{subject_of(line.aire, line.period)}\u00a0: {what}, attendu le {due} au plus tard."
    return Fact(NoticeKind.LATE, key, text, line.url, people, own)
