"""The plain form of several columns, received: each is saved apart, none stops the others."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils import timezone

from core.formats import counted, hour, join_and
from core.workflow import Refusal
from monitoring.acts import write_comments
from monitoring.cells import FIELD, Parsed, parse_cells
from monitoring.desk import typed_over
from monitoring.entry import Saved, may_enter, save_cells
from monitoring.form import FormSection
from monitoring.forms import SaveForm
from monitoring.sight import Sight

COLUMN = "colonne"  # one such field a column: the code of its aire
COMMENT = "m."  # « m.<aire>.<rule> »
DUEL = "duel."  # « duel.<aire>.<cell> »: what was typed in a cell whose two values were shown
NAMED = 3
DAMAGED = "l’envoi est arrivé abîmé. Vos chiffres sont encore ici, enregistrez de nouveau."
OUT_OF_REACH = "Cette aire n’est pas de votre ressort : rien n’en a été gardé."


@dataclass(frozen=True)
class Outcome:
    """What became of one column. ``typed``: the texts that come back to the page as they were typed.

    ``words``: the comments that could not be written, by rule.
    """

    sight: Sight
    parsed: Parsed
    saved: Saved | None = None
    refusal: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Is everything of this column on the server?"""
        conflicts = self.saved and self.saved.conflicts
        return not (self.refusal or self.parsed.invalid or conflicts or self.words)

    @property
    def name(self) -> str:
        return self.sight.report.aire.name


def save_columns(columns: Collection[Sight], posted: QueryDict, section: FormSection) -> list[Outcome]:
    """One transaction a column; whatever becomes of one, the others are saved."""
    texts = _by_aire(posted, FIELD)
    comments = _by_aire(posted, COMMENT)
    duels = _by_aire(posted, DUEL)
    found = []
    for sight in columns:
        code = sight.report.aire.code
        sent = SaveForm(
            {"version": posted.get(f"version.{code}"), "operation": posted.get(f"operation.{code}")}
        )
        mine = {FIELD + key: text for key, text in texts[code].items()}
        parsed = parse_cells(sight.form, mine, section)
        typed = typed_over(sight.form, texts[code], sight.values)
        locked = bool(may_enter(sight.report, sight.scope, section))
        outcome = _saved(sight, parsed, sent, typed, locked=locked)
        words, why = _commented(outcome, comments[code])
        told = (*outcome.parsed.refused, *_unchosen(sight, duels[code], texts[code]), *why)
        warnings = tuple(f"{outcome.name} : {one}" for one in told)
        found.append(replace(outcome, words=words, warnings=warnings))
    return found


def _by_aire(posted: QueryDict, prefix: str) -> dict[str, dict[str, str]]:
    """The fields « <prefix><aire>.<rest> », by aire."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, text in posted.items():
        if name.startswith(prefix):
            aire, _, rest = name.removeprefix(prefix).partition(".")
            found[aire][rest] = str(text)
    return found


def _saved(
    sight: Sight, parsed: Parsed, sent: SaveForm, typed: Mapping[str, str], *, locked: bool
) -> Outcome:
    """``typed``: what comes back when nothing of it can be saved."""
    if not sent.is_valid():
        return Outcome(sight, parsed, refusal=DAMAGED, typed=typed)
    seen: int = sent.cleaned_data["version"]
    same = all(sight.values.get(key) == value for key, value in parsed.values.items())
    if same and (locked or seen == sight.report.version):
        # Nothing was typed: no report is begun for that, none that was signed meanwhile is called refused.
        return Outcome(sight, parsed, typed=_invalid(parsed))
    try:
        saved = save_cells(
            sight.report,
            parsed.values,
            form=sight.form,
            scope=sight.scope,
            base_version=seen,
            operation=sent.cleaned_data["operation"],
        )
    except Refusal as refusal:
        return Outcome(sight, parsed, refusal=str(refusal), typed=typed)
    return Outcome(sight.renewed(saved.report), parsed, saved, typed=_invalid(parsed))


def _invalid(parsed: Parsed) -> dict[str, str]:
    return {key: wrong.text for key, wrong in parsed.invalid.items()}


def _unchosen(sight: Sight, duels: Mapping[str, str], texts: Mapping[str, str]) -> list[str]:
    """A choice between two values that was not made is told: nothing is resolved in silence."""
    return [
        f"{sight.form.cells[key].label}, vous n’avez pas choisi. La valeur déjà reçue reste, la vôtre "
        f"({mine[:20] or 'vide'}) n’est pas enregistrée."
        for key, mine in duels.items()
        if key in sight.form.cells and key not in texts
    ]


def _commented(outcome: Outcome, texts: Mapping[str, str]) -> tuple[dict[str, str], Collection[str]]:
    """Write what explains the controls; what could not be written, why."""
    wanted = {code: text.strip() for code, text in texts.items() if text.strip()}
    if outcome.refusal:
        return wanted, ()
    if not wanted or outcome.sight.report._state.adding:
        return {}, ()
    _, refusals = write_comments(outcome.sight, wanted)
    return {code: wanted[code] for code in refusals}, refusals.values()


def strangers(posted: QueryDict, columns: Collection[Sight]) -> list[str]:
    """Aires named in the body that are no column of this reader: not believed, and said."""
    known = {sight.report.aire.code for sight in columns}
    named = {*posted.getlist(COLUMN), *_by_aire(posted, FIELD)} - known
    shown_codes = join_and([f"« {code[:20]} »" for code in sorted(named)[:NAMED]])
    return [f"L’envoi nommait {shown_codes}. {OUT_OF_REACH}"] if named else []


def sentence(outcomes: Collection[Outcome]) -> str:
    """« Reçu à 14 h 03 : Banamba, 12 cases · Boron, 3 cases », "" when nothing was received."""
    said = []
    for one in outcomes:
        if one.saved and one.saved.changed:
            again = " (déjà reçu, rien n’est compté deux fois)" if one.saved.replayed else ""
            said.append(f"{one.name}, {counted(len(one.saved.changed), 'case', 'cases')}{again}")
    at = max((o.saved.at for o in outcomes if o.saved and o.saved.at), default=None)
    return f"Reçu à {hour(timezone.localtime(at))} : {' · '.join(said)}." if said and at else ""
