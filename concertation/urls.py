"""Addresses of the meetings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
