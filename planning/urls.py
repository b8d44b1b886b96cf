"""Addresses of the plans."""

from django.urls import path

from planning.views import (
    bringing,
    execution,
    horizon,
    lines,
    paper,
    plans,
    queue,
    shelf,
    timetable,
    together,
)  # fmt: skip
from planning.views.decisions import decision
from planning.workflow import MOVES

PLAN = "plans/<str:code>/<int:year>/<int:edition>/"
LINE = f"{PLAN}lignes/<uuid:key>/"
QUARTER = f"{PLAN}execution/<int:quarter>/"

urlpatterns = [
    path("plans/", shelf.plan_list, name="plan_list"),
    path("plans/a-traiter/", queue.plan_queue, name="plan_queue"),
    path("plans/horizon/", horizon.plan_horizon, name="plan_horizon"),
    path("plans/calendrier/", timetable.plan_calendar, name="plan_calendar"),
    path("plans/calendrier/<str:code>/modifier/", timetable.plan_calendar_edit, name="plan_calendar_edit"),
    path("plans/ensemble/", together.plan_together, name="plan_together"),
    path("plans/ensemble/plans.<str:ending>", together.plan_together_file, name="plan_together_file"),
    path("plans/<str:code>/", shelf.plan_aire, name="plan_aire"),
    path(PLAN, plans.plan_show, name="plan_show"),
    path(f"{PLAN}lu/", plans.plan_read, name="plan_read"),
    path(f"{PLAN}papier/<str:act>/", paper.plan_paper, name="plan_paper"),
    path(f"{PLAN}actes/<int:pk>/", plans.plan_act_show, name="plan_act_show"),
    path(f"{PLAN}reprendre/", shelf.plan_copy, name="plan_copy"),
    path(f"{PLAN}amender/", shelf.plan_amend, name="plan_amend"),
    path(f"{PLAN}lignes/", lines.plan_lines, name="plan_lines"),
    path(LINE, lines.plan_line, name="plan_line"),
    path(f"{LINE}retirer/", lines.plan_line_remove, name="plan_line_remove"),
    path(f"{PLAN}suivi/", bringing.plan_followups, name="plan_followups"),
    path(f"{PLAN}feuille/", bringing.plan_sheet, name="plan_sheet"),
    path(f"{PLAN}feuille.<slug:ending>", bringing.plan_sheet_file, name="plan_sheet_file"),
    path(f"{PLAN}pieces/", bringing.plan_attachments, name="plan_attachments"),
    path(QUARTER, execution.plan_execution, name="plan_execution"),
    path(f"{QUARTER}<uuid:key>/", execution.plan_execution_line, name="plan_execution_line"),
    path(f"{PLAN}bilan/", execution.plan_balance, name="plan_balance"),
    # One page an act, each with the right of its own.
    *(path(f"{PLAN}{move.act}/", decision(move.act), name=f"plan_{move.act}") for move in MOVES),
]
