"""The examples of the documentation, run as they stand against a live site."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from docs.exemples.client import Client, Problem
from mandates.models import ApiToken
from monitoring.form import load_form
from monitoring.loading import load_catalogue
from monitoring.models import MonthlyReport, Period, ReportDiff
from tests.api.relay import relay_to
from tests.cast import PASSWORD, Cast
from tests.reporting import good_values, make_period, type_in

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = Path(__file__).parents[2] / "docs" / "exemples"


@pytest.fixture
def last_month(everybody: Cast) -> Period:
    """The month before this one: it may be declared, whatever day the test is run."""
    load_catalogue()
    return make_period((timezone.localdate().replace(day=1) - timedelta(days=1)).strftime("%Y-%m"))


def signed_in(site: str, name: str = "kadia") -> Client:
    client = Client(site, wait=0.01)
    client.sign_in(name, PASSWORD, "Essai")
    return client


def refuse(one: Any) -> Any:
    raise AssertionError(one)


def test_the_client_saves_once_though_the_answer_is_lost(
    live_server: Any, everybody: Cast, last_month: Period
) -> None:
    aire, month = everybody.territory.aire.code, last_month.code
    with relay_to(live_server.url) as relay:
        client = signed_in(relay.url)
        relay.lose = 2
        saved = client.save(aire, month, 0, {"CPN2": 12, "CPN3": "NA"}, refuse)
        assert relay.lost == 2
    assert (saved["deja_recu"], saved["enregistrees"]) == (True, ["CPN2", "CPN3"])
    assert ReportDiff.objects.count() == 1
    assert MonthlyReport.objects.get().values == {"CPN2": 12, "CPN3": "NA"}


def test_the_client_lets_one_choose(live_server: Any, everybody: Cast, last_month: Period) -> None:
    aire = everybody.territory.aire
    type_in(everybody, "awa", aire, last_month, {"CPN2": 8})
    client, seen = signed_in(live_server.url), []

    def mine(one: Any) -> Any:
        seen.append((one["cle"], one["la_votre"], one["recue"], one["par"]))
        return one["la_votre"]

    saved = client.save(aire.code, last_month.code, 0, {"CPN2": 5, "CPN3": 6}, mine)
    assert seen == [("CPN2", 5, 8, "Awa Diarra")]
    assert (saved["version"], MonthlyReport.objects.get().values) == (3, {"CPN2": 5, "CPN3": 6})


def test_the_client_tells_what_is_refused(live_server: Any, everybody: Cast, last_month: Period) -> None:
    client = signed_in(live_server.url)
    with pytest.raises(Problem, match="corrigez") as caught:
        client.save(everybody.territory.aire.code, last_month.code, 0, {"ZZ": 1}, refuse)
    assert caught.value.body["errors"][0]["path"] == "/valeurs/ZZ"
    with pytest.raises(Problem, match="ne vont pas ensemble"):
        Client(live_server.url).sign_in("kadia", "faux", "Essai")


def test_the_client_declares(live_server: Any, everybody: Cast, last_month: Period, tmp_path: Path) -> None:
    aire, month = everybody.territory.aire.code, last_month.code
    cells = tmp_path / "cases.json"
    cells.write_text(json.dumps(good_values(load_form(last_month.starts_on))))
    run = subprocess.run(
        [sys.executable, EXAMPLES / "client.py", live_server.url, "kadia", aire, month, cells],
        env={**os.environ, "JEKABAARA_MOT_DE_PASSE": PASSWORD},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert "viser les sections cliniques (par Awa Diarra)" in run.stdout
    assert MonthlyReport.objects.get().state == "complet"


def test_the_walk_with_curl(live_server: Any, everybody: Cast, last_month: Period) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not on this machine")
    given = {
        "SITE": live_server.url, "NOM": "kadia", "MOT_DE_PASSE": PASSWORD,
        "AIRE": everybody.territory.aire.code, "MOIS": last_month.code, "PATH": os.environ["PATH"],
    }  # fmt: skip
    run = subprocess.run(
        ["sh", EXAMPLES / "parcours.sh"], env=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    first, again = (json.loads(line) for line in run.stdout.splitlines() if '"deja_recu"' in line)
    assert again == first | {"deja_recu": True}
    assert MonthlyReport.objects.get().values == {"CPN2": 12, "CPN3": 0, "CPN4": "NA"}
    assert ApiToken.objects.get().revoked_at is not None
