"""What a party types in a quarterly report: its three answers, a divergent note; why texts open again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from core.formats import HARD
from reports.narrative.reading import Said
from reports.narrative.writing import NO_NOTE, Note, Words, too_long
from reports.voices import LONGEST, NOTE_LONGEST, REASON_LONGEST, Narrative

FIGURES = "chiffres"
Data = Mapping[str, Any] | None


def _answer(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": too_long(LONGEST)},
    )


class NarrativeForm(forms.Form):
    """The text of a party. ``version``: the one that its writer saw; 0: nothing yet."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    progress = _answer(
        "Ce qui a avancé", "Ce que votre partie a fait ou vu avancer. Jamais le nom d’un malade."
    )
    difficulties = _answer("Difficultés", "Ce qui bloque, et pourquoi.")
    requests = _answer("Ce qui est demandé", "À qui, avant quand.")

    def __init__(self, data: Data, row: Narrative | None) -> None:
        first = {name: getattr(row, name) for name in ("progress", "difficulties", "requests")} if row else {}
        super().__init__(data, initial={"version": row.version if row else 0, **first})

    def words(self) -> Words:
        """Once valid."""
        read = self.cleaned_data
        return Words(read["progress"], read["difficulties"], read["requests"])

    def seen_again(self, row: Narrative | None) -> None:
        """What was typed stays; it is sent again as an answer to what is saved now."""
        self.data = {**dict(self.data.items()), "version": str(row.version if row else 0)}


class NoteForm(forms.Form):
    """A divergent note. ``about``: the figures, or the text of another party at the version shown."""

    about = forms.ChoiceField(
        label="Votre avis porte sur",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez sur quoi porte votre avis.",
            "invalid_choice": "Ce texte a changé entre-temps\u00a0: relisez-le, puis choisissez de nouveau.",
        },
    )
    text = forms.CharField(
        label="Votre avis divergent",
        help_text="Il est lu et imprimé sous ce texte, avec votre nom et votre fonction. Une fois signé, il "
        "ne s’efface ni ne se change. Jamais le nom d’un malade.",
        max_length=NOTE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": NO_NOTE, "max_length": too_long(NOTE_LONGEST)},
    )
    operation = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Data, others: Sequence[Said], first: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(first))
        self.rows = {f"{one.party.key}@{one.row.version}": one.row for one in others if one.row}
        words = [f"le texte de la partie{HARD}: {one.party.words}" for one in others if one.row]
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [(FIGURES, "les chiffres du rapport"), *zip(self.rows, words, strict=True)]

    def note(self) -> Note:
        """Once valid."""
        read = self.cleaned_data
        return Note(read["text"], read["operation"], self.rows.get(read["about"]))


class ReopenForm(forms.Form):
    """Why the texts of an issued report open again."""

    reason = forms.CharField(
        label="Pourquoi rouvrir les textes",
        help_text="Lu par qui lit ce rapport. Aucun nom de malade.",
        max_length=REASON_LONGEST,
        error_messages={
            "required": "Écrivez pourquoi les textes sont rouverts.",
            "max_length": too_long(REASON_LONGEST),
        },
    )
