"""Ten people who type in one month at once, each with a connection of their own, through the application.

``python -m tests.backup.writers FOLDER NUMBER TURNS``: cells NUMBER × 10 to NUMBER × 10 + 9. Each turn saves
a cell, stores a file named after the save, then writes the save down in FOLDER: it was acknowledged. Ends
after TURNS of each, or when FOLDER holds ``stop``.
"""

import sys
import threading
from pathlib import Path
from uuid import uuid4

import django
from django.db import connections

if __name__ == "__main__":
    django.setup()

from accounts.models import Person
from core.access import Action, PlaceKind, Where
from cscom.models import Aire
from files.models import StoredFile
from files.store import store
from mandates.scopes import scope_of_person
from monitoring.entry import report_of, save_cells
from monitoring.form import load_form
from monitoring.models import Period

EACH = 10
SECTION = "pev"


def keep_one(name: str) -> StoredFile:
    """One stored file that bears ``name``, in its content too."""
    return store(
        f"{name}\n".encode() * 500,
        name=f"{name}.txt",
        mime="text/plain",
        action=Action.SELF,
        place_kind=PlaceKind.PAYS,
        where=Where(),
        created_by=None,
    )


def write(folder: Path, number: int, turns: int) -> None:
    """One person: save, store, note, again."""
    person, period = Person.objects.get(first_name="Kadia"), Period.objects.get()
    aire = Aire.objects.order_by("pk")[0]
    scope, form = scope_of_person(person), load_form(period.starts_on)
    section = form.section(SECTION)
    assert section is not None
    cell = section.cells[number].key
    try:
        with (folder / f"acknowledged-{number}").open("a") as ledger:
            for _ in range(turns):
                if (folder / "stop").exists():
                    break
                operation, report = uuid4(), report_of(aire, period)
                value = int(report.values.get(cell) or 0) + 1
                saved = save_cells(
                    report, {cell: value}, form=form, scope=scope, base_version=report.version,
                    operation=operation,
                )  # fmt: skip
                assert not saved.conflicts, saved
                keep_one(str(operation))
                ledger.write(f"{operation}\n")
                ledger.flush()
    finally:
        connections.close_all()


def main(folder: Path, number: int, turns: int) -> int:
    """Ten threads; 1 when one of them broke."""
    broken: list[BaseException] = []
    threading.excepthook = lambda told: broken.append(told.exc_value or RuntimeError(str(told.exc_type)))
    threads = [
        threading.Thread(target=write, args=(folder, number * EACH + one, turns)) for one in range(EACH)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in broken:
        sys.stderr.write(f"{error!r}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
