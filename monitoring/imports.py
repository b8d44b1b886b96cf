"""Values from a long table of another system (structure, month, element, value), all of them or none."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from communes.sheets import BadSheet, Column, Row, Sheet, read_sheet, text
from core.formats import MONTHS
from core.models import ActLog
from core.months import Month
from monitoring.cells import NotAValueError, read_value
from monitoring.enums import COUNTED, EDITABLE, ReportState, Runs
from monitoring.form import Form, Value, load_form
from monitoring.mapping import EVERY_LINE, Reading, read_mapping
from monitoring.models import MonthlyReport, Period, ReportDiff
from monitoring.periods import open_months
from monitoring.recent import opened_among
from monitoring.rules import blocking, check, load_rules
from monitoring.totals import rebuild
from monitoring.workflow import KIND

BATCH = 500
_COMPACT = re.compile(r"(\d{4})(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{4})")
Spot = tuple[int, Month]  # aire, month


@dataclass(slots=True)
class Imported:
    """What an import did, or would do."""

    lines: int = 0
    empty: int = 0
    new_cells: int = 0
    same_cells: int = 0
    new_reports: int = 0
    changed_reports: int = 0
    months: list[Month] = field(default_factory=list)


def import_long(
    path: Path,
    mapping: Path,
    *,
    state: ReportState,
    dry_run: bool = False,
    make_months: bool = False,
) -> Imported:
    """Read ``path`` as ``mapping`` says and write reports in ``state``, their differences, their totals.

    Existing cells are never replaced: the same value is left, another one refuses the file, as does a report
    already declared. Raises BadSheet (file, line, column); then nothing is written.
    """
    with transaction.atomic():
        reading = read_mapping(mapping)
        rows = read_sheet(path.parent, _sheet(path, reading))
        done = Imported(lines=len(rows))
        values, where = _gathered(rows, reading, done)
        months = sorted({month for _, month in values})
        periods = _periods(months, where, make_months=make_months)
        _write(values, where, periods, path.name, state, done)
        done.months = months
        rebuild(periods.values())
        transaction.set_rollback(dry_run)
    return done


def _sheet(path: Path, reading: Reading) -> Sheet:
    """The file's own columns: those that serve are compulsory, the others are read and left."""
    head = ""
    if path.is_file():
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            head = file.readline()
    names = [name.strip() for name in next(csv.reader([head], delimiter=";" if ";" in head else ","), [])]
    serving = set(reading.columns.values())
    others = [Column(name, _anything, optional=True) for name in names if name not in serving]
    value = reading.columns["valeur"]
    mine = [Column(name, text(200), optional=name == value) for name in sorted(serving)]
    return Sheet(path.name, (*mine, *others), tuple(sorted(serving - {value})))


def _anything(raw: str) -> str:
    return raw[:200]


def _gathered(
    rows: Iterable[Row], reading: Reading, done: Imported
) -> tuple[dict[Spot, dict[str, Value]], dict[tuple[Spot, str], Row]]:
    """Values by aire and month; and the line each comes from."""
    values: dict[Spot, dict[str, Value]] = defaultdict(dict)
    where: dict[tuple[Spot, str], Row] = {}
    forms = _Forms()
    columns = reading.columns
    for row in rows:
        aire = reading.aires.get(row[columns["structure"]])
        if aire is None:
            raise row.refused(columns["structure"], "cette structure n’est pas dans la correspondance.")
        month = _month(row, columns)
        key = _cell(row, reading)
        cell = forms.of(month).cells.get(key)
        if cell is None:
            raise row.refused(
                columns["valeur"], f"la case {key} n’existe pas dans le formulaire de {month.code}."
            )
        try:
            value = read_value(cell, row[columns["valeur"]] or "")
        except NotAValueError as error:
            raise row.refused(columns["valeur"], str(error)) from error
        if value is None:
            done.empty += 1
            continue
        spot = (aire, month)
        if (spot, key) in where:
            line = where[spot, key].line
            raise row.refused(columns["valeur"], f"la case {key} est déjà donnée à la ligne {line}.")
        values[spot][key] = value
        where[spot, key] = row
    return values, where


class _Forms:
    """The form of each month, loaded once; months between the same dates share their rows."""

    def __init__(self) -> None:
        self._known: dict[Month, Form] = {}

    def of(self, month: Month) -> Form:
        if month not in self._known:
            self._known[month] = load_form(month.first_day)
        return self._known[month]


def _cell(row: Row, reading: Reading) -> str:
    if "element" not in reading.columns:
        return reading.cells[EVERY_LINE]
    column = reading.columns["element"]
    key = reading.cells.get(row[column])
    if key is None:
        raise row.refused(column, "cet élément n’est pas dans la correspondance.")
    return key


def _month(row: Row, columns: Mapping[str, str]) -> Month:
    """« 2010-01 », « 201001 », « 01/2010 », or a year beside a month (number or French name)."""
    column = columns.get("periode") or columns["mois"]
    raw: str = row[column]
    try:
        if "periode" in columns:
            return _period(raw)
        names = {name: number for number, name in enumerate(MONTHS, 1)}
        return Month.parse(f"{row[columns['annee']]}-{names.get(raw.casefold()) or int(raw):02d}")
    except ValueError:
        raise row.refused(column, f"«\u00a0{raw[:20]}\u00a0» n’est pas un mois.") from None


def _period(raw: str) -> Month:
    if found := _COMPACT.fullmatch(raw):
        return Month.parse(f"{found[1]}-{found[2]}")
    if found := _SLASHED.fullmatch(raw):
        return Month.parse(f"{found[2]}-{int(found[1]):02d}")
    return Month.parse(raw)


def _periods(
    months: list[Month], where: Mapping[tuple[Spot, str], Row], *, make_months: bool
) -> dict[Month, Period]:
    if make_months:
        open_months(months)
    known = opened_among(months)
    for ((_, month), _), row in where.items():
        if month not in known:
            what = f"le mois {month.code} n’est pas ouvert (ajoutez --open-months pour l’ouvrir)."
            raise BadSheet(row.sheet, what, row.line)
    return {month: known[month] for month in months}


def _write(
    values: Mapping[Spot, dict[str, Value]],
    where: Mapping[tuple[Spot, str], Row],
    periods: Mapping[Month, Period],
    file: str,
    state: ReportState,
    done: Imported,
) -> None:
    known = {(r.aire_id, r.period_id): r for r in MonthlyReport.objects.filter(period__in=periods.values())}
    new: list[MonthlyReport] = []
    changed: list[tuple[MonthlyReport, dict[str, Value], str]] = []
    refuse = _refuser(where)
    for (aire, month), cells in values.items():
        period = periods[month]
        report = known.get((aire, period.pk)) or MonthlyReport(aire_id=aire)
        report.period = period
        before = report.values
        added = {key: value for key, value in cells.items() if key not in before}
        for key in cells.keys() - added.keys():
            if before[key] != cells[key]:
                refuse((aire, month), key, f"le rapport dit déjà {before[key]} pour {key}.")
        done.same_cells += len(cells) - len(added)
        if not added:
            continue
        if report.state not in EDITABLE:
            refuse((aire, month), next(iter(added)), "ce rapport est déjà déclaré complet.")
        done.new_cells += len(added)
        changed.append((report, added, report.state))
        if report._state.adding:
            new.append(report)
        _filled(report, added, state)
    done.new_reports, done.changed_reports = len(new), len(changed) - len(new)
    _check_rules(changed, periods, refuse)
    _save(new, changed, f"import {file}"[:60], state)


Refuse = Callable[[Spot, str, str], None]


def _refuser(where: Mapping[tuple[Spot, str], Row]) -> Refuse:
    def refuse(spot: Spot, key: str, why: str) -> None:
        row = where[spot, key]
        raise BadSheet(row.sheet, why, row.line)

    return refuse


def _filled(report: MonthlyReport, added: Mapping[str, Value], state: ReportState) -> None:
    report.values = {**report.values, **added}
    report.version += 1
    if state not in COUNTED:
        return
    # When it first came is not known: an imported report is never counted as on time.
    now = timezone.now()
    report.state, report.declared_at = state, now
    if state == ReportState.VALIDATED:
        report.validated_at = now


def _check_rules(
    changed: Iterable[tuple[MonthlyReport, dict[str, Value], str]],
    periods: Mapping[Month, Period],
    refuse: Refuse,
) -> None:
    """A blocking rule about a report alone refuses the file that breaks it; its past may come after it."""
    by_id = {period.pk: month for month, period in periods.items()}
    tools = {p.pk: (load_form(p.starts_on), load_rules(p.starts_on)) for p in periods.values()}
    for report, added, _ in changed:
        form, loaded = tools[report.period_id]
        rules = [rule for rule in loaded if rule.runs == Runs.DEVICE]
        if faults := blocking(check(form, report.values, report.period, rules)):
            refuse((report.aire_id, by_id[report.period_id]), next(iter(added)), faults[0].message)


def _save(
    new: list[MonthlyReport],
    changed: list[tuple[MonthlyReport, dict[str, Value], str]],
    origin: str,
    state: ReportState,
) -> None:
    old = [report for report, _, _ in changed if not report._state.adding]
    MonthlyReport.objects.bulk_create(new, batch_size=BATCH)
    fields = ["values", "version", "state", "declared_at", "validated_at"]
    MonthlyReport.objects.bulk_update(old, fields, batch_size=BATCH)
    ReportDiff.objects.bulk_create(
        (
            ReportDiff(
                report=report,
                version=report.version,
                origin=origin,
                before=dict.fromkeys(added),
                after=added,
            )
            for report, added, _ in changed
        ),
        batch_size=BATCH,
    )
    if state not in COUNTED:
        return
    ActLog.objects.bulk_create(
        (
            ActLog(
                kind=KIND,
                object_id=str(report.pk),
                act="importer",
                from_state=before,
                to_state=report.state,
                version=report.version,
                person_name=origin,
            )
            for report, _, before in changed
        ),
        batch_size=BATCH,
    )
