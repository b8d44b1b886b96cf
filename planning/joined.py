"""The file joined to an act: a technical note, an opinion written apart, read by whoever reads the act."""

from collections.abc import Iterable, Mapping

from accounts.models import Person
from core.access import Action, PlaceKind, Scope
from core.models import ActLog
from files.models import StoredFile
from files.scans import Scan, store_scan
from planning.enums import ONCE_APPROVED
from planning.models import Attachment, Plan

# The acts that may carry a file, each with what the file then is.
JOINS: Mapping[str, str] = {
    "avis": "avis de la commune",
    "avis_touche": "avis de la commune",
    "valider": "note technique",
    "conseiller": "avis",
    "diverger": "avis divergent",
    "legalite": "contrôle de légalité",
    "conseil_gestion": "procès-verbal du conseil de gestion",
    "crocep": "procès-verbal du CROCEP",
}
Piece = tuple[Attachment, bool]


def join(plan: Plan, log: ActLog, scan: Scan, scope: Scope) -> Attachment:
    """Keep the file of one act, in its transaction, for all who read the act. Raises TooLarge."""
    stored = store_scan(
        scan,
        f"{plan.number}-{log.act}-{log.pk}",
        action=Action.PLAN_APPROVED_SEE if plan.state in ONCE_APPROVED else Action.PLAN_SEE,
        place_kind=PlaceKind.AIRE,
        where=plan.where(),
        created_by=Person.objects.filter(pk=scope.person_id or 0).first(),
        touched=True,
    )
    return Attachment.objects.create(
        plan=plan, file=stored, label=JOINS[log.act], log=log, person_id=scope.person_id
    )


def open_with_plan(plan: Plan, _log: ActLog | None = None) -> None:
    """Once the plan is approved, its acts are read by more people: so are their files."""
    joined = plan.attachments.exclude(log=None).values("file")
    StoredFile.objects.filter(pk__in=joined).update(action=Action.PLAN_APPROVED_SEE.value)


def pieces_of(plan: Plan, scope: Scope) -> list[Piece]:
    """The papers joined, and whether the door of files opens each to this reader (one query)."""
    return [
        (piece, scope.may(Action(piece.file.action), piece.file.where()))
        for piece in plan.attachments.select_related("file")
    ]


def by_act(pieces: Iterable[Piece]) -> dict[int, Piece]:
    """The act of the log → its file."""
    return {piece.log_id: (piece, opens) for piece, opens in pieces if piece.log_id}
