"""One's notices."""

from django.urls import path

from notices import views

urlpatterns = [
    path("avis/", views.notice_list, name="notice_list"),
    path("avis/lus/", views.notices_read, name="notices_read"),
    path("avis/choix/", views.notice_choices, name="notice_choices"),
    path("avis/<int:pk>/", views.notice_open, name="notice_open"),
]
