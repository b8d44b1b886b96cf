"""The triggers by which the database keeps a delegation to its source: the same role, the same place."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# A CHECK sees one row, a foreign key of several columns skips the empty ones: neither can say it. SQLite
# forgets the triggers of a table that a migration makes again: that migration ends with ``hold``.
RULE = "mandate_delegation"
COLUMNS = ("role", "region_id", "cercle_id", "district_id", "commune_id", "aire_id")
WATCHED = ", ".join((*COLUMNS, "delegated_from_id"))
_TABLE = "mandates_mandate"


def hold(editor: BaseDatabaseSchemaEditor) -> None:
    """Set, or set again, the triggers: two on SQLite (what comes, what changes), one on PostgreSQL."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_function())
        editor.execute(
            f"CREATE OR REPLACE TRIGGER {RULE} BEFORE INSERT OR UPDATE OF {WATCHED} ON {_TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {RULE}()"
        )
        return
    for name, when in triggers().items():
        editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        editor.execute(
            f"CREATE TRIGGER {name} BEFORE {when} ON {_TABLE} FOR EACH ROW WHEN {_wrong('IS NOT')} "
            f"BEGIN SELECT RAISE(ABORT, '{RULE}'); END"
        )


def leave(editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION {RULE}() CASCADE")
        return
    for name in triggers():
        editor.execute(f"DROP TRIGGER {name}")


def triggers() -> dict[str, str]:
    """Name on SQLite → when it speaks."""
    return {f"{RULE}_insert": "INSERT", f"{RULE}_update": f"UPDATE OF {WATCHED}"}


def _wrong(differs: str) -> str:
    """True of a new line that its source, or one of its own delegations, contradicts."""
    unlike = " OR ".join(f"other.{column} {differs} NEW.{column}" for column in COLUMNS)
    source = f"other.id = NEW.delegated_from_id AND ({unlike} OR other.delegated_from_id IS NOT NULL)"
    handed = f"other.delegated_from_id = NEW.id AND ({unlike} OR NEW.delegated_from_id IS NOT NULL)"
    found = f"SELECT 1 FROM {_TABLE} other WHERE ({source}) OR ({handed})"  # noqa: S608 - our own names
    return f"EXISTS ({found})"


def _function() -> str:
    # The source stays as it is until the delegation is committed: who changes it waits, then sees it.
    return (
        f"CREATE OR REPLACE FUNCTION {RULE}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"PERFORM 1 FROM {_TABLE} WHERE id = NEW.delegated_from_id FOR SHARE; "
        f"IF {_wrong('IS DISTINCT FROM')} THEN RAISE EXCEPTION '{RULE}' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{RULE}', TABLE = '{_TABLE}'; END IF; "
        "RETURN NEW; END $$"
    )
