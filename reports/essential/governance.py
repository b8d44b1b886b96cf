"""Blocks F, G: what the organs of the commune did, who sits in them, what became of their decisions."""

from collections.abc import Sequence
from dataclasses import replace

from concertation.record import Record
from concertation.restituting import Restituted
from core.formats import HARD, NARROW, counted, day, join_and, number, percent
from core.months import Month
from mandates.organs.reading import OrganOn
from planning.aggregates import Figures
from reports.essential.items import NOTHING, Block, Item, counted_item, moved
from reports.essential.organs import Kept, Lived

NO_ORGAN = "Aucun organe n’est inscrit ici."
VEILED = "Les organes ne se lisent pas sous votre mandat."
PART_VEILED = "Ne sont comptés que les organes que votre mandat permet de lire."
NO_MEETING = "Aucune réunion ne s’est tenue dans ces mois."
NO_PLAN = "Aucun plan approuvé n’est inscrit ici pour cette année."
NAMED = 2  # kinds of organs named in a sentence; beyond, they are counted
NOT_TOLD = "Aucune restitution aux villages dans ces mois."


def governance_block(kept: Kept, found: Lived, conventions: Item | None) -> Block:
    """Block F: meetings held of due, attendance, villages told, terms, women, conventions that bind."""
    items = meeting_items(found) if kept.met else []
    if kept.seated:
        items += [_terms(found), _women(found.seats)]
    told = [*items, conventions] if conventions else items
    return Block("F", "Gouvernance", told, note=_note(kept, items))


def meeting_items(found: Lived) -> list[Item]:
    """Meetings held of due, who came, what was told back to villages."""
    return [_meetings(found), _attendance(found), _told_back(found.told_back)]


def decisions_block(kept: Kept, found: Lived, plans: Figures, months: Sequence[Month]) -> Block:
    """Block G: decisions open, late, kept; what is done of the plans of the last month's year."""
    items = _decisions(found) if kept.followed else []
    return Block("G", "Décisions", [*items, _plans(plans, months)], note=_note(kept, items))


def _note(kept: Kept, items: Sequence[Item]) -> str:
    if not kept.here:
        return NO_ORGAN
    if not items:
        return VEILED
    return PART_VEILED if kept.hidden else ""


def _meetings(found: Lived) -> Item:
    """« 10 / 12 »: stretches of the calendar with a meeting, of those that ended."""
    now, before = found.meetings, found.met_before
    arrow, words = moved(now.met, before.met) if now.due == before.due else ("", "")
    return Item(
        "Assemblées, conseils et comités tenus",
        _meetings_words(found),
        f"{number(now.met)} / {number(now.due)}" if now.due else NOTHING,
        delta_dir=arrow if now.due else "",
        delta_text=words if now.due else "",
        last_year_text=f"{number(before.met)} / {number(before.due)}" if before.due else NOTHING,
    )


def _meetings_words(found: Lived) -> str:
    now = found.meetings
    held = counted(now.held, "réunion tenue", "réunions tenues")
    if not now.due:
        return f"{held[:1].upper()}{held[1:]}{NARROW}; les textes n’en demandaient pas dans ces mois."
    asked = counted(now.due, "réunion due", "réunions dues")
    missed: dict[str, int] = {}
    for organ, record in found.met:
        if record.met < record.due:
            missed[organ.kind.name] = missed.get(organ.kind.name, 0) + record.due - record.met
    if not missed:
        return f"Sur {asked}, aucune ne manque{NARROW}; {held} en tout."
    names = [f"{name[:1].lower()}{name[1:]} ({count})" for name, count in missed.items()]
    if len(names) > NAMED:
        names = [*names[: NAMED - 1], counted(len(names) - NAMED + 1, "autre organe", "autres organes")]
    return f"Sur {asked}, manquent{HARD}: {join_and(names)}."


def _attendance(found: Lived) -> Item:
    now, before = found.meetings, found.met_before
    words = (
        f"{counted(now.there, 'membre présent ou représenté', 'membres présents ou représentés')}, "
        f"pour {counted(now.seats, 'siège', 'sièges')}."
    )
    return _share("Présence aux réunions", words if now.seats else NO_MEETING, now, before)


def _share(label: str, words: str, now: Record, before: Record) -> Item:
    if now.attendance is None:
        return Item(label, words, last_year_text=_percent(before.attendance))
    arrow, change = moved(now.attendance, before.attendance)
    return Item(
        label,
        words,
        number(now.attendance),
        "%",
        delta_dir=arrow,
        delta_text=f"{change} pts" if change and arrow != "flat" else change,
        last_year_text=_percent(before.attendance),
    )


def _percent(value: float | None) -> str:
    return NOTHING if value is None else percent(value)


def _told_back(told: Restituted) -> Item:
    """Villages that heard the decisions, places that no list names included."""
    label = "Villages à qui les décisions sont restituées"
    if not told.last:
        return Item(label, NOT_TOLD, number(0))
    sessions = counted(told.sessions, "restitution", "restitutions")
    heard = counted(told.heard, "personne venue", "personnes venues")
    words = f"{sessions}, {heard}{NARROW}; la dernière le {day(told.last)}."
    return Item(label, words, number(told.villages + told.spots))


def _terms(found: Lived) -> Item:
    """How many organs have a seat whose term is over; what is vacant; the next end of a term."""
    ended = [one for one in found.seats if one.expired]
    over, vacant = sum(one.expired for one in ended), sum(one.vacant for one in found.seats)
    seats = counted(over, "siège au mandat échu", "sièges au mandat échu")
    words = f"{seats}, {counted(vacant, 'vacant', 'vacants')}"
    ends = [
        line.hold.ends_on
        for one in found.seats
        for line in one.lines
        if line.days_left is not None and line.hold and line.hold.ends_on
    ]
    if ends:
        words = f"{words}{NARROW}; prochaine fin de mandat le {day(min(ends))}"
    over_of = f"{number(len(ended))} / {number(len(found.seats))}" if found.seats else NOTHING
    return Item("Organes au mandat échu", f"{words}.", over_of)


def _women(seats: Sequence[OrganOn]) -> Item:
    women, seated = sum(one.women for one in seats), sum(len(one.seated) for one in seats)
    if not seated:
        return Item("Femmes dans les organes", "Aucun siège n’est pourvu.")
    words = f"{counted(women, 'femme', 'femmes')} pour {counted(seated, 'siège pourvu', 'sièges pourvus')}."
    return Item("Femmes dans les organes", words, number(100 * women / seated), "%")


def _decisions(found: Lived) -> list[Item]:
    now, before = found.followed, found.followed_before
    late = "Aucune n’a passé son échéance." if not now.late else "L’échéance est passée, ce n’est pas fait."
    done = f"Faites dans ces mois{NARROW}; prises dans ces mois{HARD}: {number(now.taken)}."
    return [
        _as_read("Décisions en cours", "Prises par les organes, pas encore faites.", now.open),
        _as_read("Décisions en retard", late, now.late),
        counted_item("Décisions tenues", done, now.kept, before.kept),
    ]


def _as_read(label: str, words: str, count: int) -> Item:
    """What is told as it stands today has no year before."""
    return replace(counted_item(label, words, count, None), last_year_text="")


def _plans(plans: Figures, months: Sequence[Month]) -> Item:
    label = f"Plans de {months[-1].year} exécutés"
    if plans.physical is None:
        return Item(label, NO_PLAN)
    paid = "aucun payeur trouvé" if plans.financial is None else f"payé{HARD}: {percent(plans.financial)}"
    words = f"{counted(plans.plans, 'plan', 'plans')}, selon le coût de chaque activité{NARROW}; {paid}."
    return Item(label, words, number(plans.physical), "%")
