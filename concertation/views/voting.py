"""How the members stood on an item or a decision: the vote, the opinions that diverge."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from concertation.loaders import dissent_of, meeting_at, target_of
from concertation.models import Decision, Item, Meeting
from concertation.views.frame import form_page, posted_version, shut
from concertation.voting import differ, drop_dissent, vote
from concertation.voting_forms import DissentForm, VoteForm
from core.access import Action, Request, requires
from core.http import acting, writing
from core.keeping import keeping
from core.workflow import Refusal

VOTE_LEAD = "Le vote se compte s’il a eu lieu. Laissez les trois nombres vides pour le retirer."
DISSENT_LEAD = "Qui n’est pas d’accord peut le faire écrire. L’avis suit le PV et le dossier de la réunion."


@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_vote(request: Request, meeting: Meeting, what: str, target: int) -> HttpResponse:
    """The vote on an item or a decision."""
    found = target_of(meeting, what, target)
    on = found.ballots.all() if isinstance(found, Decision) else found.ballots.filter(decision=None)
    form = VoteForm(request.POST if request.method == "POST" else None, meeting=meeting, ballot=on.first())
    if form.is_bound and form.is_valid():
        try:
            vote(meeting, found, form.votes(), request.scope, version=form.cleaned_data["version"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Vote enregistré." if form.votes() else "Aucun vote sur ce texte.")
            return redirect(meeting)
    word = f"Vote, {_named(found)}"
    return form_page(request, meeting, word, form, "Enregistrer le vote", lead=VOTE_LEAD, shut=shut(meeting))


@keeping
@writing
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_dissent(request: Request, meeting: Meeting, what: str, target: int) -> HttpResponse:
    """A divergent opinion on an item or a decision."""
    found = target_of(meeting, what, target)
    form = DissentForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_bound and form.is_valid():
        try:
            made = differ(
                meeting, found, form.differing(), request.scope, version=form.cleaned_data["version"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Avis divergent joint\u00a0: {made.whose}.")
            return redirect(meeting)
    word = f"Avis divergent, {_named(found)}"
    return form_page(request, meeting, word, form, "Joindre cet avis", lead=DISSENT_LEAD, shut=shut(meeting))


@acting
@requires(Action.MEETING_KEEP, meeting_at)
def meeting_dissent_drop(request: Request, meeting: Meeting, dissent: int) -> HttpResponse:
    """Take an opinion off before the close."""
    row = dissent_of(meeting, dissent)
    try:
        drop_dissent(meeting, row, request.scope, version=posted_version(request))
        messages.success(request, f"Avis divergent retiré\u00a0: {row.whose}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(meeting)


def _named(found: Item | Decision) -> str:
    return f"décision {found.code}" if isinstance(found, Decision) else f"point {found.rank}"
