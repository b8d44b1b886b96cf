"""The file joined to an act: an opinion written apart, an extract of a deliberation; read with the act."""

from collections.abc import Mapping

from accounts.models import Person
from conventions.models import Cam, CamFile, CamPaper
from core.access import Action, PlaceKind, Scope
from core.models import ActLog
from files.models import StoredFile
from files.scans import Scan, store_scan

# The acts that may carry a file, each with what the file then is.
JOINS: Mapping[str, str] = {
    "avis": "avis du CSRéf",
    "deliberer": "extrait de la délibération",
    "viser": "visa",
    "conseiller": "avis",
    "mediation_csref": "compte rendu de médiation",
    "mediation_prefet": "compte rendu de médiation",
}
Piece = tuple[CamFile, bool]


def kept(cam: Cam, scan: Scan, stem: str, person: Person | None) -> StoredFile:
    """The copy of a paper of this convention, for all who read it. Raises TooLarge."""
    return store_scan(
        scan,
        f"{cam.number}-{stem}",
        action=Action.CAM_SEE,
        place_kind=PlaceKind.AIRE,
        where=cam.where(),
        created_by=person,
    )


def join(cam: Cam, log: ActLog, scan: Scan, scope: Scope) -> CamFile:
    """Keep the file of one act, in its transaction. Raises TooLarge."""
    stored = kept(cam, scan, f"{log.act}-{log.pk}", Person.objects.filter(pk=scope.person_id or 0).first())
    return CamFile.objects.create(
        cam=cam, log=log, file=stored, label=JOINS[log.act], person_id=scope.person_id
    )


def pieces_of(cam: Cam, scope: Scope) -> dict[int, Piece]:
    """The act of the log → its file, whether the door of files opens it to this reader (one query)."""
    return {piece.log_id: (piece, opens(piece.file, scope)) for piece in cam.files.select_related("file")}


def scans_of(cam: Cam, scope: Scope) -> dict[int, tuple[CamPaper, bool]]:
    """The act of the log → its paper, whether its copy opens to this reader (one query)."""
    return {paper.log_id: (paper, opens(paper.scan, scope)) for paper in cam.papers.select_related("scan")}


def opens(stored: StoredFile, scope: Scope) -> bool:
    """Would the door of files open it? (no query)"""
    return scope.may(Action(stored.action), stored.where())
