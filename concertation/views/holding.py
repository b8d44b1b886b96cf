"""Acts on a meeting, what is written while it is held: attendance, items, decisions, approval."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from concertation.approving import approve, record, session_of, signatories
from concertation.attendance_form import AttendanceForm, SheetForm
from concertation.attendance_sheet import join_sheet, shut_words
from concertation.decision_forms import DecisionForm, offered
from concertation.forms import ActForm, SettleForm
from concertation.loaders import decision_of, item_of, meeting_at
from concertation.models import Decision, Item, Meeting
from concertation.paper_form import ApprovalForm, PaperForm
from concertation.reading import decisions_of
from concertation.views.frame import form_page, posted_version
from concertation.workflow import CIRCUIT
from concertation.writing import SHUT, decide, drop_decision, settle
from core.access import Action, Request, requires
from core.http import acting, writing
from core.keeping import keeping
from core.uploads import accepts_files
from core.workflow import Move, Refusal
from files.fields import ROOM
from files.scans import scan_of

# What each act says of itself, and once it is done.
LEADS = {
    "convoquer": "Chaque personne qui siège est avertie. Imprimez la convocation pour qui n’a pas de compte.",
    "reporter": "La réunion garde son ordre du jour. Qui était convoqué est averti du nouveau jour.",
    "annuler": "La réunion reste dans l’histoire de l’organe, avec le motif.",
    "clore": "Chaque décision entre dans le suivi, son responsable est averti. Les textes ne changent plus.",
    "envoyer": "Chaque personne qui siège relit le PV. Il est approuvé à la réunion suivante.",
    "reprendre": "Le PV redevient un projet\u00a0: complétez-le, puis envoyez-le de nouveau.",
}
DONE = {
    "convoquer": "Réunion convoquée.",
    "reporter": "Réunion reportée.",
    "annuler": "Réunion annulée.",
    "clore": "Réunion close. Ses décisions sont dans le suivi.",
    "envoyer": "PV envoyé. Il s’approuve à la réunion suivante.",
    "reprendre": "PV repris.",
}
NOT_NOW = "Cet acte n’est pas possible maintenant\u00a0: la réunion est «\u00a0{state}\u00a0»."
NO_SESSION = (
    "Un PV s’approuve dans la réunion suivante de l’organe, une fois ses présences notées, "
    "quand il est à son ordre du jour."
)


@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_act(request: Request, meeting: Meeting, act: str) -> HttpResponse:
    """Convene, put off, cancel, close, send the minutes, take them back."""
    if act not in LEADS:
        raise Http404
    move = CIRCUIT.by_act[act]
    form = ActForm(request.POST if request.method == "POST" else None, meeting=meeting, move=move)
    if form.is_bound and form.is_valid() and _acted(request, meeting, move, form):
        messages.success(request, DONE[act])
        return redirect(meeting)
    shut = "" if meeting.state in move.sources else NOT_NOW.format(state=meeting.get_state_display())
    lead = LEADS[act]
    return form_page(request, meeting, move.label, form, move.label, lead=lead, shut=shut)


def _acted(request: Request, meeting: Meeting, move: Move[Meeting], form: Any) -> bool:
    """Do it; what refuses it stands on the form."""
    read = form.cleaned_data
    try:
        CIRCUIT.apply(
            meeting,
            move.act,
            request.scope,
            version=read["version"],
            comment=read.get("comment", ""),
            details=form.details(),
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_attendance(request: Request, meeting: Meeting) -> HttpResponse:
    """Say the meeting held: the day, seat by seat who came."""
    move = CIRCUIT.by_act["tenir"]
    form = AttendanceForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_bound and form.is_valid() and _acted(request, meeting, move, form):
        messages.success(request, "Présences enregistrées. Prenez les points un à un.")
        return redirect(meeting)
    shut = "" if meeting.state in move.sources else SHUT
    template = "concertation/meeting_attendance.html"
    return form_page(
        request, meeting, move.label, form, "Enregistrer les présences", shut=shut, template=template
    )


@accepts_files(ROOM)
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_attendance_sheet(request: Request, meeting: Meeting) -> HttpResponse:
    """Join the copy of the attendance sheet that was signed."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SheetForm(*sent, meeting=meeting)
    if form.is_bound and form.is_valid():
        read = form.cleaned_data
        try:
            join_sheet(meeting, scan_of(read["scan"]), request.scope, version=read["version"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Feuille de présence signée jointe.")
            return redirect(meeting)
    word = "Feuille de présence signée"
    return form_page(request, meeting, word, form, "Joindre la feuille", shut=shut_words(meeting), files=True)


@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_settle(request: Request, meeting: Meeting, item: int) -> HttpResponse:
    """What became of an item, what was said."""
    row = item_of(meeting, item)
    form = SettleForm(request.POST if request.method == "POST" else None, meeting=meeting, item=row)
    if form.is_bound and form.is_valid():
        try:
            settle(meeting, row, form.said(), request.scope, version=form.cleaned_data["version"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Point {row.rank} enregistré.")
            return redirect(meeting)
    taken = [one for one in decisions_of(meeting) if one.item_id == row.pk]
    word = f"{row.rank}. {row.title}"
    return form_page(request, meeting, word, form, "Enregistrer la suite", item=row, taken=taken)


@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_decide(request: Request, meeting: Meeting, item: int) -> HttpResponse:
    """One more decision on an item."""
    return _decision(request, meeting, item_of(meeting, item), None)


@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_decision(request: Request, meeting: Meeting, decision: int) -> HttpResponse:
    """Change a decision before the close."""
    row = decision_of(meeting, decision)
    return _decision(request, meeting, row.item, row)


def _decision(request: Request, meeting: Meeting, item: Item, decision: Decision | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted, meeting=meeting, lists=offered(meeting), decision=decision)
    if form.is_bound and form.is_valid():
        try:
            made = decide(
                meeting, item, form.decided(), request.scope,
                version=form.cleaned_data["version"], decision=decision,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Décision {made.code} enregistrée.")
            return redirect(meeting)
    word = f"Décision {decision.code}" if decision else "Nouvelle décision"
    lead = f"Point {item.rank}\u00a0: {item.title}"
    return form_page(request, meeting, word, form, "Enregistrer la décision", lead=lead)


@acting
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_decision_drop(request: Request, meeting: Meeting, decision: int) -> HttpResponse:
    """Take back a decision before the close."""
    row = decision_of(meeting, decision)
    try:
        drop_decision(meeting, row, request.scope, version=posted_version(request))
        messages.success(request, f"Décision {row.code} retirée.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(meeting)


@writing
@requires(Action.MEETING_APPROVE, meeting_at)
def meeting_approve(request: Request, meeting: Meeting) -> HttpResponse:
    """Approve the minutes, in the next meeting."""
    session = session_of(meeting)
    form = ApprovalForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            approve(meeting, session, request.scope, version=form.cleaned_data["version"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "PV approuvé\u00a0: il est scellé.")
            return redirect(session or meeting)
    lead = "Approuvé, le PV est scellé\u00a0: une correction s’y ajoute, elle ne le change plus."
    shut = "" if session else NO_SESSION
    return form_page(request, meeting, "Approuver le PV", form, "Approuver le PV", lead=lead, shut=shut)


@accepts_files(ROOM)
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_approve_paper(request: Request, meeting: Meeting) -> HttpResponse:
    """Record the approval that was signed on paper, with its copy."""
    session = session_of(meeting)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(*sent, meeting=meeting, mandates=signatories(meeting))
    if form.is_bound and form.is_valid():
        read = form.cleaned_data
        try:
            record(
                meeting,
                session,
                request.scope,
                form.mandate(),
                read["on"],
                form.copy(),
                version=read["version"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Approbation enregistrée\u00a0: le PV est scellé.")
            return redirect(session or meeting)
    lead = "L’acte est celui de qui a signé. L’histoire de la réunion dira que vous l’avez enregistré."
    shut = "" if session else NO_SESSION
    word = "PV approuvé sur papier"
    return form_page(
        request, meeting, word, form, "Enregistrer l’approbation", lead=lead, shut=shut, files=True
    )
