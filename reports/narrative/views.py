"""The pages where the parties of a quarterly report write, where their texts are read."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from communes.models import Commune
from core.access import Action, Request, requires
from core.formats import HARD, de
from core.formats import day as day_words
from core.http import reading, writing
from core.keeping import keeping
from core.months import Quarter
from core.workflow import Refusal, Stale
from reports.narrative.forms import NarrativeForm, NoteForm, ReopenForm
from reports.narrative.opening import reopen, window_of
from reports.narrative.parties import Speaking, Texts, load_speaking, load_texts, written_for, written_quarter
from reports.narrative.reading import Said, versions_of, voices_of
from reports.narrative.telling import tell_reopened
from reports.narrative.writing import diverge, write
from reports.reach import load_commune


@reading
@requires(Action.DOCUMENT_SEE, load_texts)
def narrative_show(request: Request, texts: Texts) -> HttpResponse:
    """What each party said, what was said of it, where one writes."""
    commune, asked = texts.commune, texts.quarter
    voices, window, today = voices_of(commune, asked), window_of(commune, asked), timezone.localdate()
    shut, former = window.shut(today), versions_of(voices)
    issues = request.scope.may(Action.DOCUMENT_ISSUE, commune.where())
    context = {
        **_frame(commune, asked),
        "voices": voices,
        "parties": [(one, former.get(one.row.pk, []) if one.row else []) for one in voices.parties],
        "shut": shut,
        "until": window.until_words(today),
        "again": window.again,
        "mine": [] if shut else written_for(request.scope, [one.party for one in voices.parties]),
        "may_reopen": bool(shut and window.closes) and issues and today >= window.opens,
    }
    return render(request, "reports/narrative_show.html", context)


@keeping
@writing
@requires(Action.NARRATIVE_WRITE, load_speaking)
def narrative_write(request: Request, speaking: Speaking) -> HttpResponse:
    """The text of one's own party."""
    before = _said(speaking)
    form = NarrativeForm(request.POST if request.method == "POST" else None, before.row)
    if form.is_bound and form.is_valid():
        try:
            write(speaking, form.words(), request.scope, version=form.cleaned_data["version"])
        except Stale as stale:
            before = _said(speaking)
            form.add_error(None, str(stale))
            form.seen_again(before.row)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, speaking, "Texte enregistré. Il se change jusqu’à la clôture.")
    more = {"saved": before if form.errors and before.row else None}
    return _form(request, speaking, form, "reports/narrative_write.html", more)


@keeping
@writing
@requires(Action.NARRATIVE_WRITE, load_speaking)
def narrative_diverge(request: Request, speaking: Speaking) -> HttpResponse:
    """A divergent note of one's own party, under another's text or under the figures."""
    others = [one for one in voices_of(speaking.commune, speaking.quarter).parties if one.row]
    others = [one for one in others if one.party.key != speaking.party.key]
    first = {"operation": uuid4(), "about": request.GET.get("sur", "")}
    form = NoteForm(request.POST if request.method == "POST" else None, others, first)
    if form.is_bound and form.is_valid():
        try:
            diverge(speaking, form.note(), request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, speaking, "Avis divergent signé. Il sera imprimé avec le rapport.")
    return _form(request, speaking, form, "reports/narrative_diverge.html", {"others": others})


@writing
@requires(Action.DOCUMENT_ISSUE, load_commune)
def narrative_reopen(request: Request, commune: Commune, quarter: str) -> HttpResponse:
    """Open the texts of an issued report again, with the reason; the parties are told."""
    asked = written_quarter(quarter)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = reopen(commune, asked, form.cleaned_data["reason"], request.scope)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            tell_reopened(made)
            until = (
                f"Textes rouverts jusqu’au {day_words(made.until)} au soir{HARD}; les parties sont averties."
            )
            messages.success(request, until)
            return redirect("narrative_show", code=commune.code, quarter=asked.code)
    context = {**_frame(commune, asked, "Rouvrir les textes"), "form": form}
    status = 422 if form.errors else 200
    return render(request, "reports/narrative_reopen.html", context, status=status)


def _said(speaking: Speaking) -> Said:
    found = voices_of(speaking.commune, speaking.quarter).parties
    return next(one for one in found if one.party.key == speaking.party.key)


def _form(
    request: Request, speaking: Speaking, form: Any, template: str, more: dict[str, Any]
) -> HttpResponse:
    today, window = timezone.localdate(), window_of(speaking.commune, speaking.quarter)
    context = {
        **_frame(speaking.commune, speaking.quarter, speaking.party.words),
        "party": speaking.party,
        "form": form,
        "shut": "" if form.is_bound else window.shut(today),
        "until": window.until_words(today),
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _frame(commune: Commune, quarter: Quarter, word: str = "") -> dict[str, Any]:
    """What the four pages share; ``word``: where one stands below the texts."""
    url = reverse("narrative_show", args=[commune.code, quarter.code])
    here = f"Textes, {quarter.words}"
    crumbs = [("Documents", reverse("document_list")), (commune.name, ""), (here, url if word else "")]
    return {
        "commune": commune,
        "quarter": quarter,
        "over": f"Rapport trimestriel {de(commune.name)}, {quarter.words}",
        "show_url": url,
        "crumbs": [*crumbs, (word, "")] if word else crumbs,
    }


def _done(request: Request, speaking: Speaking, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("narrative_show", code=speaking.commune.code, quarter=speaking.quarter.code)
