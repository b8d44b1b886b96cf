"""The site as it is deployed: its own database, broker, web, worker, scheduler, in a folder of its own."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from ops.places import ROOT, Problem, say
from ops.supervisor import Child, Limits, Supervisor
from tests.loss.children import free_port
from tests.rows import read

HOST = "127.0.0.1"
POSTGRES = "postgres"  # who runs it when we are root, who owns it
SETTLED = 60.0  # seconds the whole site may take to start
WORKER = "--concurrency 2 --prefetch-multiplier 1 --max-tasks-per-child 50 --without-gossip --without-mingle"
UNWANTED = ("DATABASE_URL", "REDIS_URL", "DEBUG", "JEKABAARA_DEMO", "HTTPS", "LOG_FORMAT")


@dataclass
class House:
    """Where everything stands; ``supervisor`` restarts what died."""

    folder: Path
    database: str
    redis: str
    web_port: int
    environment: dict[str, str]
    supervisor: Supervisor

    def child(self, name: str) -> Child:
        """One supervised program."""
        return next(child for child in self.supervisor.children if child.name == name)

    def pid(self, name: str) -> int:
        """Its process now."""
        process = self.child(name).process
        assert process is not None
        return process.pid

    def gone(self, name: str) -> None:
        """Wait until the kernel has taken the process away: until then its orphans might answer for it."""
        process = self.child(name).process
        assert process is not None
        process.wait(timeout=10)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database, on a connection of its own. Raises OperationalError when it is dead."""
        return read(self.database, query)

    def wait(self, condition: Callable[[], bool], seconds: float) -> float | None:
        """Restart what died until ``condition``; how many seconds it took, None when too many."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            self.supervisor.look()
            if condition():
                return time.monotonic() - began
            time.sleep(0.05)
        return None

    def manage(self, *arguments: str) -> str:
        """manage.py on this site; what it printed. Raises Problem with its last words."""
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> str:
        """A Python program on this site."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode:
            raise Problem(f"{' '.join(arguments[:3])}\u00a0: {(done.stderr or done.stdout)[-3_000:]}")
        return done.stdout

    def log(self, name: str) -> str:
        """What a program said."""
        return self.child(name).log.read_text(errors="replace")


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's own programs: on the way, or where Debian puts them; None: not here."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def possible() -> bool:
    """Are PostgreSQL and Redis installed here?"""
    return bool(postgres_programs() and shutil.which("redis-server"))


@contextmanager
def house() -> Iterator[House]:
    """An empty site, its database migrated, nothing started but PostgreSQL; all ended, all deleted after."""
    folder = Path(tempfile.mkdtemp(prefix="jekabaara-chaos-"))
    folder.chmod(0o711)  # PostgreSQL runs as somebody else
    try:
        site = _described(folder)
        with site.supervisor:
            _start_postgres(site)
            site.manage("migrate", "--verbosity", "0")
            yield site
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    """Delete it whole: a program that is dying may still write a file while its folder is emptied."""
    end = time.monotonic() + 10
    while folder.exists() and time.monotonic() < end:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.1)


def _described(folder: Path) -> House:
    for name in ("var", "redis", "postgres", "logs", "tmp"):
        (folder / name).mkdir()
    web, base, broker = free_port(), free_port(), free_port()
    database = f"postgresql://{POSTGRES}@{HOST}:{base}/{POSTGRES}"
    redis = f"redis://{HOST}:{broker}/0"
    kept = {key: value for key, value in os.environ.items() if key not in UNWANTED}
    environment = {key: value for key, value in kept.items() if not key.startswith("PYTEST")} | {
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "JEKABAARA_VAR": str(folder / "var"),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": HOST,
        "TMPDIR": str(folder / "tmp"),  # a killed worker leaves the folder of the PDF under way
        "WEB_BIND": f"{HOST}:{web}",
        "WEB_PROCESSES": "2",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
    # Whoever dies is restarted, ten times a minute if need be: giving up is for a site that nobody kills.
    supervisor = Supervisor(environment, ROOT, limits=Limits(deaths=1_000), tell=lambda _: None)
    return House(folder, database, redis, web, environment, supervisor)


def _start_postgres(site: House) -> None:
    programs, data = postgres_programs(), site.folder / "postgres" / "data"
    if programs is None:
        raise Problem("PostgreSQL n’est pas installé sur cette machine (initdb, postgres).")
    as_other: list[str] = []
    if os.geteuid() == 0:  # it refuses to be run by root
        shutil.chown(data.parent, POSTGRES)
        as_other = ["setpriv", f"--reuid={POSTGRES}", f"--regid={POSTGRES}", "--init-groups"]
        as_other += ["--pdeathsig", "SIGTERM"]
    made = [str(programs / "initdb"), "-D", str(data), "-U", POSTGRES, "-A", "trust", "-E", "UTF8"]
    subprocess.run(
        [*as_other, *made, "--locale", "C.UTF-8"],
        cwd=data.parent,
        check=True,
        capture_output=True,
        timeout=120,
    )
    port = site.database.rsplit(":", 1)[1].partition("/")[0]
    command = [*as_other, str(programs / "postgres"), "-D", str(data), "-p", port, "-h", HOST]
    command += ["-c", "unix_socket_directories="]
    # On SIGTERM it would wait for its clients; killed for that, its own would outlive it, in other sessions.
    log = site.folder / "logs" / "postgres"
    site.supervisor.add("postgres", command, log, farewell=signal.SIGINT)
    if site.wait(lambda: accepts(site), SETTLED) is None:
        raise Problem(f"PostgreSQL ne répond pas. {site.log('postgres')[-2_000:]}")


def accepts(site: House) -> bool:
    """Does the database take anybody in?"""
    with suppress(psycopg2.OperationalError):
        return bool(site.ask("SELECT 1"))
    return False


def start(site: House) -> None:
    """Broker, web, worker, scheduler, with the commands of a deployed site."""
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    port = site.redis.rsplit(":", 1)[1].partition("/")[0]
    told = (ROOT / "deploy" / "redis.conf").read_text().replace("dir /data", f"dir {site.folder / 'redis'}")
    (site.folder / "redis.conf").write_text(told)
    commands = {
        "redis": ["redis-server", str(site.folder / "redis.conf"), "--port", port, "--bind", HOST],
        "web": [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi"],
        "worker": [*celery, "worker", "--loglevel", "INFO", *WORKER.split(), "--without-heartbeat"],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", str(schedule(site))],
    }
    for name, command in commands.items():
        site.supervisor.add(name, command, site.folder / "logs" / name)


def schedule(site: House) -> Path:
    """Where the scheduler keeps when it last rang."""
    return site.folder / "var" / "beat-schedule"


def kill_with_children(pid: int) -> int:
    """kill -9 of a process with all that it started, as when the power fails; how many died."""
    doomed = [pid, *descendants(pid)]
    for one in doomed:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return len(doomed)


def descendants(pid: int) -> list[int]:
    """Every process below this one: PostgreSQL gives each of its own a session apart."""
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return children + [below for child in children for below in descendants(child)]


def tell(text: str) -> None:
    """One line, with the time."""
    say(f"{time.strftime('%H:%M:%S')}  {text}")
