"""The forms of the DRS: an indicator from a month on, a target from a year on."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from core.fields import NumberField
from monitoring.composing import DENOMINATOR, WrongPart, read_indicator
from monitoring.enums import Direction, Readers
from monitoring.models import Indicator
from monitoring.naming import group_names, known_names
from monitoring.sheet import capital

CODE = r"^[A-Z][A-Z0-9]{1,9}$"
REASON = 100  # characters that the history of a line keeps
FAR_YEAR = 2100
CENT = Decimal("0.01")  # what a target keeps
COPIED = (
    *("label", "short", "numerator", "denominator", "multiplier", "unit", "decimals", "direction"),
    *("target", "target_high", "near_percent", "is_coverage", "on_mayor_page", "definition", "source"),
    "confirmed",
)
NEEDED = {"required": "Ce champ est à remplir."}


def required(what: str) -> dict[str, str]:
    return {"required": what}


class _Ends(forms.Form):
    """Two ends of a target; the high one is not under the low one."""

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        low, high = said.get("target"), said.get("target_high")
        if low is not None and high is not None and high < low:
            self.add_error("target_high", "La borne haute est sous la cible.")
        return said


class IndicatorForm(_Ends):
    """What an indicator is, from a month on. Formulas are refused with the place of their fault."""

    label = forms.CharField(label="Libellé", max_length=120, error_messages=required("Donnez-lui un nom."))
    short = forms.CharField(
        label="Libellé court",
        help_text="Pour les tableaux et les téléphones.",
        max_length=60,
        error_messages=required("Donnez-lui un nom court."),
    )
    definition = forms.CharField(
        label="Définition en français courant",
        help_text="Une phrase qu’un conseiller comprend\u00a0: «\u00a0Sur cent enfants, combien…\u00a0»",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages=required("Écrivez ce que ce chiffre veut dire."),
    )
    numerator = forms.CharField(
        label="Ce qui est compté",
        help_text='Codes du rapport\u00a0: P1 - P3. Aussi cell("CC_NC.lt1"), jours(), mois(), cumul(P3). '
        "Ou un état du dernier mois, seul\u00a0: adherents(), habitants_adherents(), femmes_organes(), "
        "membres_organes().",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        error_messages=required("Écrivez ce qui est compté."),
    )
    denominator = forms.CharField(
        label="Rapporté à",
        help_text="Codes du rapport, ou groupe cible\u00a0: FE, E011, FAR, POP\u202f; un état, à un état. "
        "Vide\u00a0: c’est un nombre.",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    multiplier = NumberField(
        label="Multiplié par",
        least=1,
        most=1_000_000,
        help_text="100 pour un pourcentage.",
        error_messages=NEEDED,
    )
    unit = forms.CharField(label="Unité", help_text="%, ‰, FCFA.", max_length=20, required=False)
    decimals = NumberField(label="Chiffres après la virgule", least=0, most=4, error_messages=NEEDED)
    direction = forms.ChoiceField(label="Sens", choices=Direction.choices, error_messages=NEEDED)
    target = NumberField(
        label="Cible",
        whole=False,
        most=9_999_999,
        required=False,
        help_text="Pour une fourchette, sa borne basse\u00a0; pour une baisse, le plus qu’on accepte.",
    )
    target_high = NumberField(
        label="Borne haute d’une fourchette", whole=False, most=9_999_999, required=False
    )
    near_percent = NumberField(
        label="«\u00a0Proche\u00a0» à partir de (en % de la cible)", least=1, most=100, error_messages=NEEDED
    )
    is_coverage = forms.BooleanField(
        label="C’est la couverture d’une population cible",
        help_text="Au-delà de 100\u202f%, la page demande de vérifier la population.",
        required=False,
    )
    on_mayor_page = forms.BooleanField(label="Parmi les chiffres de la page du maire", required=False)
    readers = forms.MultipleChoiceField(
        label="Mis en avant pour",
        choices=Readers.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    source = forms.CharField(
        label="Source de la définition et de la cible",
        max_length=200,
        error_messages=required("Écrivez d’où viennent la définition et la cible."),
    )
    confirmed = forms.BooleanField(
        label="Confirmé par la direction régionale",
        help_text="Sinon la page écrit «\u00a0à confirmer\u00a0».",
        required=False,
    )
    since = forms.ChoiceField()  # its months come with the page
    reason = forms.CharField(
        label="Pourquoi ce changement",
        help_text="Une phrase, gardée dans l’histoire de l’indicateur.",
        max_length=REASON,
        error_messages=required("Écrivez pourquoi."),
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, months: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = forms.ChoiceField(
            label="Valable à partir du mois de",
            choices=list(months),
            error_messages=required("Choisissez le mois."),
        )

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        if "numerator" in said and "denominator" in said:
            try:
                read_indicator(said["numerator"], said["denominator"], known_names(), group_names())
            except WrongPart as wrong:
                field = "denominator" if wrong.part == DENOMINATOR else "numerator"
                self.add_error(field, capital(str(wrong)))
        low, high = said.get("target"), said.get("target_high")
        if high is not None and said.get("direction") != Direction.BAND:
            self.add_error("target_high", "Seule une fourchette a une borne haute.")
        if said.get("unit") == "%" and said.get("is_coverage") and low is not None and low > 100:
            self.add_error("target", "Une couverture ne vise pas plus de 100\u202f%.")
        return said

    def says(self) -> dict[str, Any]:
        """The fields of the line, once valid."""
        data = self.cleaned_data
        found = {name: data[name] for name in COPIED}
        return found | {"readers": "".join(one for one in Readers.values if one in data["readers"])}


class NewIndicatorForm(IndicatorForm):
    """One more indicator, with a code of its own."""

    code = forms.RegexField(
        CODE,
        label="Code",
        help_text="Deux à dix lettres majuscules et chiffres, une lettre d’abord\u00a0: L01.",
        error_messages={
            "required": "Donnez-lui un code.",
            "invalid": "Lettres majuscules et chiffres seulement.",
        },
    )
    order = NumberField(label="Place dans les listes", least=1, most=999, error_messages=NEEDED)
    field_order = ("code", "order")

    def says(self) -> dict[str, Any]:
        return super().says() | {"order": self.cleaned_data["order"]}


class TargetForm(_Ends):
    """A target for one place, from a year on."""

    place = forms.ChoiceField()  # its places come with the page
    from_year = NumberField(
        label="À partir de l’année", least=1960, most=FAR_YEAR, error_messages=required("Écrivez l’année.")
    )
    target = NumberField(label="Cible", whole=False, most=9_999_999, required=False)
    target_high = NumberField(
        label="Borne haute d’une fourchette", whole=False, most=9_999_999, required=False
    )
    source = forms.CharField(
        label="Source", max_length=200, error_messages=required("Écrivez d’où vient cette cible.")
    )
    estimated = forms.BooleanField(label="À confirmer", required=False)

    def __init__(
        self, *args: Any, indicator: Indicator, places: Iterable[tuple[str, Any]], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.indicator = indicator
        self.fields["place"] = forms.ChoiceField(
            label="Pour", choices=list(places), error_messages=required("Choisissez le lieu.")
        )
        if indicator.direction != Direction.BAND:
            del self.fields["target_high"]

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or self.cleaned_data
        if "target" in said and said["target"] is None and said.get("target_high") is None:
            self.add_error("target", "Écrivez la cible.")
        most = said.get("target") or Decimal(0)
        if self.indicator.is_coverage and self.indicator.unit == "%" and most > 100:
            self.add_error("target", "Une couverture ne vise pas plus de 100\u202f%.")
        return said


def initial_of(row: Indicator, mark: str) -> dict[str, Any]:
    """What the fields hold at first."""
    ends = {name: _plain(getattr(row, name)) for name in ("target", "target_high")}
    return {name: getattr(row, name) for name in COPIED} | ends | {"readers": list(row.readers), "mark": mark}


def _plain(value: Decimal | None) -> str:
    """« 12,5 », « 90 »: as one would write it."""
    return "" if value is None else f"{value.quantize(CENT):f}".rstrip("0").rstrip(".").replace(".", ",")
