"""The forms of a line of a plan: its columns in the table, all its fields on its page."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from core.fields import NumberField
from core.formats import number
from core.seen import CHANGED
from planning.components import components
from planning.enums import PAYERS, Group, Source
from planning.lines import FIELDS, cost_of, faults
from planning.models import BIGGEST, Activity
from planning.wording import LETTERS, QUARTERS, in_quarter

MOST_QUANTITY = 10**6
MOST_FIGURE = 10**9  # of a baseline, of a target
AS_ABOVE = frozenset({"idem", '"', "″", "〃", "''"})
REPEATED = ("objective", "result")
ALONE = "Il n’y a pas de ligne au-dessus\u00a0: écrivez l’objectif en toutes lettres."
TOO_MUCH = "Trop long\u00a0: {} caractères au plus."
TALL = forms.Textarea(attrs={"rows": 2, "cols": 20})
BLANK: Mapping[str, Any] = {
    name: 1 if name == "quantity" else [] if name == "groups" else 0 if name in Source.values else ""
    for name in FIELDS
} | {"baseline": None, "target": None, "months": 0, "unit_cost": 0}  # fmt: skip


class OneLineField(forms.CharField):
    """Words on one line, whatever was pasted."""

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


def _words(name: str, label: str, missing: str = "", kind: Any = OneLineField, **more: Any) -> Any:
    column: Any = Activity._meta.get_field(name)
    most = column.max_length
    sentences = {"required": missing, "max_length": TOO_MUCH.format(most)}
    return kind(label=label, max_length=most, required=bool(missing), error_messages=sentences, **more)


def _money(label: str) -> NumberField:
    return NumberField(label=label, most=BIGGEST, required=False)


class GridForm(forms.Form):
    """One row of the table. ``line`` None: a new one; ``above``: what « idem » repeats.

    What nobody is said to pay is to be found: « à rechercher » follows unless it is typed.
    """

    use_required_attribute = False  # the empty rows at the end ask nothing

    objective = _words("objective", "Objectif", "Écrivez l’objectif.", widget=TALL)
    result = _words("result", "Résultat attendu", widget=TALL)
    text = _words("text", "Activité", "Écrivez l’activité.", widget=TALL)
    quarters = forms.MultipleChoiceField(
        label="Trimestres",
        choices=[(str(quarter), f"T{quarter}") for quarter in QUARTERS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Une année a quatre trimestres."},
    )
    responsible = _words("responsible", "Responsable")
    quantity = NumberField(
        label="Quantité", least=1, most=MOST_QUANTITY, error_messages={"required": "Écrivez la quantité."}
    )
    unit = _words("unit", "Unité")
    unit_cost = NumberField(
        label="Coût unitaire",
        most=BIGGEST,
        error_messages={"required": "Écrivez le coût unitaire, 0 si rien n’est à payer."},
    )
    by_state = _money("État")
    by_commune = _money("Commune")
    by_cercle = _money("Cercle")
    by_region = _money("Région")
    by_asaco = _money("ASACO")
    by_people = _money("Communauté")
    by_anict = _money("ANICT")
    by_partner = _money("PTF")
    sought = _money("À rechercher")
    partner = _words("partner", "Nom du PTF")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        line: Activity | None = None,
        prefix: str | None = None,
        above: Mapping[str, Any] = BLANK,
    ) -> None:
        super().__init__(data, prefix=prefix, initial=self.shown(line) if line else {})
        self.line, self.above = line, above

    def shown(self, line: Activity) -> dict[str, Any]:
        """What the fields hold at first: no zero where nobody pays."""
        first = {name: getattr(line, name) for name in self.base_fields if hasattr(line, name)}
        first |= {name: number(first[name]) if first[name] else "" for name in PAYERS}
        first |= {name: number(first[name]) for name in ("quantity", "unit_cost")}
        first["quarters"] = [str(quarter) for quarter in QUARTERS if in_quarter(line.months, quarter)]
        return first | {"sought": ""}

    def clean(self) -> dict[str, Any]:
        """All that cannot be of a line, each beside its field."""
        read: dict[str, Any] = super().clean() or self.cleaned_data
        for name in REPEATED:
            if str(read.get(name, "")).casefold() in AS_ABOVE:
                read[name] = self.above[name]
                if not read[name] and name == "objective":
                    self.add_error(name, ALONE)
        money = ("quantity", "unit_cost", *Source.values)
        if all(name in read for name in money) and None not in (read["quantity"], read["unit_cost"]):
            for name, sentence in faults(self.values()).items():
                self.add_error(name, sentence)
        return read

    def values(self) -> dict[str, Any]:
        """Every name of FIELDS, once the fields are read; what the row has no field for stays."""
        line, read = self.line, self.cleaned_data
        kept = {name: getattr(line, name) for name in FIELDS} if line else dict(BLANK)
        said = kept | {name: read[name] for name in FIELDS if name in read}
        said |= {name: read.get(name) or 0 for name in PAYERS}
        said["months"] = self.months(kept["months"])
        said["sought"] = self._sought(said, read.get("sought"))
        return said

    def _sought(self, said: Mapping[str, Any], typed: int | None) -> int:
        if typed is not None:
            return typed
        return max(0, cost_of(said) - sum(int(said[name]) for name in PAYERS))

    def months(self, before: int) -> int:
        """A box that did not move leaves the months of its quarter as they were."""
        ticked, mask = self.cleaned_data.get("quarters", []), before
        for quarter, bits in QUARTERS.items():
            if in_quarter(before, quarter) != (str(quarter) in ticked):
                mask ^= mask & bits
                mask |= bits if str(quarter) in ticked else 0
        return mask

    @property
    def empty(self) -> bool:
        """Was nothing typed in this row?"""
        names = [self.add_prefix(name) for name in self.fields]
        return not any(str(self.data.get(name) or "").strip() for name in names)


def mark_of(values: Mapping[str, Any]) -> str:
    """What a row of the table says, in twelve letters: the same twelve, the same words."""
    grid = {name: values[name] for name in FIELDS if name in GridForm.base_fields and name != "sought"}
    grid["quarters"] = [quarter for quarter in QUARTERS if in_quarter(values["months"], quarter)]
    return hashlib.sha256(json.dumps(grid, sort_keys=True).encode()).hexdigest()[:12]


class WholeForm(GridForm):
    """All the fields of a line; ``indicators``: (code, words) of the catalogue."""

    tasks = _words("tasks", "Tâches", kind=forms.CharField, widget=forms.Textarea(attrs={"rows": 3}))
    indicator = forms.ChoiceField(
        label="Indicateur", required=False, error_messages={"invalid_choice": "Choisissez un indicateur."}
    )
    indicator_words = _words("indicator_words", "Autre indicateur")
    baseline = NumberField(label="Base", whole=False, most=MOST_FIGURE, required=False)
    target = NumberField(label="Cible", whole=False, most=MOST_FIGURE, required=False)
    support = _words("support", "Appui")
    place = _words("place", "Lieu")
    component = forms.ChoiceField(
        label="Composante PRODESS",
        required=False,
        error_messages={"invalid_choice": "Choisissez une composante."},
    )
    groups = forms.MultipleChoiceField(
        label="Groupes touchés",
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez parmi les groupes."},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, indicators: Iterable[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(data, **more)
        components_known = [(one.code, one.words) for one in components().values()]
        for name, choices in (("indicator", [*indicators]), ("component", components_known)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
            # A code that left its catalogue since is still what the line says.
            said = getattr(self.line, name, "")
            known = [*choices, *([(said, said)] if said and said not in dict(choices) else [])]
            field.choices = [("", "—"), *known]

    def shown(self, line: Activity) -> dict[str, Any]:
        return super().shown(line) | {name: as_typed(getattr(line, name)) for name in ("baseline", "target")}

    def values(self) -> dict[str, Any]:
        said = super().values()
        return said | {name: _figure(said[name]) for name in ("baseline", "target")}


class LineForm(WholeForm):
    """The page of one line: its months say more than its quarters."""

    version = forms.IntegerField(
        min_value=0, widget=forms.HiddenInput, error_messages={"required": CHANGED, "invalid": CHANGED}
    )
    months_on = forms.TypedMultipleChoiceField(
        label="Mois",
        choices=list(enumerate(LETTERS)),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Une année a douze mois."},
    )
    quarters = None  # type: ignore[assignment]  # how a form drops a field

    field_order = (
        "version", "objective", "result", "text", "tasks", "indicator", "indicator_words", "baseline",
        "target", "months_on", "responsible", "support", "place", "component", "groups", "quantity", "unit",
        "unit_cost",
    )  # fmt: skip

    def shown(self, line: Activity) -> dict[str, Any]:
        ticked = [month for month in range(len(LETTERS)) if line.months >> month & 1]
        return super().shown(line) | {"version": line.version, "months_on": ticked}

    def months(self, before: int) -> int:  # noqa: ARG002 - all twelve are said
        return sum(1 << month for month in self.cleaned_data.get("months_on", []))


def _figure(value: int | Decimal | None) -> Decimal | None:
    """To a hundredth, as the database keeps it."""
    return None if value is None else Decimal(value).quantize(Decimal("0.01"))


def as_typed(value: Decimal | None) -> str:
    """« 62,5 », « 70 »; "" for none."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")
