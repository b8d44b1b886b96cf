"""PostgreSQL's own programs, pg_dump then pg_restore; they must not be older than the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from backup.programs import must_succeed
from backup.refused import Refused

# By the environment: a password given as an argument is read by everybody on the machine.
VARIABLES: Mapping[str, str] = {
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "options": "PGOPTIONS",
    "passfile": "PGPASSFILE",
}


def run_tool(program: str, arguments: Sequence[str], access: Mapping[str, str], server: int) -> None:
    """Run a program that must succeed on a server of major version ``server``. Raises Refused."""
    path = shutil.which(program)
    if path is None:
        raise Refused(f"Le programme {program} manque\u00a0: installez le paquet postgresql-client.")
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    version = re.search(r"(\d+)", told)
    if version is None or int(version[1]) < server:
        raise Refused(
            f"{told.strip()} est plus ancien que le serveur PostgreSQL ({server})\u00a0: installez "
            f"postgresql-client-{server} ou plus récent."
        )
    environment = os.environ | {VARIABLES[name]: value for name, value in access.items() if name in VARIABLES}
    must_succeed([path, "--no-password", *arguments], environment, f"{program} s’est arrêté")
