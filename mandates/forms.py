"""The forms of access: a one-time code to redeem, a token to make, a mandate to hand over."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.forms import NewPasswordForm, who_field
from accounts.models import Person, User
from accounts.names import find_user
from core.fields import DayField
from mandates.models import Mandate


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


class DelegationForm(forms.Form):
    """Which mandate, to whom, from when, until when."""

    mandate_pk = forms.ChoiceField(
        label="La fonction que vous déléguez",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une fonction.",
            "invalid_choice": "Choisissez une de vos fonctions.",
        },
    )
    who = forms.CharField(
        label="À qui",
        help_text="Son numéro de téléphone, ou son nom d’utilisateur.",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": "Écrivez à qui vous déléguez.",
            "max_length": "Soixante caractères au plus.",
        },
    )
    first = DayField(
        label="Premier jour",
        help_text="Exemple\u00a0: 05 10 2026",
        error_messages={"required": "Écrivez le premier jour."},
    )
    last = DayField(
        label="Dernier jour",
        help_text="Compris. 90 jours au plus.",
        error_messages={"required": "Écrivez le dernier jour."},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, mandates: Sequence[Mandate]) -> None:
        super().__init__(data)
        self.mandates = {str(mandate.pk): mandate for mandate in mandates}
        field = self.fields["mandate_pk"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [
            (key, f"{one.get_role_display()}, {one.place_name}") for key, one in self.mandates.items()
        ]
        if len(mandates) == 1:
            field.initial = str(mandates[0].pk)

    def clean_who(self) -> User:
        user = find_user(self.cleaned_data["who"])
        if user is None or not user.is_active:
            raise forms.ValidationError("Aucun compte ouvert n’a ce numéro ou ce nom.")
        return user

    def mandate(self) -> Mandate:
        """What is handed over, once valid."""
        return self.mandates[self.cleaned_data["mandate_pk"]]

    def deputy(self) -> Person:
        """To whom, once valid."""
        user: User = self.cleaned_data["who"]
        return user.person
