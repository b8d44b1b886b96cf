"""The triggers by which the database marks a new edition of the catalogue, whoever writes, however."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What ``kept.kept`` may read. SQLite forgets the triggers of a table that a migration makes again: that
# migration ends with ``watch``, and a test looks for every trigger.
TABLES = (
    "monitoring_section",
    "monitoring_modality",
    "monitoring_element",
    "monitoring_rule",
    "monitoring_indicator",
    "monitoring_target",
    "monitoring_period",
    "communes_coefficient",
)
CHANGES = ("insert", "update", "delete")
_MARK = (
    "INSERT INTO monitoring_edition (id, mark) VALUES (1, {random}) "
    "ON CONFLICT (id) DO UPDATE SET mark = excluded.mark"
)
_SQLITE = _MARK.format(random="lower(hex(randomblob(16)))")
_POSTGRESQL = _MARK.format(random="gen_random_uuid()")


def watch(editor: BaseDatabaseSchemaEditor) -> None:
    """Set, or set again, the triggers of every table; another edition begins."""
    if editor.connection.vendor == "postgresql":
        _watch_postgresql(editor)
        editor.execute(_POSTGRESQL)
    else:
        _watch_sqlite(editor)
        editor.execute(_SQLITE)


def leave(editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION monitoring_new_edition() CASCADE")
        return
    for table in TABLES:
        for change in CHANGES:
            editor.execute(f"DROP TRIGGER {trigger(table, change)}")


def trigger(table: str, change: str = "") -> str:
    """The name of a trigger: one a table on PostgreSQL, one a table and kind of change on SQLite."""
    return f"{table}_edition_{change}" if change else f"{table}_edition"


def _watch_postgresql(editor: BaseDatabaseSchemaEditor) -> None:
    # Before the statement: whoever changes a line waits for the mark first, so two writers never cross.
    editor.execute(
        "CREATE OR REPLACE FUNCTION monitoring_new_edition() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_POSTGRESQL}; RETURN NULL; END $$"
    )
    for table in TABLES:
        editor.execute(
            f"CREATE OR REPLACE TRIGGER {trigger(table)} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION monitoring_new_edition()"
        )


def _watch_sqlite(editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        for change in CHANGES:
            name = trigger(table, change)
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
            editor.execute(
                f"CREATE TRIGGER {name} AFTER {change.upper()} ON {table} FOR EACH ROW BEGIN {_SQLITE}; END"
            )
