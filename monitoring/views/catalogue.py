"""The catalogue as its readers see it: what the report asks, what is controlled, what is computed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.access import Action, Request, requires
from core.http import reading
from monitoring.dictionary import element_lines, indicator_lines, rule_lines
from monitoring.form import load_form


@reading
@requires(Action.CATALOGUE_SEE)
def catalogue_show(request: Request) -> HttpResponse:
    """Sections, elements, cells, rules and indicators in force today."""
    today = timezone.localdate()
    form = load_form(today)
    context = {
        "crumbs": [("Catalogue", "")],
        "sections": [(section, element_lines(section, form.ever)) for section in form.sections],
        "cells": sum(len(section.cells) for section in form.sections),
        "rules": rule_lines(form, today),
        "indicators": indicator_lines(form, today),
        "today": today,
    }
    return render(request, "monitoring/catalogue_show.html", context)
