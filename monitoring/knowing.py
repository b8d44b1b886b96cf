"""On which figures totals are read, by the mandates one holds on the very places read."""

from collections.abc import Sequence

from core.access import Action, Scope, Where
from monitoring.measure import OnWhat


def shared(wheres: Sequence[Where], scope: Scope) -> OnWhat:
    """What this reader may know at every one of these places. No query.

    Provisional figures, else final ones (as on every document); guarded ones when, at one of them, no mandate
    opens small counts: a partner, whatever he holds elsewhere.
    """
    if all(scope.may(Action.TOTALS_PROVISIONAL, where) for where in wheres):
        return "provisional"
    return "final" if all(scope.may(Action.COUNTS_EXACT, where) for where in wheres) else "guarded"
