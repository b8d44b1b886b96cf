"""What an act writes beside the state: the former convention is replaced, each commitment has its years."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from conventions.enums import STANDING, CamState, Opinion
from conventions.models import Cam, Due
from conventions.terms import due_days
from core.models import ActLog
from core.workflow import Refusal, written

KIND = "cam"


def replace_standing(cam: Cam) -> None:
    """The convention that binds these two until now is replaced, the day before. Raises Refusal."""
    held = (
        Cam.objects.filter(aire=cam.aire_id, commune=cam.commune_id, state__in=STANDING)
        .exclude(pk=cam.pk)
        .select_for_update(of=("self",))
        .first()
    )
    if held is None:
        return
    if held.starts_on is None or held.ends_on is None or cam.effect_on() <= held.starts_on:
        raise Refusal(
            "La convention précédente a pris effet ce jour-là ou après\u00a0: changez la date d’effet."
        )
    before = held.state
    Cam.objects.filter(pk=held.pk).update(
        state=CamState.REPLACED,
        version=F("version") + 1,
        moved_at=timezone.now(),
        ends_on=min(held.ends_on, cam.effect_on() - timedelta(days=1)),
    )
    held.version += 1
    said = {"by": cam.number}
    written(KIND, held, "remplacer", None, before=before, after=CamState.REPLACED, details=said)


def reserves_written(_cam: Cam, log: ActLog) -> None:
    """Whatever is not favourable is written. Raises Refusal."""
    if log.details["kind"] != Opinion.FAVOURABLE and not log.comment:
        raise Refusal("Des réserves, un avis défavorable s’écrivent\u00a0: dites pourquoi.")


def open_years(cam: Cam, _log: ActLog | None = None) -> None:
    """Each commitment has a line a year, from the day the convention binds to its last."""
    starts_on, ends_on = cam.starts_on, cam.ends_on
    if starts_on is None or ends_on is None:  # pragma: no cover - the database says so too
        return
    Due.objects.bulk_create(
        Due(commitment=line, year=day.year, due_on=day)
        for line in cam.commitments.all()
        for day in due_days(line, starts_on, ends_on)
    )
