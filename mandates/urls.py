"""Rights, people, one-time codes, tokens."""

from django.urls import path

from mandates import delegation_views, token_views, views

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
]
