"""The territory."""

from django.urls import path

from cscom import views

urlpatterns = [
    path("territoire/", views.territory_show, name="territory_show"),
    path("regions/<str:code>/", views.region_show, name="region_show"),
    path("cercles/<str:code>/", views.cercle_show, name="cercle_show"),
    path("districts/<str:code>/", views.district_show, name="district_show"),
    path("communes/<str:code>/", views.commune_show, name="commune_show"),
    path("cscom/a-situer/", views.unplaced_list, name="unplaced_list"),
    path("cscom/<str:code>/", views.aire_show, name="aire_show"),
    path("recherche/", views.place_search, name="place_search"),
]
