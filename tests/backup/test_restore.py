"""A restore is the whole archive or nothing, whatever is there, whatever kills it."""

import fcntl
import os
import signal
import sqlite3
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from backup.engines import STILL_THERE
from backup.keys import Key
from backup.postgres import Postgres
from backup.refused import Refused
from backup.restoring import restore
from backup.site import BUSY
from backup.sqlite import Sqlite
from tests.backup.forge import parts_of, retold
from tests.backup.sites import Place, quiet

pytestmark = pytest.mark.django_db

Untouched = Callable[[], None]
FORGOTTEN = {"django_session", "mandates_onetimecode", "mandates_apitoken"}


def change(place: Place) -> None:
    """One life after the backup: a row more, a file more, a file of the archive gone."""
    run(place, "DELETE FROM django_session", "UPDATE accounts_person SET last_name = 'Autre'")
    more = place.site.files / "ab" / "cd"
    more.mkdir(parents=True, exist_ok=True)
    (more / "abcd0000-0000-4000-8000-000000000000").write_bytes(b"written since")
    [[gone]] = place.rows("SELECT path FROM files_storedfile ORDER BY path LIMIT 1")
    (place.site.files / gone).unlink()


def run(place: Place, *orders: str) -> None:
    place.site.engine.run(orders)


def same_rows(place: Place, archived: Any) -> None:
    """Every table is that of the archive, but those that are forgotten."""
    tables = dict(place.site.engine.snapshot().tables)
    wanted = dict(archived.tables)
    for name in FORGOTTEN:
        tables.pop(name)
        wanted.pop(name)
    assert tables == wanted


def test_all_comes_back_and_the_former_state_is_kept(place: Place) -> None:
    before, (archive, key) = place.state(), place.archive()
    change(place)
    then = place.state()
    done = place.restore(archive, key)
    same_rows(place, before[0])
    assert place.state()[1] == before[1]
    assert {str(p.relative_to(done.kept_files)) for p in done.kept_files.glob("??/??/*")} == set(then[1])
    kept = kept_engine(place, done.kept_base)
    assert kept.snapshot() == then[0]
    if not isinstance(kept, Sqlite):
        drop_kept(place, kept.database)


def kept_engine(place: Place, told: str) -> Any:
    engine = place.site.engine
    if isinstance(engine, Sqlite):
        return Sqlite(Path(told))
    assert isinstance(engine, Postgres)
    return Postgres(told.split("\u00a0")[1], engine.access)


def drop_kept(place: Place, name: str) -> None:
    with closing(psycopg2.connect(place.site.engine.url())) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')


def test_what_opened_doors_does_not_live_again(place: Place) -> None:
    archive, key = place.archive()
    counts = [
        "SELECT count(*) FROM django_session",
        "SELECT count(*) FROM mandates_onetimecode",
        "SELECT count(*) FROM mandates_apitoken WHERE revoked_at IS NULL",
    ]
    assert [place.rows(count) for count in counts] == [[(1,)]] * 3
    place.restore(archive, key)
    assert [place.rows(count) for count in counts] == [[(0,)]] * 3
    assert place.rows("SELECT count(*) FROM mandates_apitoken") == [(1,)]  # who had one is still told


def test_data_are_not_replaced_unless_asked(place: Place, untouched: Untouched) -> None:
    archive, key = place.archive()
    with pytest.raises(Refused, match="Il y a déjà des données ici"):
        place.restore(archive, key, replace=False)


def test_a_newer_schema_is_refused(place: Place, untouched: Untouched, tmp_path: Path) -> None:
    def newer(told: dict[str, Any]) -> None:
        told["migrations"].append("files.9999_of_tomorrow")

    forgery = retold(tmp_path / "newer", parts_of(*place.archive()), newer)
    with pytest.raises(Refused, match=r"plus récente de Jèkabaara.*files\.9999_of_tomorrow"):
        place.restore(*forgery)


def test_another_engine_is_refused(place: Place, untouched: Untouched, tmp_path: Path) -> None:
    other = "postgresql" if place.site.engine.name == "sqlite" else "sqlite"
    forgery = retold(tmp_path / "other", parts_of(*place.archive()), lambda told: told.update(engine=other))
    with pytest.raises(Refused, match=r"Cette archive vient d’une base .* installation du même genre"):
        place.restore(*forgery)


def test_nothing_moves_while_somebody_is_connected(place: Place, untouched: Untouched) -> None:
    archive, key = place.archive()
    with closing(connected(place)), pytest.raises(Refused) as refused:
        place.restore(archive, key)
    assert str(refused.value) == STILL_THERE


def connected(place: Place) -> Any:
    """A program that has read once, then waits; on PostgreSQL, under a role that ours knows little of."""
    engine = place.site.engine
    if isinstance(engine, Postgres):
        return psycopg2.connect(dbname=engine.database, **{**engine.access, "user": "reader"})
    assert isinstance(engine, Sqlite)
    opened = sqlite3.connect(engine.path)
    opened.execute("PRAGMA journal_mode=WAL")
    opened.execute("SELECT count(*) FROM accounts_user").fetchall()
    return opened


def test_whoever_comes_during_the_restore_stops_it(place: Place, untouched: Untouched) -> None:
    """The base was free at first; at the last moment it is not."""
    archive, key = place.archive()
    opened = list[Any]()

    def come(line: str) -> None:
        if line.strip() == "fichiers en place.":
            opened.append(connected(place))

    try:
        with pytest.raises(Refused) as refused:
            restore(place.site, archive, key, replace=True, say=come)
    finally:
        opened[0].close()
    assert str(refused.value) == STILL_THERE


def test_one_at_a_time(place: Place, untouched: Untouched) -> None:
    archive, key = place.archive()
    with (place.site.former / "verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for attempt in (lambda: place.restore(archive, key), place.archive):
            with pytest.raises(Refused) as refused:
                attempt()
            assert str(refused.value) == BUSY


LINES = (
    ("base lue.", 0.0),
    ("Reconstruction de la base à côté…", 0.05),
    ("Mise en place…", 0.0),
    ("fichiers en place.", 0.0),
    ("fichiers en place.", 0.01),
    ("fichiers en place.", 0.03),
    ("base en place.", 0.0),
)


def test_killed_at_any_moment_it_is_the_former_state_or_the_new(place: Place) -> None:
    run(place, "CREATE TABLE ballast (id integer PRIMARY KEY, content text)")
    ballast = "('" + "x" * 500 + "')"
    for start in range(0, 8_000, 2_000):  # pages enough for the last act to last
        rows = ", ".join(f"({number}, {ballast})" for number in range(start, start + 2_000))
        run(place, f"INSERT INTO ballast VALUES {rows}")
    archived, (archive, key) = place.state(), place.archive()
    change(place)
    former = place.state()
    seen = set()
    for line, delay in LINES:
        killed_at(place, archive, key, line, delay)
        snapshot, files = place.state()
        if snapshot == former[0]:
            seen.add("former")
            assert set(former[1].items()) <= set(files.items())
        else:
            seen.add("new")
            same_rows(place, archived[0])
            assert set(archived[1].items()) <= set(files.items())
            change(place)
            former = place.state()
    assert seen == {"former", "new"}
    place.restore(archive, key)
    same_rows(place, archived[0])
    assert not (place.site.former / "en-cours").exists()
    for name in place.leftovers():
        if "_avant_" in name:
            drop_kept(place, name)


def tell(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


def killed_at(place: Place, archive: Path, key: Key, line: str, delay: float) -> None:
    """A restore in a process of its own, killed so many seconds after it said ``line``."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            restore(place.site, archive, key, replace=True, say=lambda said: tell(writing, said))
        except BaseException:  # noqa: BLE001 - told to the test
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as said:
        for told in said:
            if told.strip() == line:
                time.sleep(delay)
                os.kill(child, signal.SIGKILL)
                break
        else:
            pytest.fail(f"it never said {line}")
    os.waitpid(child, 0)


def test_an_older_archive_is_brought_to_this_version(place: Place) -> None:
    """One migration less when it was saved: it is applied aside, before the base takes its place."""
    run(place, "DELETE FROM django_migrations WHERE app = 'sessions'", "DROP TABLE django_session")
    archive, key = place.archive()
    place.restore(archive, key)
    assert place.rows("SELECT count(*) FROM django_session") == [(0,)]
    assert place.rows("SELECT count(*) FROM django_migrations WHERE app = 'sessions'") == [(1,)]


def test_a_migration_that_fails_leaves_all_as_it_was(place: Place) -> None:
    """The table is there already: the migration stumbles on it."""
    run(place, "DELETE FROM django_migrations WHERE app = 'sessions'")
    archive, key = place.archive()
    before = place.state()
    with pytest.raises(Refused, match="n’a pas pu être mise à niveau"):
        place.restore(archive, key)
    assert place.state() == before
    assert place.leftovers() == []


def test_a_new_installation_takes_an_archive_without_asking(place: Place, tmp_path: Path) -> None:
    if not isinstance(place.site.engine, Sqlite):
        run(place, "CREATE SCHEMA other")  # what is not public is nobody's
    archived, (archive, key) = place.state(), place.archive()
    for path in place.site.files.glob("??/??/*"):
        path.unlink()
    empty(place)
    restore(place.site, archive, key, replace=False, say=quiet)
    same_rows(place, archived[0])
    assert place.state()[1] == archived[1]


def empty(place: Place) -> None:
    """As a base that nobody has prepared yet."""
    engine = place.site.engine
    if isinstance(engine, Sqlite):
        engine.path.unlink()
        return
    run(place, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
