"""The form of somebody who holds a one-time code."""

from django import forms

from accounts.forms import WHO_ATTRIBUTES, WHO_HINT, NewPasswordForm


class CodeForm(NewPasswordForm):
    """Who, which code, which new password."""

    username = forms.CharField(
        label="Numéro de téléphone ou nom d’utilisateur",
        help_text=WHO_HINT,
        max_length=60,
        widget=forms.TextInput(WHO_ATTRIBUTES),
        error_messages={"required": "Écrivez votre numéro de téléphone ou votre nom d’utilisateur."},
    )
    code = forms.CharField(
        label="Code à 8 caractères",
        help_text="Lettres et chiffres. Après cinq essais, il faut un autre code.",
        max_length=20,
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "otp",
            }
        ),
        error_messages={"required": "Écrivez le code que l’agent vous a remis."},
    )
    field_order = ["username", "code", "new_password", "again"]
