"""Addresses of the register of ASACO."""

from django.urls import path

from asaco import views

urlpatterns = [
    path("asaco/", views.asaco_list, name="asaco_list"),
    path("asaco/<str:code>/", views.asaco_show, name="asaco_show"),
    path("asaco/<str:code>/modifier/", views.asaco_edit, name="asaco_edit"),
]
