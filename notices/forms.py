"""What one wants to be told, how."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from accounts.models import Person
from notices.models import OWN, Means, NoticeChoice, NoticeKind

NO_ADDRESS = "Écrivez votre adresse e-mail, ou ne demandez pas d’e-mail."
HINTS: Mapping[NoticeKind, str] = {
    NoticeKind.ACT: "Rapport déclaré, visé, signé, validé, renvoyé, rouvert : ce qui attend un acte de vous.",
    NoticeKind.DEATH: "Un décès maternel est déclaré dans une aire que vous lisez.",
    NoticeKind.SHORTAGE: "Un rapport complet dit que des médicaments suivis ont manqué.",
    NoticeKind.LATE: "Un rapport mensuel n’est pas arrivé. Si vous devez le saisir, l’avis vient toujours.",
    NoticeKind.RED: "Un des dix chiffres de votre lieu est loin de sa cible deux mois de suite.",
    NoticeKind.TERM: "Un mandat d’un organe prend fin dans 180 jours, dans 90 jours, ou a pris fin.",
    NoticeKind.WORK: "Un document ou un travail demandé est prêt, ou à signer.",
    NoticeKind.ACCOUNT: "Un code a été préparé pour votre compte.",
}


class FilterForm(forms.Form):
    """Which notices to list. A wrong choice in the address is no choice."""

    sujet = forms.ChoiceField(
        label="Sujet", required=False, choices=[("", "Tous les sujets"), *NoticeKind.choices]
    )
    lus = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), ("non", "Non lus")])

    def chosen(self, name: str) -> str:
        """What was chosen, or "" when nothing valid was."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class ChoicesForm(forms.Form):
    """One choice a kind; an address, where this site sends e-mails. ``mail``: does it?"""

    def __init__(self, data: Mapping[str, Any] | None, *, person: Person, mail: bool) -> None:
        known = dict(NoticeChoice.objects.filter(person=person).values_list("kind", "means"))
        offered = [means for means in Means if mail or means != Means.MAIL]
        initial: dict[str, Any] = {"email": person.email}
        for kind in NoticeKind:
            told = known.get(kind, Means.SCREEN)
            initial[kind.value] = told if told in offered else Means.SCREEN
        super().__init__(data, initial=initial)
        self.mail = mail
        if mail:
            self.fields["email"] = forms.EmailField(
                label="Votre adresse e-mail",
                help_text="Elle ne sert qu’à vous prévenir : l’e-mail ne dit rien de l’avis, il y mène.",
                required=False,
                max_length=120,
                widget=forms.EmailInput({"autocomplete": "email"}),
                error_messages={
                    "invalid": "Cette adresse e-mail n’est pas complète. Exemple : nom@exemple.ml",
                    "max_length": "Adresse trop longue : 120 caractères au plus.",
                },
            )
        for kind in NoticeKind:
            means = [one for one in offered if one != Means.NONE or kind not in OWN]
            if len(means) > 1:
                self.fields[kind.value] = forms.ChoiceField(
                    label=kind.label,
                    help_text=HINTS[kind],
                    choices=[(one.value, one.label) for one in means],
                    widget=forms.RadioSelect,
                    error_messages={
                        "required": "Choisissez comment recevoir ces avis.",
                        "invalid_choice": "Choisissez une des réponses proposées.",
                    },
                )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        asked = any(data.get(kind.value) == Means.MAIL for kind in NoticeKind)
        if asked and not data.get("email") and "email" not in self.errors:
            self.add_error("email", NO_ADDRESS)
        return data

    def chosen(self) -> Iterator[tuple[NoticeKind, Means]]:
        """(kind, how) for each question asked."""
        for kind in NoticeKind:
            if kind.value in self.fields:
                yield kind, Means(self.cleaned_data[kind.value])
