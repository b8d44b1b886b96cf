"""The form under a figure: what its reader says it means."""

from django import forms

from monitoring.interpreting import Said
from monitoring.models.interpretation import LONGEST


class InterpretationForm(forms.Form):
    """A comment. ``periode_lue``: the months that its author was reading; ``operation``: sent once."""

    texte = forms.CharField(
        label="Votre commentaire",
        help_text="Ce que ce chiffre veut dire ici, ce qui l’explique. Jamais le nom d’un malade. Il est lu, "
        "signé de votre nom et de votre fonction, par tous ceux qui lisent ce chiffre.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={
            "required": "Écrivez votre commentaire.",
            "max_length": "Commentaire trop long\u00a0: 1\u202f000 caractères au plus.",
        },
    )
    periode_lue = forms.CharField(max_length=20, widget=forms.HiddenInput)
    operation = forms.UUIDField(widget=forms.HiddenInput)

    def said(self) -> Said:
        """What a valid form says."""
        data = self.cleaned_data
        return Said(data["texte"], data["periode_lue"], data["operation"])
