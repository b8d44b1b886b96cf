"""Rights, people, their functions, one-time codes, tokens, organs."""

from django.urls import path

from mandates import delegation_views, token_views, views
from mandates.cumul import views as cumul
from mandates.organs import holding, writing
from mandates.organs import views as organs

SEAT = "organes/<int:pk>/sieges/<int:seat>/"

urlpatterns = [
    path("connexion/code/", views.code_redeem, name="code_redeem"),
    path("mes-droits/", views.my_rights, name="my_rights"),
    path("mes-droits/deleguer/", delegation_views.delegation_list, name="delegation_list"),
    path("mes-droits/deleguer/fin/", delegation_views.delegation_end, name="delegation_end"),
    path("mes-jetons/", token_views.token_list, name="token_list"),
    path("mes-jetons/<int:pk>/revoquer/", token_views.token_revoke, name="token_revoke"),
    path("personnes/", views.people_list, name="people_list"),
    path("personnes/<int:pk>/", views.person_show, name="person_show"),
    path("personnes/<int:pk>/code/", views.code_issue, name="code_issue"),
    path("fonctions/", cumul.cumul_list, name="cumul_list"),
    path("organes/", organs.organ_list, name="organ_list"),
    path("organes/a-pourvoir/", organs.organ_watch, name="organ_watch"),
    path("organes/installer/", writing.organ_add, name="organ_add"),
    path("organes/<int:pk>/", organs.organ_show, name="organ_show"),
    path("organes/<int:pk>/cadre/", writing.organ_edit, name="organ_edit"),
    path("organes/<int:pk>/sieges/ajouter/", writing.seat_add, name="seat_add"),
    path(SEAT, writing.seat_edit, name="seat_edit"),
    path(f"{SEAT}pourvoir/", holding.seat_fill, name="seat_fill"),
    path(f"{SEAT}fin/", holding.hold_end, name="hold_end"),
    path(f"{SEAT}copie/", holding.hold_attach, name="hold_attach"),
]
