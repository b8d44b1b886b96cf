"""`./run test`: the test suites, on SQLite unless told otherwise."""

import os
import socket
import subprocess
import zlib
from pathlib import Path
from urllib.parse import urlsplit

from ops import native, venvs
from ops.places import ROOT, Places, Problem, complain, say

# Each needs more than Python: left out unless asked for.
SPECIAL = ("deployed", "browser", "long", "newcomer")
ALONE = {"browser", "newcomer"}
REDIS = "redis://127.0.0.1:6379/5"

CONNECT = """
import sys, psycopg2
try:
    psycopg2.connect(host="127.0.0.1", user=sys.argv[1], dbname="postgres", connect_timeout=5).close()
except psycopg2.OperationalError as error:
    sys.exit(str(error))
"""


def run(arguments: list[str]) -> int:
    """Run one suite with pytest; what is not ours in the arguments goes to pytest as it is."""
    asked, rest = split(arguments)
    places = Places.from_environment()
    python = venvs.ensure(places.venv_dev, "requirements-dev.lock", rebuild=False)
    native.ensure_pdf()
    environment = suite_environment(places, asked)
    if "deployed" in asked:
        environment |= deployed_services(python)
    if "browser" in asked:
        environment |= {"CHROMIUM": chromium()}
    if "long" in asked:
        environment |= {"JEKABAARA_LONG": "1"}
    command = [str(python), "-m", "pytest", "-m", expression(asked), *rest]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def split(arguments: list[str]) -> tuple[set[str], list[str]]:
    """Our own words (`--browser`…), and what is left for pytest."""
    ours = {f"--{name}": name for name in SPECIAL}
    return {ours[one] for one in arguments if one in ours}, [one for one in arguments if one not in ours]


def expression(asked: set[str]) -> str:
    """Which marks pytest keeps: some are a suite of their own, the others join the normal one."""
    refused = " and ".join(f"not {name}" for name in SPECIAL if name not in asked)
    alone = " or ".join(sorted(asked & ALONE))
    return f"({alone}) and {refused}" if alone else refused


def suite_environment(places: Places, asked: set[str]) -> dict[str, str]:
    """SQLite, file broker, and a folder of their own for what tests write: two suites may run at once."""
    folder = places.var / "tests" / ("-".join(sorted(asked)) or "plain")
    environment = venvs.environment_without_python()
    for name in ("DATABASE_URL", "REDIS_URL", "JEKABAARA_DEMO", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"):
        environment.pop(name, None)
    return environment | {"JEKABAARA_VAR": str(folder), "PYTHONUTF8": "1"}


def deployed_services(python: Path) -> dict[str, str]:
    """The PostgreSQL and the Redis of this machine, or those the environment names."""
    database = os.environ.get("DATABASE_URL", "")
    if not database.startswith("postgres"):
        # One name per checkout: two copies of the project may run their suites at once.
        name = f"jekabaara_{zlib.crc32(str(ROOT).encode()):08x}"
        database = f"postgresql://{postgres_user(python)}@127.0.0.1:5432/{name}"
    redis = os.environ.get("REDIS_URL", REDIS)
    where = urlsplit(redis)
    try:
        socket.create_connection((where.hostname or "127.0.0.1", where.port or 6379), timeout=5).close()
    except OSError as error:
        raise Problem(f"Redis ne répond pas à {where.hostname}:{where.port}\u00a0: {error}") from None
    say(f"Base\u00a0: {urlsplit(database).path.lstrip('/')} (PostgreSQL). File d’attente\u00a0: Redis.")
    return {"DATABASE_URL": database, "REDIS_URL": redis}


def postgres_user(python: Path) -> str:
    """The first of the likely users that PostgreSQL lets in without a password."""
    reasons = []
    for user in dict.fromkeys(
        (os.environ.get("PGUSER") or os.environ.get("USER") or "root", "root", "postgres")
    ):
        tried = subprocess.run([python, "-c", CONNECT, user], capture_output=True, text=True, check=False)
        if tried.returncode == 0:
            return user
        reasons.append(tried.stderr.strip())
    raise Problem("PostgreSQL n’accepte personne sur 127.0.0.1:5432.\n" + "\n".join(reasons))


def chromium() -> str:
    """Path of a Chromium for the browser suite."""
    if path := os.environ.get("CHROMIUM"):
        return path
    path = native.ensure_program("chromium", "chromium")
    if path is None:
        complain(f"    sudo {native.by_hand(('chromium',))}")
        raise Problem("Chromium est nécessaire pour ces tests.")
    return path
