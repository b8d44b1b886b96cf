"""A PostgreSQL with its own files, where databases may be made, renamed, dropped."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2

from tests.loss.children import Child, free_port

POSTGRES = "postgres"


class Server(Child):
    """Made in ``folder``; it refuses to be run by root."""

    def __init__(self, folder: Path) -> None:
        port, data = free_port(), folder / "data"
        as_other: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(folder, POSTGRES)
            as_other = ["setpriv", f"--reuid={POSTGRES}", f"--regid={POSTGRES}", "--init-groups"]
        made = ["initdb", "-D", str(data), "-U", POSTGRES, "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run([*as_other, *made], cwd=folder, check=True, capture_output=True, timeout=120)
        command = [*as_other, "postgres", "-D", str(data), "-p", str(port), "-h", "127.0.0.1"]
        command += ["-c", "unix_socket_directories=", "-c", "fsync=off"]
        super().__init__(command, port, folder / "postgres.log")

    def start(self) -> None:
        """Start it, and wait until it takes people in: it listens before."""
        super().start()
        end = time.monotonic() + 30
        while True:
            try:
                self.connect(POSTGRES).close()
                return
            except psycopg2.OperationalError:
                assert time.monotonic() < end, self.log.read_text(errors="replace")
                time.sleep(0.05)

    def stop(self) -> None:
        """At once: it does not wait for those who stay connected."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()

    def connect(self, database: str) -> Any:
        """As its administrator."""
        return psycopg2.connect(
            host="127.0.0.1", port=self.port, user=POSTGRES, dbname=database, connect_timeout=5
        )

    def order(self, sql: str) -> None:
        """One order of the administrator."""
        with closing(self.connect(POSTGRES)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)

    @staticmethod
    def missing() -> bool:
        """Are its programs, or its user, not on this machine?"""
        if not (shutil.which("initdb") and shutil.which("postgres")):
            return True
        return os.geteuid() == 0 and POSTGRES not in {one.pw_name for one in pwd.getpwall()}
