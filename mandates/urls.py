"""Rights, people, one-time codes."""

from django.urls import path

from mandates import views

urlpatterns = [
    path("connexion/code/", views.code_redeem, name="code_redeem"),
    path("mes-droits/", views.my_rights, name="my_rights"),
    path("personnes/", views.people_list, name="people_list"),
    path("personnes/<int:pk>/", views.person_show, name="person_show"),
    path("personnes/<int:pk>/code/", views.code_issue, name="code_issue"),
]
