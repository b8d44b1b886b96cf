"""What is written of organs: one is installed, a seat is filled, a mandate ends; each by an act."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from core.access import Action, Scope
from core.formats import day, de
from core.workflow import Refusal
from files.scans import scan_of, store_scan
from mandates.models import Ending, Organ, Seat, SeatHold
from mandates.organs.composing import proposed

MEANWHILE = "Quelqu’un a écrit ce siège au même moment\u00a0: relisez-le avant d’agir."


@dataclass(frozen=True, slots=True)
class Filling:
    """Who takes a seat, when, by which act. ``ends_on`` excluded; ``replaces``: how the last one ends."""

    person: Person
    starts_on: date
    ends_on: date | None
    act: str
    act_on: date
    reference: str = ""
    replaces: str = ""


@transaction.atomic
def install(organ: Organ) -> Organ:
    """Write an organ, and the seats that its kind proposes. Raises Refusal."""
    write(organ)
    for seat in proposed(organ):
        write(seat)
    return organ


@transaction.atomic
def fill(seat: Seat, said: Filling, scope: Scope) -> SeatHold:
    """Give the seat to a person; whoever held it that day ends there. Raises Refusal."""
    if why := refused(seat, said):
        raise Refusal(why)
    if held := holder_on(seat, said.starts_on):
        if not said.replaces:
            until = f" jusqu’au {day(held.last_day)}" if held.last_day else ""
            raise Refusal(f"{held.person} tient ce siège{until}\u00a0: deux mandats ne se chevauchent pas.")
        _end(held, said.starts_on, said.replaces, said.reference)
    if said.person._state.adding:
        write(said.person)
    made = SeatHold(
        seat=seat, person=said.person, starts_on=said.starts_on, ends_on=said.ends_on, act=said.act,
        act_on=said.act_on, reference=said.reference, recorded_by_id=scope.person_id,
    )  # fmt: skip
    write(made)
    return made


@transaction.atomic
def end(hold: SeatHold, on: date, ending: str, reference: str = "") -> SeatHold:
    """The mandate gives nothing from ``on``; by mistake: it never gave anything. Raises Refusal."""
    fresh = SeatHold.objects.select_for_update(of=("self",)).select_related("person").get(pk=hold.pk)
    if fresh.ending or (fresh.ends_on and fresh.ends_on != hold.ends_on):
        raise Refusal(MEANWHILE)
    _end(fresh, fresh.starts_on if ending == Ending.MISTAKE else on, ending, reference)
    return fresh


@transaction.atomic
def reframe(organ: Organ) -> Organ:
    """Write what changed of an organ; mandates end with it at the latest. Raises Refusal."""
    write(organ)
    over = organ.closed_on
    if over is None:
        return organ
    ending = Ending.DISSOLVED.value if over <= timezone.localdate() else ""
    beyond = SeatHold.objects.true().filter(seat__organ=organ).exclude(ends_on__lte=over)
    for hold in beyond.select_related("person"):
        if hold.starts_on >= over:
            raise Refusal(
                f"Le mandat {de(str(hold.person))} commence après ce jour\u00a0: mettez-y fin d’abord."
            )
        _end(hold, over, ending, organ.reference)
    return organ


def holder_on(seat: Seat, on: date) -> SeatHold | None:
    """Who holds the seat that day."""
    return SeatHold.objects.in_force(on).filter(seat=seat).select_related("person").first()


def holder_or_next(seat: Seat) -> SeatHold | None:
    """Who holds the seat today, or who is to take it."""
    holds = SeatHold.objects.true().filter(seat=seat).exclude(ends_on__lte=timezone.localdate())
    return holds.select_related("person").order_by("starts_on").first()


def latest(seat: Seat) -> SeatHold | None:
    """The last mandate of a seat, over or not."""
    return SeatHold.objects.true().filter(seat=seat).select_related("person").order_by("-starts_on").first()


@transaction.atomic
def attach(hold: SeatHold, organ: Organ, copy: UploadedFile, scope: Scope) -> SeatHold:
    """Join the copy of its act: who reads the organ opens it. Raises Refusal."""
    where = organ.where()
    if organ.aire:  # a stored file keeps one commune: the one that hosts
        hosts = frozenset({organ.aire.host_commune_id})
        where = replace(where, communes=hosts, hosts=hosts)
    hold.scan = store_scan(
        scan_of(copy), f"acte-siege-{hold.seat_id}", action=Action.ORGAN_SEE, place_kind=organ.place_kind,
        where=where, created_by=Person(pk=scope.person_id),
    )  # fmt: skip
    write(hold)
    return hold


def refused(seat: Seat, said: Filling) -> str:
    """Why this person cannot take this seat so, or ""."""
    organ, last = seat.organ, said.ends_on
    if said.act_on > timezone.localdate():
        return "Un acte n’est pas daté d’un jour à venir."
    if last is not None and last <= said.starts_on:
        return "La fin du mandat doit suivre son début."
    for begun, over, what in (
        (organ.opened_on, organ.closed_on, "L’organe"),
        (seat.opened_on, seat.closed_on, "Le siège"),
    ):
        if said.starts_on < begun or (over and said.starts_on >= over):
            return f"{what} n’est pas en place le {day(said.starts_on)}."
        if over and (last is None or last > over):
            return f"{what} prend fin le {day(over)}\u00a0: le mandat finit ce jour-là au plus tard."
    if not said.person._state.adding and (other := _also_there(seat, said)):
        return f"{said.person} tient déjà un siège de cet organe à ces dates\u00a0: {other.seat.words}."
    return ""


def _also_there(seat: Seat, said: Filling) -> SeatHold | None:
    """Another seat of the same organ, held by the same person on one of the days."""
    there = SeatHold.objects.true().filter(person=said.person, seat__organ=seat.organ).exclude(seat=seat)
    there = there.filter(Q(ends_on=None) | Q(ends_on__gt=said.starts_on))
    if said.ends_on:
        there = there.filter(starts_on__lt=said.ends_on)
    return there.select_related("seat__village").first()


def _end(hold: SeatHold, on: date, ending: str, reference: str) -> None:
    if hold.ends_on and on > hold.ends_on:
        raise Refusal("Ce mandat prend fin avant ce jour.")
    if on <= hold.starts_on and ending != Ending.MISTAKE:
        raise Refusal(
            f"Le mandat {de(str(hold.person))} commence le {day(hold.starts_on)}\u00a0: sa fin le suit."
        )
    hold.ends_on, hold.ending, hold.ending_reference = on, ending, reference
    write(hold)


def write(row: models.Model) -> None:
    """Held to every rule of the database, said in French. Raises Refusal."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refusal(" ".join(said_of(error))) from error
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(MEANWHILE) from error


def said_of(error: ValidationError) -> list[str]:
    """The sentences, each once."""
    said: Any = error.messages
    return list(dict.fromkeys(said))
