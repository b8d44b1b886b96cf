"""Asking one address as one player, in a savepoint that is undone: the class of the answer, its text."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from mandates import tokens
from mandates.scopes import scope_of_user
from tests.access.expected import CAM_ACT, PLAN_ACT, PLAYERS, REPORT_OF, ROUTES, WORLD, Route, holds, in_reach
from tests.access.world import World

SIGN_IN = "/connexion/"
API = "api_"  # how the names of its routes begin


@dataclass(frozen=True)
class Asked:
    """One question: which route, which method, on which object."""

    route: str
    method: str
    target: str


@dataclass(frozen=True)
class Answer:
    """« sign-in », « 403 », « 404 », « 405 », « 500 », or « ok »; and what the page says."""

    found: str
    text: str


class Askers:
    """A browser for each player, signed in once; every question is undone afterwards."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._keys, self._tokens, self._numbers = {}, {}, {}
        self._seen: dict[tuple[str, Asked], tuple[str, bytes]] = {}
        for name in PLAYERS:
            if name != "anonyme":
                client = world.cast.client_of(name)
                self._keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
                user = world.cast.user_of(name)
                self._tokens[name], token = tokens.issue(user, "Matrice", scope_of_user(user))
                self._numbers[name] = token.pk

    def browser(self, player: str) -> Client:
        """A browser where this player is signed in; a failing view answers 500 instead of raising."""
        client = Client(raise_request_exception=False)
        if player in self._keys:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._keys[player]
        return client

    def program(self, player: str) -> Client:
        """A program that shows this player's token."""
        return Client(raise_request_exception=False, headers=self.shown(player))

    def shown(self, player: str) -> dict[str, str]:
        """The header that says who a program is of; none for a visitor."""
        return {"Authorization": f"Bearer {self._tokens[player]}"} if player in self._tokens else {}

    def address(self, asked: Asked, player: str) -> str:
        route = ROUTES[asked.route]
        return reverse(asked.route, kwargs=self._parts(route, asked, player))

    def _parts(self, route: Route, asked: Asked, player: str) -> dict[str, object]:
        parts: dict[str, object] = dict(route.parts)
        world, target = self.world, asked.target
        match route.kind:
            case "":
                pass
            case "own":
                mine = "kadia" if player == "anonyme" else player
                owner = mine if target == "mine" else ("moussa" if mine == "kadia" else "kadia")
                parts["pk"] = self._owned(asked.route, owner)
            case "person":
                parts["pk"] = world.presidents[target].pk
            case "organ" | "organ_kept" | "meeting" | "meeting_organ" | "party" | "crisis" | "cam":
                parts |= self._of_organ(route.kind, parts, target)
            case "followup" | "boundary":
                rows = world.followups if route.kind == "followup" else world.boundaries
                parts["pk"] = rows[target].pk
            case "document":
                paper = world.documents[target]
                open_to_all = asked.route == "document_genuine"
                parts |= {"code": paper.code} if open_to_all else {"number": paper.number}
            case "file":
                parts["pk"] = world.documents[target].file_id
            case "aire" if parts.get("pk") == PLAN_ACT:
                parts |= {"code": world.codes[target], "pk": world.plan_acts[target]}
            case "aire" if "month" in parts:
                parts["aire"] = world.codes[target]
            case _:
                parts["code"] = world.codes[target]
        return parts

    def _of_cam(self, parts: Mapping[str, object], target: str) -> dict[str, object]:
        """The codes of the two parties, the number of an act of theirs."""
        aire, _, commune = target.partition(":")
        found: dict[str, object] = {"code": self.world.codes[aire], "commune": self.world.codes[commune]}
        return found | ({"pk": self.world.cam_acts[target]} if parts.get("pk") == CAM_ACT else {})

    def _of_organ(self, kind: str, parts: Mapping[str, object], target: str) -> dict[str, object]:
        """The numbers of an organ, of its meeting with all that is in it; of a party, a pair, their codes."""
        if kind == "cam":
            return self._of_cam(parts, target)
        decision, world = self.world.decisions[target], self.world
        if kind == "crisis":
            return world.acts_of(target, parts)
        if kind == "party":
            report, code = REPORT_OF.get(target, target), world.codes[target]
            key = code if target in WORLD["aire"] else "csref" if target != report else "commune"
            return {"code": world.codes[report], "party": key}
        pk = decision.meeting_id if kind == "meeting" else world.organs[target].pk
        numbers: dict[str, object] = {
            "item": decision.item_id, "decision": decision.pk, "target": decision.pk,
            "number": world.dossiers[target].number, "restitution": world.restitutions[target],
            "dissent": world.dissents[target], "interest": world.interests[target],
        }  # fmt: skip
        found = {name: number for name, number in numbers.items() if name in parts}
        return {"pk": pk, **found, **({"seat": world.seats[target]} if "seat" in parts else {})}

    def _owned(self, route: str, owner: str) -> object:
        """The number of a thing that belongs to this player alone."""
        if "token" in route:
            return self._numbers[owner]
        if route.startswith("sheet"):
            return self.world.sheets[owner].pk
        return (self.world.notices if route.startswith("notice") else self.world.jobs)[owner].pk

    def ask(self, player: str, asked: Asked, data: Mapping[str, str] | None = None) -> Answer:
        """The answer; nothing stays of it in the database."""
        url = self.address(asked, player)
        with transaction.atomic():
            response = self._asked(player, asked, url, data or {})
            text = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        # As Django's own test client does: closing an answer must not close the connection of the test.
        request_finished.disconnect(close_old_connections)
        response.close()
        request_finished.connect(close_old_connections)
        return Answer(_class_of(response), text.decode("utf-8", "replace"))

    def seen(self, player: str, asked: Asked) -> Answer:
        """As ``ask``, but each page once: several tests look at the same one, and asking leaves nothing."""
        if (player, asked) not in self._seen:
            answer = self.ask(player, asked)
            self._seen[player, asked] = answer.found, zlib.compress(answer.text.encode(), 1)
        found, packed = self._seen[player, asked]
        return Answer(found, zlib.decompress(packed).decode())

    def _asked(self, player: str, asked: Asked, url: str, data: Mapping[str, str]) -> Any:
        """By token, in JSON, for an address of the API; as a browser for a page."""
        if asked.route.startswith(API):
            client = self.program(player)
            return client.get(url) if asked.method == "GET" else client.post(url, data, "application/json")
        client = self.browser(player)
        return client.get(url) if asked.method == "GET" else client.post(url, data)


def _class_of(response: HttpResponseBase) -> str:
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN + "?next="):
        return "sign-in"
    if response.status_code == 401 and "WWW-Authenticate" in response.headers:
        return "sign-in"
    return str(response.status_code) if response.status_code in {403, 404, 405, 500} else "ok"


def expected_class(player: str, asked: Asked) -> str:
    """What the hand-written table says."""
    route = ROUTES[asked.route]
    stranger = player == "anonyme" and not holds(route.act, player)
    if stranger and asked.route.startswith(API):
        return "sign-in"  # the API asks who one is before it looks at the method
    if (route.way, asked.method) in {("r", "POST"), ("a", "GET")}:
        return "405"
    if stranger:
        return "sign-in"
    if route.kind == "own":
        return "ok" if asked.target == "mine" else "404"
    if route.kind == "":
        return "ok" if any(holds(right, player) for right in route.needs(asked.method)) else "403"
    seen = "organ" if route.kind == "organ_kept" else route.kind
    if not any(in_reach(right, player, seen, asked.target) for right in route.seen_by):
        return "404"
    acted = "commune" if route.kind == "commune_of_document" else route.kind
    may = any(in_reach(right, player, acted, asked.target) for right in route.needs(asked.method))
    return "ok" if may else "403"


def targets(route: Route) -> tuple[str, ...]:
    """Every object of the world that the route may be asked about."""
    if route.kind == "own":
        return ("mine", "another’s")
    return WORLD[route.kind] if route.kind else ("",)


def questions(player: str, name: str, *, every: bool = False) -> Iterator[tuple[Asked, str]]:
    """The questions of one player to one route; positions of one class are asked once, unless ``every``."""
    for method in ("GET", "POST"):
        met = set()
        for target in targets(ROUTES[name]):
            asked = Asked(name, method, target)
            answer = expected_class(player, asked)
            if every or answer not in met:
                met.add(answer)
                yield asked, answer
