"""A session as its pages show it: one curve an intervention, the table behind it, causes, measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from core.cascade import UNKNOWN, cascade
from core.formats import HARD, number, percent
from core.svg import Sheet
from monitorage.chain import Chain, Found, Link, chain_of
from monitorage.interventions import SHORT, Determinant, Intervention, Step, interventions
from monitorage.models import WHYS, Session, Value
from monitorage.seen import Line, by_intervention, own_lines

CURVE = Sheet(360, 230)
MEANS: Final[Mapping[Determinant, str]] = {
    Determinant.AVAILABLE: "Seuil d’alerte du stock, commande, réparation, prise en charge d’un poste.",
    Determinant.ACCESSIBLE: "Calendrier de stratégie avancée, moto et carburant, nouveau site.",
    Determinant.USED: "Tarifs et indigents, causeries, relais, groupes de femmes, permanence.",
    Determinant.ADEQUATE: "Échéancier, recherche des perdus de vue par les relais.",
    Determinant.EFFECTIVE: "Supervision formative, formation, partogramme.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One determinant in the table behind a curve."""

    step: Step
    link: Link
    value: Value

    @property
    def shown(self) -> str:
        return UNKNOWN if self.link.shown is None else percent(self.link.shown)

    @property
    def raw(self) -> str:
        return "" if self.link.raw is None else percent(self.link.raw, 1)

    @property
    def computed(self) -> str:
        return "" if self.value.computed is None else percent(self.value.computed, 1)

    @property
    def basis(self) -> str:
        """« 412 sur 637, 6 / 6 mois »: what the number is made of."""
        if self.value.above is None or self.value.below is None:
            return ""
        made = f"{number(self.value.above)} sur {number(self.value.below)}"
        return f"{made}, {self.value.months}{HARD}/{HARD}6 mois" if self.step.codes else made

    @property
    def entered(self) -> str:
        return "" if self.value.entered is None else percent(self.value.entered)


@dataclass(frozen=True, slots=True)
class Part:
    """One intervention of a session."""

    intervention: Intervention
    chain: Chain
    rows: tuple[Row, ...]
    svg: SafeString
    whys: tuple[str, ...]
    measures: tuple[Line, ...]

    @property
    def bottleneck(self) -> str:
        """« Goulot : utilisation (−35 points) », what to say when there is none."""
        found = self.chain.bottleneck
        if found is None:
            return "Aucune baisse connue d’un déterminant au suivant."
        drop = number(self.chain.link(found).drop)
        return f"Goulot{HARD}: {found.label}, {drop} points de moins que ce qui précède."

    @property
    def means(self) -> str:
        """What is usually done against such a drop."""
        return MEANS.get(self.chain.bottleneck, "") if self.chain.bottleneck else ""

    @property
    def missing(self) -> str:
        """« 2 déterminants à saisir »."""
        count = self.chain.missing
        return f"{count} à saisir ou à calculer" if count else ""

    @property
    def blank_whys(self) -> range:
        """Lines left to write on, on paper."""
        return range(WHYS - len(self.whys))


def parts_of(session: Session, *, sheet: Sheet = CURVE, before: Session | None = None) -> list[Part]:
    """Every intervention, by the catalogue of the session. Three queries; one more with ``before``."""
    chains = interventions(session.catalogue)
    values = _values(session)
    old = _chains(before) if before else {}
    whys: dict[str, list[str]] = {}
    for why in session.whys.all():
        whys.setdefault(why.intervention, []).append(why.text)
    measures = by_intervention(own_lines(session))
    return [
        _part(chain, values, old.get(code), sheet, (whys.get(code, ()), measures.get(code, ())))
        for code, chain in chains.items()
    ]


def _part(
    intervention: Intervention,
    values: Mapping[tuple[str, str], Value],
    old: Chain | None,
    sheet: Sheet,
    said: tuple[Sequence[str], Sequence[Line]],
) -> Part:
    mine = {step.determinant: values[intervention.code, step.determinant] for step in intervention.steps}
    chain = chain_of(intervention, {key: _found(value) for key, value in mine.items()})
    links = {link.determinant: link for link in chain.links}
    rows = tuple(Row(step, links[step.determinant], mine[step.determinant]) for step in intervention.steps)
    order = [link.determinant for link in chain.links]
    svg = cascade(
        intervention.name,
        [SHORT[determinant] for determinant in order],
        [link.shown for link in chain.links],
        before=[link.shown for link in old.links] if old else (),
        mark=order.index(chain.bottleneck) if chain.bottleneck else None,
        sheet=sheet,
    )
    return Part(intervention, chain, rows, svg, tuple(said[0]), tuple(said[1]))


def _values(session: Session) -> dict[tuple[str, str], Value]:
    """Every determinant of the session; one that a later sheet added is empty."""
    rows = {
        (row.intervention, row.determinant): row for row in session.values.select_related("entered_by").all()
    }
    for code, chain in interventions(session.catalogue).items():
        for step in chain.steps:
            key = (code, step.determinant.value)
            rows.setdefault(key, Value(intervention=code, determinant=step.determinant))
    return rows


def _chains(session: Session) -> dict[str, Chain]:
    """The chains of an earlier session, by intervention (one query)."""
    values = _values(session)
    return {
        code: chain_of(
            chain, {step.determinant: _found(values[code, step.determinant]) for step in chain.steps}
        )
        for code, chain in interventions(session.catalogue).items()
    }


def _found(value: Value) -> Found:
    return Found(value.computed, None if value.entered is None else float(value.entered))


def title_words(session: Session) -> str:
    """« Banamba Central, 1er semestre 2026 »."""
    return f"{session.aire.name}, {session.semester.words}"
