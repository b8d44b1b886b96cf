"""The form of an interest that somebody declares in a decision."""

from collections.abc import Sequence

from django import forms

from concertation.declarants import Declarant
from concertation.enums import Part
from concertation.forms import Data, Versioned, too_long
from concertation.interests import NO_PART, NO_WORDS, Declared
from concertation.models import Interest, Meeting


class InterestForm(Versioned):
    """Who declares it, in which words, what they did of the vote; ``interest``: one that is changed."""

    person = forms.ChoiceField(
        label="Qui le déclare",
        error_messages={
            "required": "Choisissez qui déclare cet intérêt.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    text = forms.CharField(
        label="Intérêt déclaré",
        help_text="Dans les mots de la personne. Exemple\u00a0: président de l’ASACO concernée. "
        "Il s’imprime avec le PV.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": NO_WORDS} | too_long(300),
    )
    part = forms.ChoiceField(
        label="Cette personne",
        help_text="Une abstention comptée est une voix\u00a0: elle prend part au vote.",
        choices=Part.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_PART, "invalid_choice": NO_PART},
    )

    def __init__(
        self,
        data: Data,
        *,
        meeting: Meeting,
        declarants: Sequence[Declarant] = (),
        interest: Interest | None = None,
        chosen: str = "",
    ) -> None:
        super().__init__(
            data, meeting=meeting, person=chosen,
            text=interest.text if interest else "", part=interest.part if interest else "",
        )  # fmt: skip
        self.by_number = {str(one.person.pk): one for one in declarants}
        if interest:
            del self.fields["person"]
            return
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [("", "choisir"), *_grouped(declarants)]

    def who(self) -> Declarant:
        """Once valid."""
        return self.by_number[self.cleaned_data["person"]]

    def declared(self) -> Declared:
        """Once valid."""
        return Declared(self.cleaned_data["text"], self.cleaned_data["part"])


def _grouped(declarants: Sequence[Declarant]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Who sat, then who did not."""
    groups = {True: "Présents ou représentés", False: "Autres personnes du lieu"}
    found = {
        word: [(str(one.person.pk), one.words) for one in declarants if one.sat is sat]
        for sat, word in groups.items()
    }
    return [(word, rows) for word, rows in found.items() if rows]
