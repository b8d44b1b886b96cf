"""`./run demo`: from a bare machine to a living site with fictitious people."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from ops import native, preparing, venvs
from ops.places import ROOT, Places, Problem, complain, say
from ops.supervisor import GaveUp, Supervisor

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 200
START_LIMIT = 90.0  # seconds for the site to answer
REPORT_LIMIT = 120.0  # seconds for the worker to hand over its PDF

WORKER = (
    "worker --loglevel INFO --concurrency 1 --prefetch-multiplier 1 --max-tasks-per-child 50 "
    "--without-gossip --without-mingle --without-heartbeat"
)


class Stopped(BaseException):
    """Ctrl-C or SIGTERM came."""


def run() -> int:
    """Prepare, start, show, and stay until told to stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, raise_stopped)
    places = Places.from_environment()
    places.var.mkdir(parents=True, exist_ok=True)
    try:
        with only_one(places.var / "demo.lock") as lock:
            python = venvs.ensure(places.venv, "requirements.lock", rebuild=True)
            native.ensure_pdf()
            environment = demo_environment(places)
            preparing.prepare(python, environment, places)
            live(python, environment, places, lock)
    except Stopped:
        say("Arrêté. Les données de démonstration restent dans " + str(places.var))
    return 0


def raise_stopped(_number: int, _frame: FrameType | None) -> None:
    """End what is going on; from here on further signals change nothing, so that the ending is orderly."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    say("\nArrêt en cours…")
    raise Stopped


@contextmanager
def only_one(path: Path) -> Iterator[TextIO]:
    """Hold the lock of one `var/`; two demonstrations in the same folder would take each other's work."""
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            where = lock.read().strip() or "une adresse pas encore connue"
            raise Problem(f"Une démonstration tourne déjà dans ce dossier\u00a0: {where}") from None
        lock.truncate(0)
        yield lock


def demo_environment(places: Places) -> dict[str, str]:
    """What every program of the demonstration is told: SQLite, file broker, all under `var/`.

    A database or a broker named in the caller's environment is left alone: it may be a real one.
    """
    environment = venvs.environment_without_python()
    for name in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"):
        if environment.pop(name, None) is not None and name != "DJANGO_SETTINGS_MODULE":
            say(f"{name} n’est pas utilisée par la démonstration, qui garde tout dans {places.var}.")
    return environment | {
        "JEKABAARA_VAR": str(places.var),
        "JEKABAARA_DEMO": "1",
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def live(python: Path, environment: dict[str, str], places: Places, lock: TextIO) -> None:
    """Start web, worker and scheduler; show what there is to see; stay until a signal."""
    port = choose_port(os.environ.get("PORT", ""))
    url = f"http://{HOST}:{port}/"
    lock.write(url + "\n")
    lock.flush()
    try:
        environment = {"SITE_URL": url} | environment  # what the codes of the papers lead to
        with Supervisor(environment, ROOT, tell=say) as supervisor:
            start(supervisor, python, port, places)
            deadline = time.monotonic() + START_LIMIT
            supervisor.watch(lambda: answers(port) or time.monotonic() > deadline)
            if not answers(port):
                raise Problem(f"Le site ne répond pas. Ses messages sont dans {places.logs / 'web.log'}")
            show_report(supervisor, python, environment)
            show_sign_ins(python, environment)
            say(f"\nJèkabaara est prêt\u00a0: {url}\nCtrl-C pour arrêter.")
            supervisor.watch(lambda: False)
    except GaveUp as error:
        log = places.logs / f"{error}.log"
        raise Problem(
            f"Le programme «\u00a0{error}\u00a0» s’arrête sans cesse. Ses messages sont dans {log}\n"
            + tail(log)
        ) from None


def start(supervisor: Supervisor, python: Path, port: int, places: Places) -> None:
    """The three programs of the house."""
    celery = [str(python), "-m", "celery", "-A", "config"]
    gunicorn = [str(python), "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}"]
    gunicorn += [
        "--worker-class",
        "gthread",
        "--threads",
        "8",
        "--graceful-timeout",
        "10",
        "--no-control-socket",
    ]
    beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "-s", str(places.var / "beat-schedule")]
    for name, command in (("web", gunicorn), ("worker", [*celery, *WORKER.split()]), ("beat", beat)):
        log = places.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".precedent.log"))
        supervisor.add(name, command, log)


def choose_port(wanted: str) -> int:
    """The port asked for in PORT (8000 when it is not), or the next free one, said aloud."""
    if wanted and not (wanted.isdecimal() and 0 < int(wanted) < 65536):
        raise Problem(f"PORT doit être un nombre de 1 à 65535\u202f; reçu\u00a0: {wanted}")
    first = int(wanted or FIRST_PORT)
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        if is_free(port):
            if port != first:
                say(f"Le port {first} est pris\u202f: la démonstration s’ouvre sur le port {port}.")
            return port
    raise Problem(f"Aucun port libre à partir de {first}. Choisissez-en un\u00a0: PORT=9000 ./run demo")


def is_free(port: int) -> bool:
    """Whether we may listen there, as gunicorn will."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether the site gives any page that is not an error of its own."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def show_report(supervisor: Supervisor, python: Path, environment: dict[str, str]) -> None:
    """Ask the worker for the quarterly report of Banamba; print its path, or why there is none."""
    say("Le rapport trimestriel de Banamba est demandé au programme de fond…")
    asked = subprocess.Popen(
        [python, "manage.py", "demo_report"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + REPORT_LIMIT
    try:
        supervisor.watch(lambda: asked.poll() is not None or time.monotonic() > deadline)
    finally:
        asked.kill()
        output, error = asked.communicate()
    if asked.returncode == 0:
        say(output.strip())
    else:
        reason = (error or output).strip().splitlines()[-1:] or ["pas de réponse à temps"]
        complain(f"Pas de PDF cette fois\u00a0: {reason[0]}")


def show_sign_ins(python: Path, environment: dict[str, str]) -> None:
    """Print who can sign in, and how."""
    done = subprocess.run(
        [python, "manage.py", "demo_signins"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    say("\n" + (done.stdout.strip() if done.returncode == 0 else done.stderr.strip()))


def tail(log: Path, lines: int = 10) -> str:
    """The last lines of a program's log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""
