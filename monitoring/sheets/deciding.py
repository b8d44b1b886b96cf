"""What a reader decided on the page of a dry run, read from its form."""

from django.http import QueryDict

from monitoring.sheets.keeping import Decision

CHOICE = "choix."  # before the rank of a clash
MINE, THEIRS = "fichier", "serveur"
SHOWN = 100  # clashes with a choice of their own; beyond, one choice for all


def decision_of(posted: QueryDict) -> Decision:
    """Anything else than one of the two words is no choice."""
    chosen = {}
    for rank in range(SHOWN):
        word = posted.get(f"{CHOICE}{rank}")
        if word in (MINE, THEIRS):
            chosen[rank] = word == MINE
    every = posted.get("tous")
    return Decision(
        mark=posted.get("vu", ""),
        chosen=chosen,
        all_mine=every == MINE if every in (MINE, THEIRS) else None,
        leave_faults=posted.get("laisser") == "1",
    )
