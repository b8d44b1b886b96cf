"""The monitorage of Banamba Central: a session archived, its measures on their way, the next prepared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.access import Scope
from core.models import ActLog
from core.months import Semester
from cscom.models import Aire
from followup.models import Followup, State
from followup.updating import Said, update
from mandates.scopes import scope_of_person
from monitorage.models import Session, Source
from monitorage.sessions import Decided, decide, enter, prepare, say_whys
from monitorage.workflow import CIRCUIT, KIND
from reports.demo import story

# What the room counted: samples of registers, stocks of what the monthly report does not follow.
COUNTED: Final[Mapping[tuple[str, str], str]] = {
    ("curatif", "adequate"): "83",
    ("curatif", "effective"): "72",
    ("pf", "disponibilite"): "94",
    ("pf", "adequate"): "60",
    ("pf", "effective"): "78",
    ("cpon", "disponibilite"): "97",
    ("cpon", "effective"): "70",
}
WHYS: Final[Mapping[str, tuple[str, ...]]] = {
    "cpn": (
        "Une femme sur deux ne revient pas après la première visite",
        "Elle n’a pas de rendez-vous écrit",
        "L’échéancier n’est pas tenu depuis le départ de la matrone",
        "Personne n’a été formé pour la remplacer",
    ),
    "accouchement": (
        "Les femmes des hameaux accouchent à domicile",
        "Le trajet coûte cher la nuit",
        "La moto ambulance est en panne",
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A measure of the story: for what, by whom (an account, or a function), due so many days after."""

    intervention: str
    text: str
    owner: str
    words: str
    days: int
    source: Source
    cost: int | None = None


FREE, STATE, ASACO, COMMUNE = Source.FREE, Source.STATE, Source.ASACO, Source.COMMUNE
MEASURES: Final = (
    Told("cpn", "Former la matrone à l’échéancier", "awa", "directrice du centre", 60, STATE, 25_000),
    Told("cpn", "Remettre aux relais la liste des femmes attendues", "awa", "", 120, FREE),
    Told("accouchement", "Réparer la moto ambulance", "moussa", "président de l’ASACO", 90, ASACO, 185_000),
    Told("accouchement", "Payer le carburant des évacuations", "binta", "", 365, COMMUNE, 300_000),
    Told("pev", "Tenir deux sorties par mois dans les hameaux", "", "agent vaccinateur, relais", 150, ASACO),
)


@transaction.atomic
def load_sessions(today: date) -> int:
    """Write both sessions, once: how many were made now. None without the cast or its aire."""
    aire = Aire.objects.located().filter(code=story.CENTRAL).first()
    accounts = {u.username: u for u in User.objects.filter(username__in=("awa", "moussa", "binta", "kadia"))}
    closed = Semester.last_closed(today)
    if aire is None or len(accounts) < 4 or Session.objects.filter(aire=aire).exists():
        return 0
    scope = scope_of_person(accounts["awa"].person)
    first = prepare(aire, closed.before, scope, fictitious=True)
    _hold(first, scope, closed.before.last_day + timedelta(days=22), accounts)
    prepare(aire, closed, scope, fictitious=True)
    return 2


def _hold(session: Session, scope: Scope, day: date, accounts: Mapping[str, User]) -> None:
    """The session as it went: values, causes, measures, then the archive."""
    enter(session, {key: Decimal(value) for key, value in COUNTED.items()}, scope, version=0)
    held = {"held_on": day.isoformat(), "women": 14, "men": 23}
    session.refresh_from_db()
    CIRCUIT.apply(session, "tenir", scope, version=session.version, details=held)
    session.refresh_from_db()
    for intervention, texts in WHYS.items():
        say_whys(session, intervention, texts, scope)
    made = [decide(session, told.intervention, _decided(told, day, accounts), scope) for told in MEASURES]
    CIRCUIT.apply(session, "archiver", scope, version=session.version)
    at = timezone.make_aware(datetime.combine(day, time(12)))
    Session.objects.filter(pk=session.pk).update(created_at=at, taken_at=at)
    ActLog.objects.filter(kind=KIND, object_id=str(session.pk)).update(done_at=at)
    session.values.exclude(entered=None).update(entered_at=at)
    Followup.objects.filter(pk__in=[measure.followup_id for measure in made]).update(created_at=at)
    _go_on([measure.followup for measure in made], day, accounts)


def _decided(told: Told, day: date, accounts: Mapping[str, User]) -> Decided:
    owner = accounts[told.owner].person if told.owner else None
    due = day + timedelta(days=told.days)
    return Decided(told.text, due, told.source, told.cost, owner, told.words, "le cahier du centre")


def _go_on(lines: list[Followup], day: date, accounts: Mapping[str, User]) -> None:
    """What became of them since: one done, one begun, put off, late; the others not yet."""
    trained, _list, bike, *_ = lines
    by = {name: scope_of_person(user.person) for name, user in accounts.items()}
    _said(
        trained, Said(State.DONE, trained.due_on, "Deux jours au CSRéf"), by["awa"], day + timedelta(days=48)
    )
    later = bike.due_on + timedelta(days=60)
    _said(bike, Said(State.UNDONE, later, "La pièce vient de Bamako"), by["moussa"], day + timedelta(days=85))
    _said(bike, Said(State.ONGOING, later, "La pièce est arrivée"), by["moussa"], day + timedelta(days=110))


def _said(line: Followup, said: Said, scope: Scope, day: date) -> None:
    """One change, on its day of the story."""
    fresh = Followup.objects.located().get(pk=line.pk)
    done = update(fresh, said, scope, version=fresh.version)
    at = timezone.make_aware(datetime.combine(day, time(10)))
    rows = done.postponements if said.due_on != fresh.due_on else done.marks
    rows.filter(pk=rows.latest("pk").pk).update(at=at)
    if done.settled_on:
        Followup.objects.filter(pk=done.pk).update(settled_on=day)
