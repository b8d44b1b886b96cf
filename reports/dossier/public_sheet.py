"""What a meeting decided, on one page for the notice board of a village: no name, nothing internal.

A function stands where the database says a person; a name typed in a text is replaced by its function when it
is that of somebody who sat, was called, or was made responsible. The rest is for whoever prints it to read.
"""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pikepdf
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from concertation.agenda import earlier
from concertation.effects import approved_words
from concertation.enums import SETTLED, MeetingState, Openness
from concertation.models import Decision, Meeting
from concertation.reading import agenda_of, attendance_of
from core.access import PlaceKind
from core.formats import counted, day, de, moment
from followup.models import OPEN, State
from reports import pdf
from reports.dossier.meeting_pieces import OUTSIDE
from reports.genuine import Proof

CODE = "restitution"
TITLE = "Fiche de restitution"
TEMPLATE = "paper/public_sheet.html"
TOO_EARLY = (
    "La fiche de restitution s’établit une fois la réunion close\u00a0: ses décisions changent encore."
)
MOST, MOST_EARLIER = 8, 5  # decisions tried first, in large letters; fewer when they are long
NOBODY = "l’organe lui-même"


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as a passer-by reads it; ``became``: silhouette, word of an earlier one."""

    text: str
    who: str
    due_on: date
    became: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Poster:
    """Everything that may be told of a meeting, before it is cut to one page."""

    meeting: Meeting
    decided: Sequence[Line]
    earlier: Sequence[Line]

    @classmethod
    def of(cls, meeting: Meeting) -> "Poster":
        """From a meeting of ``located()`` (about eight queries)."""
        points = [point for point in agenda_of(meeting, OUTSIDE) if not point.hidden]
        taken = [one for point in points for one in point.decisions]
        before = _earlier(meeting)
        functions = _functions(meeting, [*taken, *before])
        return cls(
            meeting,
            [_line(one, functions) for one in taken],
            [_line(one, functions, _became(one)) for one in before],
        )


def why_not(meeting: Meeting) -> str:
    """Why this meeting has no public sheet yet; "" when it may have one."""
    return "" if meeting.state in SETTLED else TOO_EARLY


def printed(meeting: Meeting, number: str, at: datetime, proof: Proof) -> tuple[bytes, str]:
    """The sheet, one page, and the fingerprint of what it prints: decisions are left out until it fits."""
    poster = Poster.of(meeting)
    shown, before = min(len(poster.decided), MOST), min(len(poster.earlier), MOST_EARLIER)
    while True:
        words = context(poster, number, at, shown, before)
        content = pdf.render(TEMPLATE, words | {"proof": proof})
        with pikepdf.open(io.BytesIO(content)) as made:
            fits = len(made.pages) == 1
        if fits or shown + before <= 1:
            return content, str(words["fingerprint"])
        # What was decided is told before what became of the rest: one earlier decision is kept for long.
        if before > 1 or shown <= 1:
            before -= 1
        else:
            shown -= 1


def context(poster: Poster, number: str, at: datetime, shown: int, before: int) -> dict[str, Any]:
    """What the page prints, with ``shown`` decisions and ``before`` earlier ones."""
    meeting = poster.meeting
    approved = meeting.state == MeetingState.APPROVED
    decided, became = poster.decided[:shown], poster.earlier[:before]
    state = approved_words(meeting) if approved else "Projet\u00a0: le PV n’est pas encore approuvé"
    sheet, cutoff = attendance_of(meeting), moment(timezone.localtime(at))
    words: dict[str, Any] = {
        "doc_title": TITLE,
        "place_line": f"Réunion du {day(meeting.day)}",
        "author": str(meeting.organ),
        "stamp": f"n° {number} · établi le {cutoff}",
        "watermark": "" if approved else "Projet",
        "fictitious": meeting.fictitious or settings.DEMO,
        "meeting": meeting,
        "organ": str(meeting.organ),
        "state": state,
        "sheet": sheet,
        "decided": decided,
        "more": _more(len(poster.decided) - shown, "autre décision", "autres décisions", meeting),
        "became": became,
        "more_earlier": _more(len(poster.earlier) - before, "décision d’avant", "décisions d’avant", meeting),
        "at": read_at(meeting),
        "as_of": day(timezone.localdate(at)),
        "number": number,
    }
    return words | {"fingerprint": _fingerprint(words)}


def _more(left: int, one: str, many: str, meeting: Meeting) -> str:
    return f"… et {counted(left, one, many)}, à lire {read_at(meeting)}." if left else ""


def read_at(meeting: Meeting) -> str:
    """Where anybody reads the rest, asks a question: « au CSCOM de Kiban ou à la mairie de Kiban »."""
    organ = meeting.organ
    if organ.aire:
        return f"au CSCOM {de(organ.aire.name)} ou à la mairie {de(organ.aire.host_commune.name)}"
    if organ.commune:
        return f"à la mairie {de(organ.commune.name)}"
    if organ.district and organ.place_kind == PlaceKind.DISTRICT:
        return f"au CSRéf {de(organ.district.name)}"
    return "à votre mairie"


def _fingerprint(words: Mapping[str, Any]) -> str:
    """A sha256 of the words of the page."""
    lines = [[one.text, one.who, one.due_on.isoformat(), *one.became] for one in words["decided"]]
    became = [[one.text, one.who, one.due_on.isoformat(), *one.became] for one in words["became"]]
    said = [words[name] for name in ("number", "organ", "place_line", "state", "more", "more_earlier", "at")]
    sheet = words["sheet"]
    data = [*said, sheet.came, sheet.women, sheet.quorum_words, lines, became]
    return hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()


# ---- Who, without their names ----
def _functions(meeting: Meeting, decisions: Sequence[Decision]) -> dict[str, str]:
    """Name → function, of all who sat, were called, were made responsible of something."""
    found = {one["name"]: one["words"] for one in meeting.called if one["name"]}
    found |= {row.name: row.function for row in meeting.presences.all() if row.name}
    for one in decisions:
        if one.owner:
            found.setdefault(str(one.owner), one.owner_words or NOBODY)
    return found


def _line(decision: Decision, functions: Mapping[str, str], became: tuple[str, str] = ("", "")) -> Line:
    who = decision.owner_words or functions.get(str(decision.owner or ""), NOBODY)
    return Line(unnamed(decision.text, functions), unnamed(who, functions), decision.due_on, became)


def unnamed(text: str, functions: Mapping[str, str]) -> str:
    """``text`` with « le président » for each name that is known, the longest names first."""
    for name in sorted(functions, key=len, reverse=True):
        text = text.replace(name, functions[name])
    return text


# ---- What became of what was decided before ----
def _earlier(meeting: Meeting) -> list[Decision]:
    """Decisions of the meetings before that remain, then those settled since the last one; none internal."""
    past = earlier(meeting)
    last = past.last()
    if last is None:
        return []
    lively = Q(followup__state__in=OPEN) | Q(followup__settled_on__gte=last.day)
    found = Decision.objects.filter(lively, meeting__in=past, item__openness=Openness.COMMON)
    rows = found.select_related("followup", "owner").order_by("due_on", "pk")
    return sorted(rows, key=lambda one: one.followup is None or one.followup.state not in OPEN)


def _became(decision: Decision) -> tuple[str, str]:
    line = decision.followup
    assert line is not None  # noqa: S101 - said by the query
    late = line.days_late(timezone.localdate())
    kinds = {State.DONE: "ok", State.ONGOING: "near", State.DROPPED: "nil"}
    word = line.get_state_display()
    return kinds.get(State(line.state), "far"), f"{word}, en retard" if late else word
