"""What watches over the site learns when it cannot serve, and nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from jobs.claims import claim
from jobs.marks import SWEEP, leave_mark
from jobs.models import CalendarMark, Job
from jobs.readiness import check_sweep
from jobs.tasks import sweep
from tests.loss.children import free_port

pytestmark = pytest.mark.django_db
START = datetime(2026, 10, 5, 8, 0, tzinfo=timezone.get_current_timezone())


@pytest.fixture(autouse=True)
def _files_for_broker(settings: Settings, tmp_path: Path) -> None:
    settings.REDIS_URL = ""
    settings.BROKER_DIR = tmp_path
    (tmp_path / "queue").mkdir()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moved:
        yield moved


def asked(client: Client) -> tuple[int, set[str]]:
    """The status, the checks that fail."""
    answer = client.get("/readyz")
    told = answer.json()
    assert told["pret"] is (answer.status_code == 200)
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, {name for name, check in told["controles"].items() if not check["ok"]}


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json(), len(queries)) == (200, {"vivant": True}, 0)


def test_ready_after_a_sweep(client: Client) -> None:
    assert asked(client) == (503, {"balayage"})
    sweep()
    assert asked(client) == (200, set())


def test_each_sweep_leaves_one_mark(clock: time_machine.Traveller) -> None:
    sweep()
    clock.shift(30)
    sweep()
    [mark] = CalendarMark.objects.all()
    assert (mark.name, mark.at) == (SWEEP, START + timedelta(seconds=30))


def test_two_minutes_without_a_sweep(clock: time_machine.Traveller, client: Client) -> None:
    leave_mark(SWEEP)
    clock.shift(120)
    assert asked(client) == (200, set())
    clock.shift(1)
    assert asked(client) == (503, {"balayage"})
    assert check_sweep()["age_s"] == 121


def test_workers_too_busy_to_sweep_are_well(clock: time_machine.Traveller, client: Client) -> None:
    job = Job.objects.create(kind="essai", title="Un long lot", params={})
    assert asked(client) == (503, {"balayage"})  # waiting is no sign of life
    assert claim(str(job.pk))
    assert asked(client) == (200, set())
    clock.shift(61)
    assert asked(client) == (503, {"balayage"})


def test_a_redis_that_does_not_answer(settings: Settings, client: Client) -> None:
    leave_mark(SWEEP)
    settings.REDIS_URL = f"redis://:secret-word@127.0.0.1:{free_port()}/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["controles"]["file_d_attente"]) == (503, {"ok": False})
    assert "secret-word" not in answer.content.decode()


def test_a_broker_folder_that_went_away(settings: Settings, tmp_path: Path, client: Client) -> None:
    leave_mark(SWEEP)
    settings.BROKER_DIR = tmp_path / "gone"
    assert asked(client) == (503, {"file_d_attente"})


def test_a_full_disk(settings: Settings, client: Client) -> None:
    leave_mark(SWEEP)
    settings.DISK_FREE_MB = 10**12
    assert asked(client) == (503, {"disque"})


@pytest.mark.deployed
@pytest.mark.django_db(transaction=True)
def test_a_database_that_went_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that cannot be made: both checks that need it say so, and nothing breaks."""
    leave_mark(SWEEP)
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", str(free_port()))
    answer = client.get("/readyz")
    monkeypatch.undo()
    connection.close()
    assert answer.status_code == 503
    assert answer.json()["controles"]["base"] == {"ok": False}
    assert answer.json()["controles"]["balayage"] == {"ok": False, "age_s": None}


@pytest.mark.parametrize("name", ["healthz", "readyz"])
def test_asked_from_inside_without_tls(settings: Settings, client: Client, name: str) -> None:
    leave_mark(SWEEP)
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    settings.ALLOWED_HOSTS = ["jekabaara.example", "127.0.0.1"]
    assert client.get(f"/{name}", SERVER_NAME="127.0.0.1").status_code == 200
    assert client.get("/aide/", SERVER_NAME="127.0.0.1").status_code == 301
    assert client.post(f"/{name}").status_code in {400, 405}
