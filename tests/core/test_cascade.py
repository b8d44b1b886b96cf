"""The drawing of a chain: every value in words, what is unknown hatched, the largest drop marked in black."""

from core.cascade import NARROWEST, cascade
from core.svg import INK

LABELS = ("cible", "disponible", "accessible", "utilisé", "adéquat", "effectif")


def test_every_value_is_said_in_words() -> None:
    svg = cascade("CPN", LABELS, [100, 97, 85, 80, 45, 40], mark=4)
    assert "adéquat\u00a0: 45\u202f%" in svg
    assert ">45<" in svg
    assert NARROWEST in svg
    assert svg.count(f'stroke="{INK}" stroke-width="2"') == 2


def test_what_is_unknown_is_hatched_never_zero() -> None:
    svg = cascade("PF", LABELS, [100, None, 85, 19, None, None])
    assert "disponible\u00a0: non connu" in svg
    assert svg.count('stroke-dasharray="3 2"') == 3
    assert NARROWEST not in svg
    assert ">0<" in svg  # the axis alone


def test_the_last_time_is_dashed() -> None:
    values = [100, 97, 85, 80, 45, 40]
    assert 'stroke-dasharray="6 4"' not in cascade("CPN", LABELS, values)
    assert 'stroke-dasharray="6 4"' in cascade("CPN", LABELS, values, before=values)


def test_a_title_is_escaped() -> None:
    assert "<b>" not in cascade("<b>", LABELS, [None] * 6)
