"""Addresses of the register of ASACO, of what villages give, of budgets, of crises."""

from django.urls import path

from asaco.views import budget, crises, federations, register, villages

urlpatterns = [
    path("federations/", federations.federation_list, name="federation_list"),
    path("federations.<slug:ending>", federations.federation_file, name="federation_file"),
    path("asaco/", register.asaco_list, name="asaco_list"),
    # before the code of an aire: no aire is called so
    path("asaco/crises/", crises.crisis_list, name="crisis_list"),
    path("asaco/crises/<int:pk>/", crises.crisis_show, name="crisis_show"),
    path("asaco/crises/<int:pk>/levee/", crises.crisis_lift, name="crisis_lift"),
    path("asaco/crises/<int:pk>/transition/", crises.crisis_transition, name="crisis_transition"),
    path("asaco/crises/<int:pk>/annuler/", crises.crisis_annul, name="crisis_annul"),
    path("asaco/crises/<int:pk>/avis/", crises.crisis_dissent, name="crisis_dissent"),
    path("asaco/crises/<int:pk>/recours/", crises.crisis_appeal, name="crisis_appeal"),
    path("asaco/crises/<int:pk>/recours/<int:appeal>/issue/", crises.appeal_settle, name="appeal_settle"),
    path("asaco/crises/<int:pk>/recours/<int:appeal>/annuler/", crises.appeal_annul, name="appeal_annul"),
    path("asaco/<str:code>/", register.asaco_show, name="asaco_show"),
    path("asaco/<str:code>/modifier/", register.asaco_edit, name="asaco_edit"),
    path("asaco/<str:code>/villages/", villages.asaco_villages, name="asaco_villages"),
    path("asaco/<str:code>/villages.<slug:ending>", villages.asaco_villages_file, name="asaco_villages_file"),
    path("asaco/<str:code>/villages/<int:year>/adhesions/", villages.asaco_members, name="asaco_members"),
    path(
        "asaco/<str:code>/villages/<int:year>/cotisations/",
        villages.asaco_contributions,
        name="asaco_contributions",
    ),
    path("asaco/<str:code>/budget/<int:year>/", budget.asaco_budget, name="asaco_budget"),
    path("asaco/<str:code>/crise/", crises.crisis_add, name="crisis_add"),
]
