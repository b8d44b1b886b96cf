"""Addresses of the register of ASACO, of what villages give."""

from django.urls import path

from asaco.views import federations, register, villages

urlpatterns = [
    path("federations/", federations.federation_list, name="federation_list"),
    path("federations.<slug:ending>", federations.federation_file, name="federation_file"),
    path("asaco/", register.asaco_list, name="asaco_list"),
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
]
