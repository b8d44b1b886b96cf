"""Addresses of the meetings."""

from django.urls import path

from concertation.views import holding, interests, reading, restituting, voting, writing

ONE = "reunions/<int:pk>/"
ITEM = f"{ONE}points/<int:item>/"
DECISION = f"{ONE}decisions/<int:decision>/"
INTEREST = f"{ONE}interets/<int:interest>/"
RESTITUTION = f"{ONE}restitutions/<int:restitution>/"
ORGAN = "reunions/organes/<int:pk>/"

urlpatterns = [
    path("reunions/", reading.meeting_list, name="meeting_list"),
    path("reunions/calendrier/", reading.meeting_calendar, name="meeting_calendar"),
    path(ORGAN, reading.meeting_organ, name="meeting_organ"),
    path(f"{ORGAN}preparer/", writing.meeting_begin, name="meeting_begin"),
    path(ONE, reading.meeting_show, name="meeting_show"),
    path(f"{ONE}imprimer/", reading.meeting_print, name="meeting_print"),
    path(f"{ONE}cadre/", writing.meeting_frame, name="meeting_frame"),
    path(f"{ONE}points/ajouter/", writing.meeting_item_add, name="meeting_item_add"),
    path(ITEM, writing.meeting_item, name="meeting_item"),
    path(f"{ITEM}deplacer/", writing.meeting_item_move, name="meeting_item_move"),
    path(f"{ITEM}suite/", holding.meeting_settle, name="meeting_settle"),
    path(f"{ITEM}decider/", holding.meeting_decide, name="meeting_decide"),
    path(DECISION, holding.meeting_decision, name="meeting_decision"),
    path(f"{DECISION}retirer/", holding.meeting_decision_drop, name="meeting_decision_drop"),
    path(f"{ONE}vote/<slug:what>/<int:target>/", voting.meeting_vote, name="meeting_vote"),
    path(f"{ONE}avis/<slug:what>/<int:target>/", voting.meeting_dissent, name="meeting_dissent"),
    path(f"{ONE}avis/<int:dissent>/retirer/", voting.meeting_dissent_drop, name="meeting_dissent_drop"),
    path(f"{DECISION}interets/", interests.meeting_interest_add, name="meeting_interest_add"),
    path(INTEREST, interests.meeting_interest, name="meeting_interest"),
    path(f"{INTEREST}retirer/", interests.meeting_interest_drop, name="meeting_interest_drop"),
    path(f"{ONE}presences/", holding.meeting_attendance, name="meeting_attendance"),
    path(f"{ONE}presences/feuille/", holding.meeting_attendance_sheet, name="meeting_attendance_sheet"),
    path(f"{ONE}compte-rendu/", writing.meeting_minutes, name="meeting_minutes"),
    path(f"{ONE}approuver/", holding.meeting_approve, name="meeting_approve"),
    path(f"{ONE}approuver-papier/", holding.meeting_approve_paper, name="meeting_approve_paper"),
    path(f"{ONE}corriger/<slug:what>/<int:target>/", writing.meeting_correct, name="meeting_correct"),
    path(f"{ONE}restitutions/noter/", restituting.meeting_restitution_add, name="meeting_restitution_add"),
    path(
        f"{RESTITUTION}corriger/", restituting.meeting_restitution_correct, name="meeting_restitution_correct"
    ),
    path(
        f"{RESTITUTION}retirer/",
        restituting.meeting_restitution_withdraw,
        name="meeting_restitution_withdraw",
    ),
    path(f"{ONE}<slug:act>/", holding.meeting_act, name="meeting_act"),
]
