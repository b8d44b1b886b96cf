"""The one engine of circuits: a table of moves, a compare-and-set, a log row.

An app gives a ``Circuit``: its model, its moves, what to do inside the transaction. The object must have
``state``, ``version``, ``pk``, ``where()``. Who may move comes from the scope (``mandates/policy.py``), never
from here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from django.db import models, transaction
from django.db.models import F

from core.access import Action, Holding, Scope, Where
from core.models import ActLog


class Refusal(Exception):
    """The act cannot be done now; the message is a French sentence for the reader."""


class Stale(Refusal):
    """Somebody else changed the object since this reader saw it."""


class Moving(Protocol):
    """What a circuit moves."""

    pk: Any
    state: str
    version: int

    def where(self) -> Where: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, under which mandate."""

    person_id: int | None
    name: str
    holding: Holding | None


@dataclass(frozen=True, slots=True)
class OnPaper:
    """An act taken on paper: by whom, on what day. Whoever records it is the scope's person."""

    signatory: Actor
    on: date


def written(
    kind: str,
    thing: Moving,
    act: str,
    actor: Actor | None,
    *,
    before: str,
    after: str,
    comment: str = "",
    details: dict[str, Any] | None = None,
) -> ActLog:
    """One row of the log of ``thing``, at its version; ``actor`` None: nobody's own act."""
    holding = actor.holding if actor else None
    return ActLog.objects.create(
        kind=kind,
        object_id=str(thing.pk),
        act=act,
        from_state=before,
        to_state=after,
        version=thing.version,
        comment=comment.strip(),
        details=details or {},
        person_id=actor.person_id if actor else None,
        person_name=actor.name if actor else "",
        mandate_id=holding.mandate_id if holding else None,
        role=holding.role if holding else "",
        place_name=holding.place_name if holding else "",
    )


T = TypeVar("T", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Move(Generic[T]):
    """One line of a transition table. ``to`` None: the state stays (a stamp); a function: the object says."""

    act: str
    label: str  # the button: « Valider le rapport »
    action: Action
    sources: tuple[str, ...]
    to: str | Callable[[T], str] | None
    needs_comment: bool = False
    paper: Action | None = None  # the action of who may record it when it was taken on paper
    guard: Callable[[T, Actor], str | None] | None = None  # a French sentence refuses
    recorder_guard: Callable[[T, Actor], str | None] | None = None  # of who records a paper; else ``guard``
    fields: Callable[[T, Actor, Mapping[str, Any]], dict[str, Any]] | None = None  # set by the same UPDATE
    first: Callable[[T], None] | None = None  # runs inside the transaction, before the state changes
    effect: Callable[[T, ActLog], None] | None = None  # runs inside the transaction, after the state changed

    def state_after(self, thing: Any) -> str:
        """The state that this move leaves ``thing`` in."""
        return self.to(thing) if callable(self.to) else self.to or thing.state


@dataclass(frozen=True, slots=True)
class Circuit(Generic[T]):
    """A table of moves over one model, and the function that applies a move."""

    kind: str
    model: type[T]
    moves: Sequence[Move[T]]
    actor: Callable[[Scope, Action, Where], Actor]
    after_commit: Callable[[T, ActLog], None] | None = None
    by_act: Mapping[str, Move[T]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_act", {move.act: move for move in self.moves})

    def open_to(self, thing: Any, scope: Scope) -> list[Move[T]]:
        """The moves this scope may make on ``thing`` in its present state, guards apart."""
        where = thing.where()
        return [m for m in self.moves if thing.state in m.sources and scope.may(m.action, where)]

    def apply(
        self,
        thing: Any,
        act: str,
        scope: Scope,
        *,
        version: int,
        comment: str = "",
        details: dict[str, Any] | None = None,
        paper: OnPaper | None = None,
    ) -> ActLog:
        """Do ``act`` on ``thing`` (seen at ``version``) and log it, all or nothing.

        With ``paper`` the act is the signatory's; its details tell the day, and who recorded it. Raises
        Refusal (wrong moment, missing comment, guard), Stale (changed meanwhile). The caller checked access;
        it is checked once more here, because a job or a command may call too.
        """
        move = self.by_act[act]
        with transaction.atomic():
            fresh: Any = self.model._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
            actor = self._checked(fresh, move, scope, version, comment, paper)
            said = {**(details or {}), **(_recorded(actor, paper) if paper else {})}
            if paper:
                actor = paper.signatory
            extra = move.fields(fresh, actor, said) if move.fields else {}
            before, after = fresh.state, move.state_after(fresh)
            if move.first:
                move.first(fresh)
            moved = self.model._default_manager.filter(pk=fresh.pk, state=before, version=version).update(
                state=after, version=F("version") + 1, **extra
            )
            if not moved:
                raise Stale("Quelqu’un a modifié cet objet au même instant. Relisez-le avant d’agir.")
            for name, value in {"state": after, "version": version + 1, **extra}.items():
                setattr(fresh, name, value)
            log = written(
                self.kind, fresh, act, actor, before=before, after=after, comment=comment, details=said
            )
            if move.effect:
                move.effect(fresh, log)
            if self.after_commit:
                hook = self.after_commit
                transaction.on_commit(lambda: hook(fresh, log))
        thing.state, thing.version = fresh.state, fresh.version
        return log

    def _checked(
        self, fresh: Any, move: Move[T], scope: Scope, version: int, comment: str, paper: OnPaper | None
    ) -> Actor:
        """Who acts, or records; raises Refusal or Stale when the act cannot be done now."""
        where = fresh.where()
        action = move.paper if paper else move.action
        if action is None or not scope.may(action, where):
            raise Refusal("Cet acte n’est pas de votre ressort.")
        if fresh.state not in move.sources:
            raise Refusal(
                f"«\u00a0{move.label}\u00a0» n’est plus possible\u00a0: l’objet a changé d’état entre-temps."
            )
        if fresh.version != version:
            raise Stale(
                "Quelqu’un a modifié cet objet depuis que vous l’avez ouvert. Relisez-le avant d’agir."
            )
        if move.needs_comment and not comment.strip():
            raise Refusal("Écrivez le motif\u00a0: la personne qui reçoit doit savoir quoi corriger.")
        actor = self.actor(scope, action, where)
        judged = [(move.guard, paper.signatory if paper else actor)]
        if paper:
            judged.append((move.recorder_guard or move.guard, actor))
        for guard, one in judged:
            if guard and (why := guard(fresh, one)):
                raise Refusal(why)
        return actor

    def once(
        self,
        thing: Any,
        act: str,
        scope: Scope,
        *,
        version: int,
        comment: str = "",
        details: dict[str, Any] | None = None,
        paper: OnPaper | None = None,
    ) -> tuple[ActLog, bool]:
        """As ``apply``, and whether it had been done already: whoever asks twice has lost the answer.

        Raises Refusal, Stale, unless the refused act stands in the log, word for word, on the next version.
        """
        try:
            log = self.apply(
                thing, act, scope, version=version, comment=comment, details=details, paper=paper
            )
        except Refusal:
            author = paper.signatory.person_id if paper else scope.person_id
            said = dict(details or {})
            if paper:
                said |= _recorded(self.actor(scope, self._needed(act, paper), thing.where()), paper)
            found = self.history(thing).filter(
                act=act, person_id=author, version=version + 1, comment=comment.strip()
            )
            before = next((log for log in found if log.details == said), None)
            if before is None:
                raise
            return before, True
        return log, False

    def _needed(self, act: str, paper: OnPaper | None) -> Action:
        move = self.by_act[act]
        return move.paper if paper and move.paper else move.action

    def history(self, thing: Any) -> models.QuerySet[ActLog]:
        """The acts done on ``thing``, oldest first."""
        return ActLog.objects.filter(kind=self.kind, object_id=str(thing.pk))


def _recorded(recorder: Actor, paper: OnPaper) -> dict[str, Any]:
    """What the log keeps of an act taken on paper, beside its author."""
    holding = recorder.holding
    return {
        "paper": {
            "on": paper.on.isoformat(),
            "recorded_by": recorder.name,
            "recorded_by_id": recorder.person_id,
            "recorded_as": holding.role.label if holding else "",
        }
    }
