"""Background work, its readiness."""

from django.urls import path

from jobs import views

urlpatterns = [
    path("readyz", views.readyz, name="readyz"),
    path("travaux/", views.job_list, name="job_list"),
    path("travaux/<uuid:pk>/", views.job_show, name="job_show"),
    path("travaux/<uuid:pk>/arreter/", views.job_stop, name="job_stop"),
    path("travaux/<uuid:pk>/reprendre/", views.job_resume, name="job_resume"),
]
