"""Plans side by side as a table: one row a plan, its money by payer, quarter, group, what is done of it."""

from core.tabular import Value
from planning.enums import PAYERS, PlanState, Source
from planning.together import GROUPS, QUARTERS_AND_NONE, Side, Together, group_words, quarter_words

PLACES = ("Numéro", "Région", "District", "Commune", "Aire de santé", "Année", "État")


def rows(found: Together) -> list[list[Value]]:
    """The head, then one row a plan; amounts in whole FCFA, rates in percent."""
    components = sorted({code for side in found.sides for code in side.split.component})
    head = [
        *PLACES, "Lignes", "Coût", *(f"Prévu\u00a0: {source.label}" for source in Source),
        *(f"Composante\u00a0: {code or 'aucune'}" for code in components),
        *(quarter_words(quarter).capitalize() for quarter in QUARTERS_AND_NONE),
        *(f"Groupe\u00a0: {group_words(group)}" for group in GROUPS),
        "Engagé", *(f"Payé\u00a0: {payer.label}" for payer in PAYERS), "Payé", "Réalisé (%)", "Payé (%)",
    ]  # fmt: skip
    return [list(head), *(_row(side, components) for side in found.sides)]


def _row(side: Side, components: list[str]) -> list[Value]:
    plan, figures, split = side.plan, side.figures, side.split
    aire = plan.aire
    commune = aire.host_commune
    return [
        plan.number, commune.cercle.region.name,
        aire.district.name,
        commune.name, aire.name, plan.year, PlanState(plan.state).label,
        figures.lines, figures.cost, *figures.sources,
        *(split.component[code] for code in components),
        *(split.quarter[quarter] for quarter in QUARTERS_AND_NONE),
        *(split.group[group] for group in GROUPS),
        figures.engaged, *figures.paid_by, figures.paid,
        None if figures.physical is None else float(figures.physical),
        None if figures.financial is None else float(figures.financial),
    ]  # fmt: skip
