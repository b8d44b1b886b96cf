"""The form of somebody who holds a one-time code."""

from django import forms

from accounts.forms import NewPasswordForm, who_field


class CodeForm(NewPasswordForm):
    """Who, which code, which new password."""

    username = who_field()
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
