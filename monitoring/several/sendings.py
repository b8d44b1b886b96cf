"""What leaves in the background while one types: one sending of the device's protocol a column."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from core.access import Scope
from monitoring.device.sending import UNREADABLE, UnreadableError, receive, sending_of
from monitoring.rules import LoadedRule, check
from monitoring.several.pile import COLUMNS
from monitoring.several.posted import OUT_OF_REACH
from monitoring.several.table import controls_of
from monitoring.sight import Sight


class NotThisPersonError(ValueError):
    """Somebody else than the sender is signed in."""


def receive_columns(
    body: bytes, known: Mapping[str, Sight], scope: Scope, rules: Collection[LoadedRule]
) -> dict[str, Any]:
    """Several sendings of the device's protocol, one an aire → its answer and its controls.

    Raises UnreadableError, NotThisPersonError.
    """
    try:
        sent = json.loads(body)["envois"]
        reports = {code: sight.report for code, sight in known.items()}
        sendings = {str(code)[:20]: sending_of(one, reports.get(code)) for code, one in sent.items()}
    except UnreadableError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableError(UNREADABLE) from error
    if not 0 < len(sendings) <= COLUMNS:
        raise UnreadableError(UNREADABLE)
    if any(sending.person != scope.person_id for sending in sendings.values()):
        raise NotThisPersonError
    answers: dict[str, Any] = {}
    for code, sending in sendings.items():
        if sight := known.get(code):
            answer = receive(sight, sending)
            findings = check(sight.form, answer["valeurs"], sight.report.period, rules)
            answers[code] = answer | {"controles": controls_of(findings)}
        else:
            answers[code] = {"refusees": dict.fromkeys(sending.cells, OUT_OF_REACH)}
            if sending.comments:
                answers[code]["acte"] = {"fait": False, "pourquoi": OUT_OF_REACH}
    return {"envois": answers}
