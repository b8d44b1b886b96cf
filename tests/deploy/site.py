"""The site as docker-compose.yml starts it, without an engine: its commands, its proxy, its secrets.

Nothing is typed again here: commands, environments and paths come from the compose file; only addresses and
folders are replaced by private ones of this machine.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.deploy.compose import services
from tests.house.files import ROOT
from tests.loss.children import Child, free_port

NAME = "jekabaara.example"
VARIABLES = {"FRONT_NETWORK": "127.0.0.1/32", "TLS_MODE": "fichiers", "SITE_NAME": NAME, "WEB_PROCESSES": "1"}


class Quiet(Child):
    """A program that listens nowhere: it is there once it is started."""

    def __init__(self, command: list[str], log: Path, env: Mapping[str, str], needs: Child) -> None:
        super().__init__(command, needs.port, log, env)


class Postgres(Child):
    """The database as its image makes it: the owner's password, then the script of the roles."""

    def __init__(self, site: "Site") -> None:
        service, folder = site.services["db"], site.folder / "db"
        folder.mkdir()
        self.port, data = free_port(), folder / "data"
        # It refuses to be run by root.
        other = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
        other = other if os.geteuid() == 0 else []
        if other:
            shutil.chown(folder, "postgres")
        self.owner, self.base = service["environment"]["POSTGRES_USER"], service["environment"]["POSTGRES_DB"]
        self.password = site.secret("db_owner_password")
        told = service["environment"]["POSTGRES_INITDB_ARGS"].split()
        made = [*other, "initdb", "-D", str(data), "-U", self.owner, "-E", "UTF8", "--locale", "C.UTF-8"]
        word = folder / "password"
        word.write_text(self.password)
        subprocess.run(
            [*made, "--auth-local", "trust", "--pwfile", str(word), *told],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
        command = [*other, *service["command"], "-D", str(data), "-p", str(self.port), "-h", "127.0.0.1"]
        super().__init__([*command, "-c", "unix_socket_directories="], self.port, folder / "postgres.log")

    def start(self) -> None:
        """Start it, and wait until it takes people in: it listens before."""
        super().start()
        asked = ["pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        end = time.monotonic() + 30
        while subprocess.run(asked, check=False, timeout=10).returncode != 0:
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)

    def client(self) -> dict[str, str]:
        """How its owner reaches it."""
        return {
            "PATH": os.environ["PATH"],
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGPASSWORD": self.password,
            "PGUSER": self.owner,
        }

    def create(self) -> None:
        """What the image does on an empty volume, before the scripts it is given."""
        self.order(f'CREATE DATABASE "{self.base}"', "postgres")

    def order(self, sql: str, base: str) -> None:
        """One order of its owner."""
        command = ["psql", "-X", "-q", "-d", base, "-c", sql]
        subprocess.run(command, env=self.client(), check=True, capture_output=True, timeout=60)


class Site:
    """Every service of the compose file, on private ports, in a private folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.services: dict[str, dict[str, Any]] = services(**VARIABLES)
        self.web_port, self.redis_port = free_port(), free_port()
        self.http_port, self.https_port = free_port(), free_port()
        for name in ("var", "static", "beat", "redis", "tmp", "caddy"):
            (folder / name).mkdir()
        draw = ["sh", str(ROOT / "deploy" / "make-secrets.sh"), str(folder / "secrets")]
        subprocess.run(draw, check=True, capture_output=True, timeout=20)
        self._make_certificate()
        conf = (ROOT / "deploy" / "redis.conf").read_text()
        (folder / "redis.conf").write_text(f"{conf}\nbind 127.0.0.1\nport {self.redis_port}\n")
        self.places = {
            "/run/secrets": folder / "secrets",
            "/etc/jekabaara/tls": folder / "secrets" / "tls",
            "/etc/jekabaara/redis.conf": folder / "redis.conf",
            "/etc/jekabaara/roles.sql": ROOT / "deploy" / "postgres" / "roles.sql",
            "/etc/caddy": ROOT / "deploy" / "caddy",
            "/srv/static": folder / "static",
            "/srv/beat": folder / "beat",
            "/srv/var": folder / "var",
            "/tmp": folder / "tmp",
            "/data": folder / "redis",
        }
        text = (folder / "redis.conf").read_text()
        (folder / "redis.conf").write_text(self.here(text))

    def here(self, text: str) -> str:
        """A text of a container, with the paths of this machine."""
        inside = "|".join(re.escape(place) for place in self.places)
        return re.sub(rf"(?<![\w/])({inside})(?![\w])", lambda found: str(self.places[found[1]]), text)

    def secret(self, name: str) -> str:
        return (self.folder / "secrets" / name).read_text()

    def environment(self, name: str) -> dict[str, str]:
        """What a service is told, with addresses of this machine; nothing of the caller's but the path."""
        told = {key: self.here(value) for key, value in self.services[name].get("environment", {}).items()}
        moved = {
            "DATABASE_HOST": "127.0.0.1",
            "REDIS_HOST": "127.0.0.1",
            "PROXY_HTTP_PORT": str(self.http_port),
            "PROXY_HTTPS_PORT": str(self.https_port),
            "UPSTREAM": f"127.0.0.1:{self.web_port}",
        }
        told |= {key: value for key, value in moved.items() if key in told}
        home = {"HOME": str(self.folder / "tmp"), "XDG_DATA_HOME": str(self.folder / "caddy")}
        ports = {"DATABASE_PORT": str(self.database.port), "REDIS_PORT": str(self.redis_port)}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return (
            told | home | ports | {"PATH": path, "WEB_BIND": f"127.0.0.1:{self.web_port}", "PYTHONUTF8": "1"}
        )

    def command(self, name: str) -> list[str]:
        return [self.here(word) for word in self.services[name]["command"]]

    def run(self, name: str, command: list[str] | None = None, told: str = "") -> str:
        """A command that ends, in a service's environment: its own, or another; what it printed."""
        done = subprocess.run(
            command or self.command(name),
            cwd=ROOT,
            env=self.environment(name),
            input=told,
            capture_output=True,
            text=True,
            timeout=300,  # a bound, not a measure
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def give_roles(self) -> None:
        """The script of the roles, as the image runs it at first, as one runs it after a restoration."""
        script = self.here((ROOT / "deploy" / "postgres" / "10-roles.sh").read_text())
        database = self.database
        env = database.client() | {"POSTGRES_USER": database.owner, "POSTGRES_DB": database.base}
        subprocess.run(["sh", "-c", script], env=env, check=True, capture_output=True, timeout=60)

    def child(self, name: str, port: int) -> Child:
        return Child(self.command(name), port, self.folder / f"{name}.log", self.environment(name))

    def quiet(self, name: str, needs: Child) -> Child:
        return Quiet(self.command(name), self.folder / f"{name}.log", self.environment(name), needs)

    def _make_certificate(self) -> None:
        tls = self.folder / "secrets" / "tls"
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ]
        command += ["-keyout", str(tls / "key.pem"), "-out", str(tls / "certificate.pem"), "-days", "2"]
        command += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        subprocess.run(command, check=True, capture_output=True, timeout=30)

    def begin(self, children: ExitStack) -> None:
        """Database, broker, migrations, static files (the image's part), then what stays, in their order."""
        self.database = Postgres(self)
        collect = ["python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        collecting = children.enter_context(ThreadPoolExecutor(1)).submit(self.run, "web", collect)
        children.enter_context(self.database)
        self.database.create()
        self.give_roles()
        self.redis = self.child("redis", self.redis_port)
        children.enter_context(self.redis)
        self.run("migrate")
        collecting.result()
        self.web = self.child("web", self.web_port)
        self.worker, self.beat = self.quiet("worker", self.redis), self.quiet("beat", self.redis)
        self.proxy = self.child("proxy", self.https_port)
        for one in (self.web, self.worker, self.beat, self.proxy):
            children.enter_context(one)


@contextmanager
def living_site() -> Iterator[Site]:
    """The whole site, started; every program ended and every file removed after it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as children:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another user
        site = Site(Path(folder))
        site.begin(children)
        yield site
