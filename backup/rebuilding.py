"""Rebuild an archive's database aside, prove that it is the one that was saved."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from backup.engines import Engine
from backup.making import Say
from backup.manifest import Manifest
from backup.programs import must_succeed
from backup.refused import Refused
from backup.unpacking import Unpacked, known_migrations


@contextmanager
def rebuilt(engine: Engine, opened: Unpacked, say: Say) -> Iterator[Engine]:
    """A database aside, removed at the end unless it took the living one's place."""
    say("Reconstruction de la base à côté…")
    aside = engine.load(opened.dump, opened.manifest.unpacked)
    try:
        yield aside
    finally:
        aside.drop()


def prove(aside: Engine, manifest: Manifest) -> None:
    """Raise Refused unless every table is, row for row, the one of the manifest."""
    different = manifest.differences(aside.snapshot())
    if different:
        raise Refused(f"La base reconstruite n’est pas celle de l’archive\u00a0: {', '.join(different[:5])}.")


def migrate(aside: Engine, manifest: Manifest, say: Say) -> None:
    """Bring an archive of an older version to this one, still aside."""
    if not known_migrations() - set(manifest.migrations):
        return
    say("Mise à niveau de la base, toujours à côté…")
    # Told in one way only: settings refuse to be told of two bases, of two keys.
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "SECRET_KEY"))}
    must_succeed(
        [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"],
        kept | {"DATABASE_URL": aside.url(), "SECRET_KEY": settings.SECRET_KEY},
        "La base de l’archive n’a pas pu être mise à niveau",
        settings.BASE_DIR,
    )
