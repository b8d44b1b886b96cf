"""The forms of the acts on a plan: a comment, an opinion with its engagements, a return with its reason."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from core.fields import NumberField
from core.formats import fcfa, number
from core.workflow import Move
from mandates.act_forms import ActFields
from planning.acts import CHAIN_WORDS
from planning.enums import OpinionKind, ReturnReason
from planning.joined import JOINS
from planning.models import BIGGEST, Activity, Plan
from planning.workflow import CHAIN

PLEDGE = "p."  # fields of the engagements: « p.<key of the line> »
LABELS = {
    "valider": (
        "Avis technique sur les normes",
        "La carte sanitaire, le personnel, les coûts, les protocoles.",
    ),
    "approuver_reserves": (
        "Vos réserves",
        "Elles deviennent une ligne du suivi, due à la fin du premier trimestre.",
    ),
    "retirer": ("Pourquoi le plan est retiré", "Ces mots restent dans l’histoire du plan."),
    "cloturer": ("Bilan de l’année", "Ce qui a été fait, ce qui reste, ce qu’on en apprend."),
    "conseiller": ("Votre avis", "Il est joint au plan et imprimé avec lui. Il n’arrête pas le circuit."),
    "diverger": (
        "Votre avis divergent",
        "Il est joint au plan et imprimé avec lui. Il n’arrête pas le circuit.",
    ),
    "legalite": ("Ce que dit le contrôle de légalité", "Numéro et date de l’acte, conclusion."),
    "conseil_gestion": ("Ce que le conseil de gestion a décidé", "Date de la session, décision."),
    "crocep": ("Ce que le CROCEP a décidé", "Date de la session, décision, recommandations."),
}


class ActForm(ActFields):
    """One act on one plan."""

    labels, joinable = LABELS, JOINS

    def __init__(
        self, data: Mapping[str, Any] | None, files: Any = None, *, plan: Plan, move: Move[Plan]
    ) -> None:
        super().__init__(data, files, version=plan.version, move=move)


class ReturnForm(ActForm):
    """Send a plan back: why, in one word and in a text; from which act it is done again."""

    reason = forms.ChoiceField(
        label="Motif",
        choices=ReturnReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le motif du renvoi."},
    )
    redo_from = forms.ChoiceField(label="À refaire une fois le plan corrigé", widget=forms.RadioSelect)
    field_order = ["reason", "text", "redo_from"]

    def __init__(self, data: Mapping[str, Any] | None, *, plan: Plan, move: Move[Plan]) -> None:
        super().__init__(data, plan=plan, move=move)
        self.fields["text"].label = "Ce qu’il faut corriger"
        self.fields["text"].help_text = "Nommez la ligne. Ces mots arrivent tels quels à l’ASACO."
        acts = list(CHAIN)
        mine = (
            acts[: list(CHAIN.values()).index(plan.state) + 1] if plan.state in CHAIN.values() else acts[:1]
        )
        field = self.fields["redo_from"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the reader of types
        field.choices = [(act, _redone(mine[n:])) for n, act in reversed(list(enumerate(mine)))]
        field.initial = mine[-1]
        field.required = False

    def details(self) -> dict[str, Any]:
        chosen = {"reason": self.cleaned_data["reason"]}
        return chosen | ({"redo_from": redo} if (redo := self.cleaned_data["redo_from"]) else {})

    def said(self, name: str, value: Any) -> str:
        field = self.fields[name]
        options: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
        return str(dict(options).get(value, value))


def _redone(acts: Sequence[str]) -> str:
    """« la validation technique seule », « avis de la commune, puis validation technique »."""
    words = [CHAIN_WORDS[act] for act in acts]
    return f"{words[0]} seulement" if len(words) == 1 else ", puis ".join(words)


class OpinionFields(ActForm):
    """The opinion of a commune, on screen as on paper: its kind, what it engages line by line."""

    kind = forms.ChoiceField(
        label="Avis de la commune",
        choices=[(kind.value, f"avis {kind.label}") for kind in OpinionKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si l’avis est favorable, avec réserves ou défavorable."},
    )

    def ask(self, lines: Iterable[Activity], *, proposed: bool) -> None:
        """One field for each line that counts on the commune; ``proposed``: what is asked stands in it."""
        self.fields["text"].label = "Réserves, ou raisons d’un avis défavorable"
        self.fields["text"].help_text = "Obligatoire, sauf pour un avis favorable."
        self.lines = {f"{PLEDGE}{line.key}": line for line in lines}
        for name, line in self.lines.items():
            self.fields[name] = NumberField(
                label=line.text,
                help_text=f"Demandé\u00a0: {fcfa(line.by_commune)}.",
                required=False,
                most=BIGGEST,
                initial=number(line.by_commune) if proposed else None,
            )

    @property
    def engagements(self) -> list[forms.BoundField]:
        """The fields of the lines, in their order."""
        return [self[name] for name in self.lines]

    def clean(self) -> dict[str, Any]:
        """Whatever is not favourable is written."""
        said = super().clean() or self.cleaned_data
        if said.get("kind") not in (None, OpinionKind.FAVOURABLE) and not said.get("text", "").strip():
            self.add_error("text", "Des réserves, un avis défavorable s’écrivent\u00a0: dites pourquoi.")
        return said

    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        pledges = {
            str(line.key): int(data[name]) for name, line in self.lines.items() if data.get(name) is not None
        }
        return {"kind": data["kind"], "pledges": pledges}

    def said(self, name: str, value: Any) -> str:
        if name == "kind":
            return f"avis {OpinionKind(value).label}"
        return f"{fcfa(value)} engagés" if name in self.lines else str(value)


class OpinionForm(OpinionFields):
    """The opinion given on screen: what is asked of the host is proposed."""

    field_order = ["kind", "text"]

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        files: Any = None,
        *,
        plan: Plan,
        move: Move[Plan],
        lines: Iterable[Activity],
        host: bool,
    ) -> None:
        super().__init__(data, files, plan=plan, move=move)
        self.ask(lines, proposed=host)
