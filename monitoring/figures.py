"""A figure ready to be read: number, word, arrow, target, last year, how many reports; in French."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.charts import Chart, Line, curve, spark, table
from core.formats import MINUS, counted, de, month_short, number, signed
from core.months import Month
from monitoring.enums import Direction
from monitoring.indicators import Kind, LoadedIndicator
from monitoring.measure import Measured
from monitoring.places import Place

OK, NEAR, FAR = "ok", "near", "far"
WORDS = {OK: "Atteint", NEAR: "Proche", FAR: "Loin", "": ""}
NOT_RECEIVED, VOID = "non reçu", "vide"
NOTHING_TO_DIVIDE = "—"
NO_POPULATION, NO_BASE = "à vérifier\u00a0: population inconnue ou nulle", "rien à quoi le rapporter"


@dataclass(frozen=True, slots=True)
class Point:
    """One month of a curve; ``value`` None: nothing received, or nothing to divide by."""

    month: Month
    value: float | None
    n: int
    expected: int
    provisional: bool
    kept: str = ""  # printed for a small count


@dataclass(frozen=True)
class Figure:
    """One figure of one place over some months: strings ready to print, then the numbers behind them.

    ``status``: ok, near, far, "" (no target); ``missing``: nothing received. ``kept``: a small
    count stands behind, its value is not told. ``history``: 24 months or none. ``of_day``: a state at the end
    of the last month, which no report tells: ``n`` and ``expected`` are aires.
    """

    code: str
    label: str
    url: str
    value_text: str
    unit_text: str
    status: str
    status_word: str
    delta_text: str
    delta_dir: str
    delta_word: str
    target_text: str
    last_year_text: str
    received_text: str
    provisional: bool
    missing: bool
    check: str
    value: float | None
    last_year_value: float | None
    n: int
    expected: int
    definition: str
    long_label: str
    target: float | None
    decimals: int
    confirmed: bool
    source: str  # of the target
    target_whose: str  # « du district », "" for the catalogue
    above: float | None = None  # Σ of the numerator
    below: float | None = None  # Σ of the denominator
    lower_is_better: bool = False
    kept: str = ""
    history: tuple[Point, ...] = ()
    of_day: bool = False

    @property
    def missing_word(self) -> str:
        """What stands where nothing is known: never zero."""
        return VOID if self.of_day else NOT_RECEIVED

    @property
    def behind_head(self) -> str:
        """The head of the column that says what it counts."""
        return "Aires comptées" if self.of_day else "Rapports"

    @property
    def behind_words(self) -> str:
        """What it counts: « 21 / 24 rapports », « 3 aires sur 5 comptées »; "" when nothing was expected."""
        if not self.received_text:
            return ""
        if not self.of_day:
            return f"{self.received_text} rapports"
        known = counted(self.n, "aire", "aires")
        return f"{known} sur {number(self.expected)} {'comptées' if self.n > 1 else 'comptée'}"

    @property
    def spark(self) -> SafeString:
        """A word-sized curve of the last twelve months; "" without history."""
        if not self.history:
            return SafeString("")
        recent = self.history[-12:]
        title = f"{self.label}, douze derniers mois"
        return spark(
            [p.value for p in recent],
            self.target,
            title=title,
            provisional=_open_tail(recent),
            absent=self.missing_word,
        )

    @property
    def chart(self) -> Chart:
        """Twelve months, the same a year before dashed, the target dotted, with the table behind."""
        recent, before = self.history[-12:], self.history[-24:-12]
        labels = [month_short(p.month.year, p.month.number) for p in recent]
        this = Line("douze derniers mois", [p.value for p in recent], _open_tail(recent))
        last = Line("un an avant", [p.value for p in before])
        absent = self.missing_word
        drawing = curve(
            self.label, labels, this, last, target=self.target, decimals=self.decimals, absent=absent
        )
        head, rows = table(labels, [this, last], self.decimals, absent=absent)
        return Chart(self.label, drawing, self.unit_text, head, rows)


def _open_tail(points: Sequence[Point]) -> int:
    """How many of the last points are provisional, one after the other from the end."""
    count = 0
    for point in reversed(points):
        if not point.provisional:
            break
        count += 1
    return count


def make_figure(
    indicator: LoadedIndicator,
    place: Place,
    now: Measured,
    last_year: Measured,
) -> Figure:
    """Put a measure into words (no address, no history yet)."""
    row, value, before = indicator.row, now.value, last_year.value
    # A rate is judged as it is printed: « 95 % » against « 95 % » is reached; a part of a death is not nil.
    printed = value if value is None or indicator.plain_count else round(value, row.decimals)
    status = status_of(indicator, printed)
    direction, text, word = delta_of(indicator, value, before)
    return Figure(
        code=indicator.code,
        label=row.short,
        url="",
        value_text=_worded(indicator, place, value) if value is not None else now.kept or NOTHING_TO_DIVIDE,
        unit_text=row.unit if value is not None else "",
        status=status,
        status_word=WORDS[status],
        delta_text=text,
        delta_dir=direction,
        delta_word=word,
        target_text=target_words(indicator),
        last_year_text=_last_year(indicator, place, last_year),
        received_text=_received(indicator, now),
        provisional=now.provisional and now.n > 0,
        missing=now.n == 0 and value is None,
        check=_check(indicator, now),
        value=value,
        last_year_value=before,
        n=now.n,
        expected=now.expected,
        definition=row.definition,
        long_label=row.label,
        target=indicator.target,
        decimals=row.decimals,
        confirmed=indicator.goal.confirmed,
        source=indicator.goal.source,
        target_whose=indicator.goal.whose,
        above=now.above,
        below=now.below,
        lower_is_better=indicator.direction == Direction.DOWN,
        kept=now.kept,
        of_day=indicator.of_day,
    )


def _received(indicator: LoadedIndicator, now: Measured) -> str:
    """« 21 / 24 »: reports of those expected; of a state, « 3 / 5 aires »."""
    if not now.expected:
        return ""
    of = counted(now.expected, "aire", "aires") if indicator.of_day else number(now.expected)
    return f"{number(now.n)} / {of}"


def status_of(indicator: LoadedIndicator, value: float | None) -> str:
    """ok at the target or beyond, near from 80 % of it (the inverse when lower is better), else far.

    The share is the indicator's own.
    """
    share = indicator.near
    low, high = indicator.target, indicator.target_high
    if value is None or (low is None and high is None):
        return ""
    if indicator.direction == Direction.UP:
        least = low if low is not None else 0.0
        return OK if value >= least else NEAR if value >= least * share else FAR
    if indicator.direction == Direction.DOWN:
        most = low if low is not None else 0.0
        return OK if value <= most else NEAR if value * share <= most else FAR
    above = low is None or value >= low
    below = high is None or value <= high
    if above and below:
        return OK
    near = (low is None or value >= low * share) and (high is None or value * share <= high)
    return NEAR if near else FAR


def delta_of(indicator: LoadedIndicator, value: float | None, before: float | None) -> tuple[str, str, str]:
    """(arrow, « +3 pts », « mieux »): the arrow is the number's direction, the word the judgement."""
    if value is None or before is None:
        return "", "", ""
    decimals = indicator.row.decimals
    moved = round(round(value, decimals) - round(before, decimals), decimals)
    if not moved:
        return "flat", "", "stable"
    unit = {"%": " pts" if abs(moved) >= 2 else " pt", "‰": " ‰"}.get(indicator.row.unit, "")
    word = ""
    if indicator.direction != Direction.BAND:
        better = (moved > 0) == (indicator.direction == Direction.UP)
        word = "mieux" if better else "moins bien"
    return ("up" if moved > 0 else "down"), f"{signed(moved, decimals)}{unit}", word


def target_words(indicator: LoadedIndicator) -> str:
    """« 95 % », « au plus 10 % », « de 25 à 45 % »; "" without a target."""
    low, high = indicator.target, indicator.target_high
    if indicator.direction == Direction.BAND:
        if low is not None and high is not None:
            return f"{de(_plain(low))} à {_with_unit(indicator, high)}"
        if high is not None:
            return f"au plus {_with_unit(indicator, high)}"
        return f"au moins {_with_unit(indicator, low)}" if low is not None else ""
    if low is None:
        return ""
    if indicator.direction == Direction.DOWN:
        return f"au plus {_with_unit(indicator, low)}" if low else _with_unit(indicator, low)
    return _with_unit(indicator, low, least=indicator.row.decimals)


def _plain(value: float, least: int = 0) -> str:
    """As few decimals as the number needs, ``least`` at the least."""
    needed = next(d for d in (0, 1, 2) if d == 2 or round(value, d) == value)
    return number(value, max(needed, least if value != int(value) else 0))


def _with_unit(indicator: LoadedIndicator, value: float, least: int = 0) -> str:
    return unit_after(_plain(value, least), indicator.row.unit)


def unit_after(text: str, unit: str) -> str:
    """« 95 % » (narrow space), « 1 200 FCFA » (no-break space), or the number alone."""
    if not unit:
        return text
    return f"{text}\u202f{unit}" if unit in {"%", "‰"} else f"{text}\u00a0{unit}"


def _worded(indicator: LoadedIndicator, place: Place, value: float) -> str:
    """The value; a commune's part of a count may not be whole (« 1,4 décès »): one decimal then."""
    decimals = indicator.row.decimals
    if indicator.plain_count and place.scale > 1 and round(value, 1) != round(value):
        decimals = max(decimals, 1)
    text = number(value, decimals)
    return text.lstrip(MINUS) if not text.strip(f"{MINUS}0,") else text


def _last_year(indicator: LoadedIndicator, place: Place, measured: Measured) -> str:
    if measured.value is None:
        absent = VOID if indicator.of_day else NOT_RECEIVED
        return measured.kept or (NOTHING_TO_DIVIDE if measured.n else absent)
    return unit_after(_worded(indicator, place, measured.value), indicator.row.unit)


def _check(indicator: LoadedIndicator, now: Measured) -> str:
    value = now.value
    if value is None:
        # « — » alone would not say whether something is missing, nor what.
        if now.n == 0:
            return ""
        return NO_POPULATION if indicator.kind == Kind.POPULATION else NO_BASE
    if indicator.row.is_coverage and value > 100:
        return "à vérifier\u00a0: population\u202f?"
    if value < 0:
        return "à vérifier\u00a0: chiffre négatif"
    if indicator.row.unit == "%" and indicator.kind == Kind.REPORTS and not indicator.row.is_coverage:
        part_of_whole = indicator.direction == Direction.DOWN
        return "à vérifier\u00a0: plus de 100\u202f%" if part_of_whole and value > 100 else ""
    return ""
