"""Interests that people declare in a decision: written, changed, taken off before the close."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from concertation.declarants import declarants_of, several
from concertation.forms import Versioned
from concertation.interest_forms import InterestForm
from concertation.interests import declare, declare_again, drop_interest, overcounted_words
from concertation.loaders import decision_of, interest_of, meeting_at
from concertation.models import Decision, Meeting
from concertation.views.frame import form_page, shut
from core.access import Action, Request, requires
from core.http import writing
from core.keeping import keeping
from core.workflow import Refusal

TEMPLATE = "concertation/meeting_interest.html"


@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_interest_add(request: Request, meeting: Meeting, decision: int) -> HttpResponse:
    """One more person who declares an interest in a decision."""
    row = decision_of(meeting, decision)
    people = declarants_of(row, request.scope)
    sent, chosen = request.POST if request.method == "POST" else None, request.GET.get("personne", "")
    form = InterestForm(sent, meeting=meeting, declarants=people, chosen=chosen)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            made = declare(meeting, row, form.who(), form.declared(), request.scope, version=version)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, meeting, row, f"Intérêt déclaré écrit\u00a0: {made.name}.")
    return form_page(
        request, meeting, f"Intérêt déclaré, décision {row.code}", form, "Écrire cet intérêt",
        lead=row.text, shut=shut(meeting), template=TEMPLATE, held=several(meeting, people, request.scope),
    )  # fmt: skip


@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_interest(request: Request, meeting: Meeting, interest: int) -> HttpResponse:
    """Say it otherwise, before the close."""
    row = interest_of(meeting, interest)
    form = InterestForm(request.POST if request.method == "POST" else None, meeting=meeting, interest=row)
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            declare_again(meeting, row, form.declared(), request.scope, version=version)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, meeting, row.decision, f"Intérêt déclaré modifié\u00a0: {row.name}.")
    return form_page(
        request,
        meeting,
        f"Intérêt déclaré, décision {row.decision.code}",
        form,
        "Enregistrer cet intérêt",
        lead=row.who,
        shut=shut(meeting),
    )


@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_interest_drop(request: Request, meeting: Meeting, interest: int) -> HttpResponse:
    """Take it off before the close, once it was read again."""
    row = interest_of(meeting, interest)
    form = Versioned(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            drop_interest(meeting, row, request.scope, version=form.cleaned_data["version"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Intérêt déclaré retiré\u00a0: {row.name}.")
            return redirect(meeting)
    lead = f"{row.who}\u00a0: «\u00a0{row.text}\u00a0», {row.get_part_display()}. Retiré, il ne se lit plus."
    word = f"Retirer un intérêt déclaré, décision {row.decision.code}"
    return form_page(request, meeting, word, form, "Retirer cet intérêt", lead=lead, shut=shut(meeting))


def _done(request: Request, meeting: Meeting, decision: Decision, words: str) -> HttpResponse:
    """Back to the meeting; a vote that now counts too many voices is told."""
    messages.success(request, words)
    if why := overcounted_words(meeting, decision):
        messages.warning(request, f"{why} Comptez le vote de {decision.code} de nouveau.")
    return redirect(meeting)
