"""What each indicator of the sheet says, in one plain French sentence that takes its two sums."""

from collections.abc import Callable, Mapping

from core.formats import NARROW, counted, number
from monitoring.aggregates import Figure, OnWhat
from monitoring.figures import unit_after

Writer = Callable[[Figure], str]
REPORTS: Mapping[OnWhat, str] = {
    "final": "Aucun rapport validé ne donne ce chiffre. Ce n’est pas zéro.",
    "guarded": "Aucun rapport validé ne donne ce chiffre. Ce n’est pas zéro.",
    "provisional": "Aucun rapport reçu ne donne ce chiffre. Ce n’est pas zéro.",
}
SMALL = 100  # below, a part of one person shows
KEPT = "Petit nombre, non montré aux partenaires pour protéger les personnes."
NOTHING_BELOW = "Des rapports sont là, mais ce à quoi ce chiffre se rapporte est nul ou n’est pas connu."


def sentence_of(figure: Figure, on: OnWhat) -> str:
    """The sentence of one indicator; its definition when this sheet has no sentence for it."""
    if figure.missing:
        return REPORTS[on]
    if figure.kept:
        return KEPT
    if figure.value is None:
        return NOTHING_BELOW
    write = WRITERS.get(figure.code)
    if write is None or figure.above is None:
        return figure.definition
    words = write(figure)
    return words[:1].upper() + words[1:]


def about(value: float | None) -> str:
    """A sum in a sentence; a commune's part of a small count may not be whole: « environ 98 »."""
    if value is None:
        return "un nombre non connu"
    whole = abs(value) >= SMALL or round(value, 1) == round(value)
    return number(value) if whole else f"environ {number(value)}"


def _value(figure: Figure) -> str:
    return unit_after(figure.value_text, figure.unit_text)


def _out_of(done: str, expected: str) -> Writer:
    """« 412 femmes vues, pour 463 grossesses attendues. »."""
    return lambda f: f"{about(f.above)} {done}, pour {about(f.below)} {expected}."


def _dropout(figure: Figure) -> str:
    if figure.above is not None and figure.above < 0:
        return f"Plus de troisièmes doses que de premières{NARROW}: à vérifier dans les registres."
    begun = f"Sur {about(figure.below)} enfants qui ont commencé"
    return f"{begun}, {about(figure.above)} sans troisième dose."


def _deaths(figure: Figure) -> str:
    above = figure.above or 0
    if not above:
        return "Aucune femme morte de sa grossesse ou de son accouchement n’est déclarée."
    if round(above, 1) != round(above):
        return f"{_value(figure)}, part de la commune{NARROW}; chacun demande un audit."
    dead = counted(above, "femme morte", "femmes mortes")
    return f"{dead}{NARROW}; chaque décès demande un audit."


WRITERS: Mapping[str, Writer] = {
    "I01": lambda f: f"Un habitant consulte {_value(f)} fois par an ({about(f.above)} nouveaux cas).",
    "I11": _out_of("femmes vues une fois", "grossesses attendues"),
    "I13": _out_of("femmes vues quatre fois", "grossesses attendues"),
    "I14": lambda f: f"Pour {about(f.below)} premières visites, {about(f.above)} quatrièmes.",
    "I18": _out_of("accouchements au CSCOM", "attendus"),
    "I21": _deaths,
    "I25": _out_of("enfants vaccinés", "de moins d’un an"),
    "I26": _out_of("premières doses", "enfants de moins d’un an"),
    "I27": _out_of("troisièmes doses", "enfants de moins d’un an"),
    "I28": _out_of("enfants vaccinés", "de moins d’un an"),
    "I29": _dropout,
    "I32": lambda f: f"{about(f.above)} sorties faites dans les villages, sur {about(f.below)} prévues.",
    "I36": lambda f: f"Sur cent jours, {f.value_text} sans rupture, en moyenne.",
    "I37": lambda f: f"Pour cent francs dépensés, {f.value_text} viennent des recettes propres.",
    "I40": lambda f: f"Sur cent postes de la norme, {f.value_text} sont tenus.",
}
