"""One's account."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("connexion/", views.sign_in, name="sign_in"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("mon-compte/mot-de-passe/", views.password_change, name="password_change"),
]
