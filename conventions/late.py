"""What was promised for a day now past: settled or late; each late line goes to the follow-up, once."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from communes.models import Commune, District
from conventions.enums import CamParty, Mark
from conventions.models import Cam, Due, Score
from conventions.models.years import DueQuerySet
from conventions.parties import HEADS
from cscom.models import Aire
from followup.models import OPEN, Followup
from followup.promising import Origin, Promise, promise, settle

ORIGIN = "cam"
SETTLING = (Mark.KEPT, Mark.VOID)
AT_ONCE = 500  # lines of one run; the next run takes the rest
SINCE = timedelta(days=365)  # a convention typed with its past years does not flood the follow-up
KEPT_WORDS = "Les parties de la convention disent cet engagement tenu, ou sans objet."


def settled(marks: Iterable[str]) -> bool:
    """At least one party spoke, and whoever spoke says « tenu » or « sans objet »."""
    said = list(marks)
    return bool(said) and all(mark in SETTLING for mark in said)


def days_late(due_on: date, marks: Iterable[str], today: date) -> int:
    """Days past the day of a line that is not settled; its last day counts until the evening."""
    return 0 if settled(marks) else max(0, (today - due_on).days)


def late_dues(today: date) -> DueQuerySet:
    """Every binding line whose day is past and that is not settled."""
    said = Score.objects.filter(due=OuterRef("pk"))
    well = Exists(said.filter(mark__in=SETTLING)) & ~Exists(said.exclude(mark__in=SETTLING))
    return Due.objects.binding().filter(~well, due_on__lt=today)


def followed(dues: DueQuerySet) -> DueQuerySet:
    """With all that a line of the follow-up is written from, in the same query."""
    return dues.select_related("commitment__cam__commune__cercle", "commitment__cam__aire__district")


def follow_late(today: date) -> int:
    """A line of the follow-up for each that is late and has none. How many were written."""
    found = late_dues(today).filter(followup=None, due_on__gte=today - SINCE)
    return sum(follow(due) for due in followed(found.order_by("due_on", "pk"))[:AT_ONCE])


@transaction.atomic
def follow(due: Due, *, by: int | None = None) -> bool:
    """One line of the follow-up; whoever comes second writes nothing."""
    if not Due.objects.select_for_update(of=("self",)).filter(pk=due.pk, followup=None).exists():
        return False
    line, cam = due.commitment, due.commitment.cam
    said = Promise(
        line.text,
        due.due_on,
        min(cam.starts_on or due.due_on, due.due_on),
        owner_words=HEADS[CamParty(line.party)].label,
        proof_wanted=line.evidence,
    )
    label = f"Convention {cam.number}, {due.year}"
    made = promise(
        said, place_of(cam, line.party), Origin(ORIGIN, label[:150], year_page(cam, due.year)),
        by=by, fictitious=cam.fictitious,
    )  # fmt: skip
    Due.objects.filter(pk=due.pk).update(followup=made)
    return True


def late_lines(*, aire: int | None, commune: int | None, day: date) -> list[Followup]:
    """Open lines of the conventions of an aire or of a commune, due before ``day`` (one query).

    What its parties said kept, or the follow-up done or put off, is no longer there.
    """
    if aire is None and commune is None:
        return []
    cams = Cam.objects.filter(aire=aire) if aire else Cam.objects.filter(commune=commune)
    dues = late_dues(day).filter(commitment__cam__in=cams.values("pk"))
    lines = Followup.objects.late(day).filter(origin_kind=ORIGIN, pk__in=dues.values("followup"))
    return list(lines.select_related("owner").order_by("due_on", "pk"))


def place_of(cam: Cam, party: str) -> Aire | Commune | District:
    """Where what a party promised is followed: at its own place."""
    if party == CamParty.COMMUNE:
        return cam.commune
    return cam.aire if party == CamParty.ASACO else cam.aire.district


def year_page(cam: Cam, year: int) -> str:
    """The page of a year of a convention."""
    return reverse("cam_year", args=[cam.aire.code, cam.commune.code, cam.edition, year])


def close_kept(due: Due, *, by: int | None) -> None:
    """Once the parties say it kept, its open line of the follow-up is done."""
    if not settled(due.scores.values_list("mark", flat=True)):
        return
    held = Due.objects.filter(pk=due.pk).values("followup")
    line = Followup.objects.filter(pk__in=held, state__in=OPEN).first()
    if line is not None:
        settle(line, KEPT_WORDS, by=by)
