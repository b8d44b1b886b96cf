"""Models as the database will see them."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError


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
