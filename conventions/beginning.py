"""How a convention begins: from the typical commitments, or from the edition that it follows."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from conventions.enums import ONCE_IN_FORCE, STANDING, UNDERWAY, CamKind, CamState
from conventions.lines import FIELDS, NOT_YOURS
from conventions.models import Cam, Commitment
from conventions.pairs import Pair
from conventions.typical import typical
from core.access import Action, Scope
from core.workflow import Refusal
from cscom.models import CommuneShare

UNDERWAY_ALREADY = "Une convention de cette aire avec cette commune est déjà en chemin."


def begin(pair: Pair, scope: Scope, *, fictitious: bool = False) -> Cam:
    """The first convention of these two, with the typical commitments. Raises Refusal."""
    if not scope.may(Action.CAM_WRITE, pair.where()):
        raise Refusal(NOT_YOURS)
    if why := why_not_begin(pair):
        raise Refusal(why)
    with transaction.atomic():
        cam = _created(pair, scope, fictitious=fictitious)
        Commitment.objects.bulk_create(
            Commitment(
                cam=cam, key=uuid.uuid4(), rank=rank, party=one.party, text=one.text,
                frequency=one.frequency, due_month=one.due_month, evidence=one.evidence,
                source=one.source_words,
            )
            for rank, one in enumerate(typical(), 1)
        )  # fmt: skip
    return cam


def why_not_begin(pair: Pair) -> str:
    """The sentence that refuses a first convention, or "". Two queries."""
    states = set(Cam.objects.filter(aire=pair.aire, commune=pair.commune).values_list("state", flat=True))
    if states & set(UNDERWAY):
        return UNDERWAY_ALREADY
    if states & set(ONCE_IN_FORCE):
        return "Ces deux parties ont déjà une convention\u00a0: écrivez un avenant, ou renouvelez-la."
    if not _touches(pair):
        return "Cette aire de santé ne touche plus cette commune."
    return ""


def follow(cam: Cam, kind: CamKind, scope: Scope, *, reason: str = "") -> Cam:
    """An avenant or a renewal of ``cam``, with its lines, each under its key. Raises Refusal."""
    if not scope.may(Action.CAM_WRITE, cam.where()):
        raise Refusal(NOT_YOURS)
    with transaction.atomic():
        held = Cam.objects.select_for_update(of=("self",)).get(pk=cam.pk)
        if why := why_not_follow(held, kind):
            raise Refusal(why)
        pair, renewed = Pair(cam.aire, cam.commune), kind == CamKind.RENEWAL
        if renewed and not _touches(pair):
            raise Refusal("Cette aire de santé ne touche plus cette commune.")
        if not renewed and not reason.strip():
            raise Refusal("Écrivez pourquoi la convention change.")
        made = _created(
            pair, scope, fictitious=held.fictitious, kind=kind, follows=held, preamble=held.preamble,
            months=held.months, notice_months=held.notice_months,
            starts_on=held.ends_on + timedelta(days=1) if renewed and held.ends_on else None,
            reason="" if renewed else reason.strip()[:300],
        )  # fmt: skip
        Commitment.objects.bulk_create(
            Commitment(
                cam=made, key=line.key, rank=line.rank, source=line.source,
                **{name: getattr(line, name) for name in FIELDS},
            )
            for line in held.commitments.all()
        )  # fmt: skip
    return made


def why_not_follow(cam: Cam, kind: CamKind) -> str:
    """The sentence that refuses to follow it so, or "" (no query)."""
    if kind not in (CamKind.AMENDMENT, CamKind.RENEWAL):
        return "Choisissez un avenant ou un renouvellement."
    if cam.state not in STANDING:
        return "Seule une convention en vigueur a une suite\u00a0: un projet se corrige."
    if kind == CamKind.AMENDMENT and cam.state != CamState.IN_FORCE:
        return "La convention est dénoncée\u00a0: que la partie la maintienne d’abord, ou renouvelez-la."
    return ""


def _touches(pair: Pair) -> bool:
    return CommuneShare.objects.filter(aire=pair.aire, commune=pair.commune, ends_on=None).exists()


def _created(pair: Pair, scope: Scope, **said: Any) -> Cam:
    edition = 1 + Cam.objects.filter(aire=pair.aire, commune=pair.commune).count()
    try:
        with transaction.atomic():
            return Cam.objects.create(
                aire=pair.aire, commune=pair.commune, edition=edition, created_by_id=scope.person_id, **said
            )
    except IntegrityError as error:  # one is underway, or somebody began it at the same instant
        raise Refusal(UNDERWAY_ALREADY) from error
