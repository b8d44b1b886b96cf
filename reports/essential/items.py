"""A line of the essential sheet, its blocks, the stretch it speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.formats import number, signed
from monitoring.aggregates import Figure
from monitoring.figures import NOT_RECEIVED

NOTHING = "—"  # neither zero nor « non reçu »: nobody knows it here, or there is nothing to compare with
NOT_FOLLOWED = "pas encore suivi ici"


@dataclass(frozen=True, slots=True)
class Item:
    """One line: strings ready to print, by the names that ``parts/figure_row.html`` reads."""

    label: str
    sentence: str
    value_text: str = NOTHING
    unit_text: str = ""
    status: str = ""
    status_word: str = ""
    delta_dir: str = ""
    delta_text: str = ""
    delta_word: str = ""
    target_text: str = ""
    last_year_text: str = ""
    received_text: str = ""
    check: str = ""
    url: str = ""
    spark: str = ""
    provisional: bool = False
    missing: bool = False
    missing_word: str = NOT_RECEIVED

    @property
    def behind_words(self) -> str:
        """« 21 / 24 rapports »; "" when nothing was expected."""
        return f"{self.received_text} rapports" if self.received_text else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the sheet: its lines, what is not followed yet, a word under them."""

    letter: str
    title: str
    items: Sequence[Item] = ()
    unfollowed: Sequence[str] = ()
    note: str = ""


def of_figure(figure: Figure, sentence: str) -> Item:
    """An indicator as a line of the sheet: its own strings, and its sentence."""
    return Item(
        label=figure.label,
        sentence=sentence,
        value_text=figure.value_text,
        unit_text=figure.unit_text,
        status=figure.status,
        status_word=figure.status_word,
        delta_dir=figure.delta_dir,
        delta_text=figure.delta_text,
        delta_word=figure.delta_word,
        target_text=figure.target_text,
        last_year_text=figure.last_year_text,
        received_text=figure.received_text,
        check=figure.check,
        url=figure.url,
        spark=figure.spark,
        provisional=figure.provisional,
        missing=figure.missing,
    )


def moved(now: float | None, before: float | None) -> tuple[str, str]:
    """(arrow, « +240 ») of a plain number since last year; nothing when one of the two is not known."""
    if now is None or before is None:
        return "", ""
    change = round(now - before)
    return ("flat", "stable") if not change else ("up" if change > 0 else "down", signed(change))


def counted_item(
    label: str, sentence: str, now: float | None, before: float | None, *, unit: str = "", received: str = ""
) -> Item:
    """A plain number without target: nobody judges it, it is compared with last year's."""
    arrow, words = moved(now, before)
    return Item(
        label,
        sentence,
        NOTHING if now is None else number(now),
        unit_text=unit if now is not None else "",
        delta_dir=arrow,
        delta_text=words,
        last_year_text=NOTHING if before is None else number(before),
        received_text=received,
    )
