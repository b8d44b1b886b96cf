"""The forms of one's account: coming in, choosing a password."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User

NOT_TOGETHER = "Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez-les, ou demandez un code."
WHO_HINT = "Exemple : 70 00 00 00, ou a.diarra"
WHO_ATTRIBUTES = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


def who_field() -> forms.CharField:
    """The field that asks who one is, at each of the two doors."""
    return forms.CharField(
        label="Numéro de téléphone ou nom d’utilisateur",
        help_text=WHO_HINT,
        max_length=60,
        widget=forms.TextInput(WHO_ATTRIBUTES),
        error_messages={"required": "Écrivez votre numéro de téléphone ou votre nom d’utilisateur."},
    )


class SignInForm(forms.Form):
    """Who, with which password, on whose device."""

    username = who_field()
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Écrivez votre mot de passe."},
    )
    own_device = forms.BooleanField(
        label="Cet appareil est le mien",
        help_text="Vous resterez connecté 30 jours. Ne cochez pas sur un ordinateur partagé.",
        required=False,
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice; nothing of it is ever sent back to the page."""

    new_password = forms.CharField(
        label="Nouveau mot de passe",
        help_text="Au moins 8 caractères. Trois ou quatre mots sans rapport entre eux se retiennent bien.",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Choisissez un nouveau mot de passe."},
    )
    again = forms.CharField(
        label="Le même, une seconde fois",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Écrivez le nouveau mot de passe une seconde fois."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        new, again = data.get("new_password"), data.get("again")
        if new and again and new != again:
            self.add_error("again", "Les deux mots de passe ne sont pas les mêmes.")
        return data

    def accepts(self, user: User) -> bool:
        """Is the new password good enough for ``user``? If not, the reasons stand beside the field."""
        try:
            validate_password(self.cleaned_data["new_password"], user)
        except ValidationError as refusal:
            self.add_error("new_password", refusal)
            return False
        return True


class PasswordChangeForm(NewPasswordForm):
    """The present password first, so that a session left open does not give the account away."""

    old_password = forms.CharField(
        label="Mot de passe actuel",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Écrivez votre mot de passe actuel."},
    )
    field_order = ["old_password", "new_password", "again"]
