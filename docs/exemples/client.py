"""A client of Jèkabaara’s API, in Python’s standard library alone.

    python client.py http://127.0.0.1:8000 a.diarra ML02-CSCOM-1 2026-10 cases.json

``cases.json`` holds ``{"CPN2": 12, "CPN3": "NA", "CPN4": null}``: a number, « sans objet », « vide ». The
password is read from the variable JEKABAARA_MOT_DE_PASSE. The reply to each conflict is the server's value.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

TRIES = 5
PATIENCE = 30  # seconds
Values = Mapping[str, "int | str | None"]
Chooser = Callable[[Mapping[str, Any]], "int | str | None"]


class Problem(Exception):
    """What the server refused; ``str()`` is a French sentence to show, ``body`` the whole problem."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(body.get("detail", ""))
        self.status = status
        self.body = body


class Client:
    """One person's token on one site."""

    def __init__(self, site: str, token: str = "", wait: float = 1.0) -> None:
        self.site, self.token, self.wait = site.rstrip("/"), token, wait

    def sign_in(self, name: str, password: str, label: str) -> None:
        """A name and a password become a token: keep the token, forget the password."""
        body = {"nom": name, "mot_de_passe": password, "libelle": label}
        self.token = self.post("/api/v1/connexion/", body)["jeton"]

    def every(self, path: str) -> Iterator[dict[str, Any]]:
        """Every row of a list, page after page."""
        following: str | None = path
        while following:
            page = self.get(following)
            yield from page["resultats"]
            following = page["suivant"]

    def save(self, aire: str, month: str, version: int, values: Values, choose: Chooser) -> dict[str, Any]:
        """Save cells read at ``version``; for each conflict, ``choose`` says which value stands."""
        path = f"/api/v1/rapports/{aire}/{month}/valeurs/"
        while True:
            key = str(uuid.uuid4())  # one for each sending; ``post`` repeats it when an answer is lost
            try:
                return self.post(path, {"version": version, "valeurs": dict(values)}, key)
            except Problem as problem:
                if "conflits" not in problem.body:
                    raise
                version = problem.body["version"]
                values = {one["cle"]: choose(one) for one in problem.body["conflits"]}

    def act(self, aire: str, month: str, act: str, version: int, **more: Any) -> dict[str, Any]:
        """« declarer », « viser », « signer », « valider », « renvoyer », « rouvrir »."""
        return self.post(f"/api/v1/rapports/{aire}/{month}/{act}/", {"version": version, **more})

    def get(self, path: str) -> dict[str, Any]:
        """Read."""
        return self._ask(urllib.request.Request(self.site + path))

    def post(self, path: str, body: Mapping[str, Any], key: str = "") -> dict[str, Any]:
        """Write. What is asked again is done once: a save by its key, an act by its version.

        A token whose answer was lost is one more in the list: revoke it.
        """
        request = urllib.request.Request(self.site + path, json.dumps(body).encode(), method="POST")
        request.add_header("Content-Type", "application/json")
        if key:
            request.add_header("Idempotency-Key", key)
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> dict[str, Any]:
        """Raises Problem; asks again, more and more slowly, what was lost or came too often."""
        request.add_header("Accept", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        for attempt in range(1, TRIES + 1):
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                    return dict(json.load(answer))
            except urllib.error.HTTPError as error:
                with error:
                    problem = Problem(error.code, json.loads(error.read() or b"{}"))
                if error.code not in {429, 503} or attempt == TRIES:
                    raise problem from None
                time.sleep(min(int(error.headers.get("Retry-After", 1)), 60) * self.wait)
            except (OSError, ValueError):  # no answer, or half of one
                if attempt == TRIES:
                    raise
                time.sleep(self.wait * 2 ** (attempt - 1))
        raise AssertionError


def main(site: str, name: str, aire: str, month: str, cells: str) -> None:
    """Sign in, list the month's reports, save, say what is missing, declare when nothing is."""
    client = Client(site)
    client.sign_in(name, os.environ["JEKABAARA_MOT_DE_PASSE"], "docs/exemples/client.py")
    for report in client.every(f"/api/v1/rapports/?mois={month}"):
        print(report["aire"], report["etat"])
    path = f"/api/v1/rapports/{aire}/{month}/"
    version = client.get(path)["version"]
    saved = client.save(aire, month, version, json.loads(Path(cells).read_text()), lambda one: one["recue"])
    print(f"Version {saved['version']}, cases enregistrées : {len(saved['enregistrees'])}")
    check = client.get(f"{path}verifier/")
    if not check["declarable"]:
        sys.exit(check["pourquoi"])
    print(client.act(aire, month, "declarer", check["version"])["suite"])


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Problem as refused:
        sys.exit(f"{refused} {json.dumps(refused.body.get('errors', []), ensure_ascii=False)}")
