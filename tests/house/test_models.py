"""Models as the database will see them."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

from tests.house.files import ROOT


@pytest.mark.django_db
def test_migrations_say_all_that_models_say(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, interactive=False)
    except SystemExit:
        pytest.fail("makemigrations has something to say:\n" + capsys.readouterr().out)


def test_django_has_no_remark() -> None:
    try:
        call_command("check", fail_level="WARNING")
    except SystemCheckError as error:
        remarks = str(error)
    else:
        remarks = ""
    assert remarks == ""


def _made_by(migration: Migration) -> set[str]:
    """The tables that it makes: the code of before does not know them."""
    return {made.name.lower() for made in migration.operations if isinstance(made, CreateModel)}


def test_the_code_of_before_can_still_write() -> None:
    """It does not know a new column: the database itself must have something to put there."""
    told = {
        f"{app}.{name}: {operation.model_name}.{operation.name}"
        for (app, name), migration in MigrationLoader(None).disk_migrations.items()
        if (ROOT / app).is_dir() and not name.startswith("0001")  # before it there was no code
        for operation in migration.operations
        if isinstance(operation, AddField) and operation.model_name not in _made_by(migration)
        if not (operation.field.null or operation.field.many_to_many)
        if operation.field.db_default is NOT_PROVIDED
    }
    assert told == set()
