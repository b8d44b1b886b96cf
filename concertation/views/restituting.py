"""A restitution: written down once the meeting is closed, corrected, taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from concertation.enums import SETTLED
from concertation.loaders import meeting_at, restitution_of
from concertation.models import Meeting
from concertation.restitution_forms import RestitutionForm, WithdrawForm
from concertation.telling import GONE, NOT_CLOSED, correct_telling, tell_back, withdraw_telling
from concertation.views.frame import form_page
from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.uploads import accepts_files
from core.workflow import Refusal
from files.fields import ROOM

LEAD = (
    "Les décisions de la réunion, dites au village. Le nombre des présents suffit\u00a0: aucune liste "
    "de noms n’est demandée."
)


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_restitution_add(request: Request, meeting: Meeting) -> HttpResponse:
    """One more village that heard what was decided."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RestitutionForm(*sent, meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            row = tell_back(meeting, form.telling(), request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Restitution notée\u00a0: {row.where_name}.")
            return redirect(meeting)
    shut = "" if meeting.state in SETTLED else NOT_CLOSED
    return form_page(
        request, meeting, "Noter une restitution", form, "Enregistrer la restitution",
        lead=LEAD, shut=shut, files=True,
    )  # fmt: skip


@accepts_files(ROOM)
@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_restitution_correct(request: Request, meeting: Meeting, restitution: int) -> HttpResponse:
    """Another in its stead; the one of before is still read, with the reason."""
    row = restitution_of(meeting, restitution)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RestitutionForm(*sent, meeting=meeting, row=row)
    if form.is_bound and form.is_valid():
        try:
            correct_telling(row, form.telling(), form.cleaned_data["reason"], request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Restitution corrigée. Celle d’avant se lit encore, avec le motif.")
            return redirect(meeting)
    word = f"Corriger la restitution\u00a0: {row.where_name}"
    shut = GONE if row.withdrawn_at and not form.is_bound else ""
    return form_page(request, meeting, word, form, "Enregistrer la correction", shut=shut, files=True)


@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_restitution_withdraw(request: Request, meeting: Meeting, restitution: int) -> HttpResponse:
    """Take one back, for a reason."""
    row = restitution_of(meeting, restitution)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdraw_telling(row, form.cleaned_data["reason"], request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Restitution retirée\u00a0: {row.where_name}.")
            return redirect(meeting)
    word = f"Retirer la restitution\u00a0: {row.where_name}"
    shut = GONE if row.withdrawn_at and not form.is_bound else ""
    return form_page(
        request, meeting, word, form, "Retirer cette restitution",
        lead="Elle ne compte plus. Elle se lit encore sur la page de la réunion, avec le motif.", shut=shut,
    )  # fmt: skip
