"""The forms of access: a one-time code to redeem, a token to make."""

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


class TokenForm(forms.Form):
    """What will use the token, for how long."""

    name = forms.CharField(
        label="Ce qui s’en servira",
        help_text="Exemple\u00a0: tableur du CSRéf",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={
            "required": "Nommez ce qui s’en servira\u00a0: vous saurez lequel révoquer.",
            "max_length": "Nom trop long\u00a0: 60 caractères au plus.",
        },
    )
    days = forms.TypedChoiceField(
        label="Pour combien de temps",
        choices=[(30, "30 jours"), (90, "3 mois"), (365, "un an")],
        initial=90,
        coerce=int,
    )
