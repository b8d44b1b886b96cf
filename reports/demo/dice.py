"""Chance that gives the same figures on every machine: whole numbers drawn from a seeded generator."""

import math
import random
from collections.abc import Sequence

SEED = "jekabaara-1"


class Dice:
    """Draws for one subject (an aire, an aire and a month…); the same words always give the same draws."""

    def __init__(self, *words: str) -> None:
        self._random = random.Random(":".join((SEED, *words)))  # noqa: S311 - figures, not secrets

    def between(self, low: float, high: float) -> float:
        """A number between ``low`` and ``high``."""
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def happens(self, chance: float) -> bool:
        return self._random.random() < chance

    def one_of(self, words: Sequence[str]) -> str:
        return words[self.whole(0, len(words) - 1)]

    def about(self, mean: float, spread: float = 0.05) -> int:
        """A count near ``mean``, within two spreads (a share of the mean) of it, never negative."""
        drawn = mean * (1 + spread * max(-2.0, min(2.0, self._random.gauss(0, 1))))
        return max(0, int(drawn + self._random.random()))

    def few(self, mean: float) -> int:
        """A rare count (deaths, evacuations): Poisson."""
        limit, count, product = math.exp(-mean), 0, self._random.random()
        while product > limit:
            count += 1
            product *= self._random.random()
        return count

    def part(self, total: int, share: float) -> int:
        """How many of ``total``, near ``share`` of it: from 0 to ``total``."""
        share = max(0.0, min(1.0, share))
        noise = self._random.gauss(0, 1) * 0.5 * math.sqrt(total * share * (1 - share))
        return max(0, min(total, int(total * share + noise + self._random.random())))

    def split(self, total: int, weights: Sequence[float]) -> list[int]:
        """Cut ``total`` in pieces near ``weights``; the pieces sum to ``total``."""
        pieces, left, weight_left = [], total, sum(weights)
        for weight in weights[:-1]:
            piece = self.part(left, weight / weight_left)
            pieces.append(piece)
            left, weight_left = left - piece, weight_left - weight
        return [*pieces, left]
