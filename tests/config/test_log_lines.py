"""Real programs of the site, gunicorn as deployed: whatever each writes is one JSON object a line."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

PATIENCE = 60.0
NUMBER = "d41d8cd98f00b204"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A base of its own on a file, lines in JSON; DEBUG, so that no static file need be collected."""
    dropped = {"REDIS_URL", "HTTPS", "JEKABAARA_DEMO", "SECRET_KEY", "ALLOWED_HOSTS"}
    kept = {
        key: value for key, value in os.environ.items() if key not in dropped and not key.startswith("PYTEST")
    }
    env = kept | {
        "JEKABAARA_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'base.sqlite3'}",
        "LOG_FORMAT": "json",
        "DEBUG": "1",
        "PYTHONUTF8": "1",
    }
    run = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(run, cwd=settings.BASE_DIR, env=env, check=True, timeout=120)
    return env


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(
            "GET", path, headers={"Host": "localhost", "X-Request-ID": NUMBER, "Cookie": "a=canari"}
        )
        return connection.getresponse().status
    finally:
        connection.close()


def started(command: list[str], env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=settings.BASE_DIR, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip


def ended(child: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and make sure."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGTERM)
    try:
        child.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait(timeout=10)


def wait_for(words: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while words not in log.read_text():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.2)


def test_the_web(env: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = tmp_path / "web.log"
    more = {"WEB_BIND": f"127.0.0.1:{port}", "WEB_PROCESSES": "1", "WEB_THREADS": "2"}
    web = started(["gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi"], env | more, log)
    try:
        wait_for("Booting worker", log)
        assert get(port, "/connexion/?next=canari") == 200
        assert get(port, "/nulle-part/canari/") == 404
    finally:
        ended(web)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    of_requests = [(line["route"], line["status"]) for line in lines if line["event"] == "request"]
    assert of_requests == [("sign_in", 200), ("", 404)]
    assert {line["request_id"] for line in lines if line["event"] == "request"} == {NUMBER}
    assert "canari" not in log.read_text()


def test_the_worker(env: dict[str, str], tmp_path: Path) -> None:
    """Its own sweep is a task; Celery's two words of farewell go around every logger."""
    log = tmp_path / "worker.log"
    quiet = "celery --quiet -A config worker --concurrency 1 --without-gossip --without-mingle"
    worker = started(quiet.split(), env, log)
    try:
        wait_for("jobs.tasks.sweep", log)
    finally:
        said = log.read_text()
        ended(worker)
    lines = [json.loads(line) for line in said.splitlines()]
    sweep = next(line for line in lines if "jobs.tasks.sweep" in line["event"])
    assert sweep["request_id"]
    assert sweep["logger"] == "celery.app.trace"
