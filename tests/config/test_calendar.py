"""What the calendar rings exists; e-mails leave only where there is a server."""

import json
import os
import subprocess
import sys

from celery import current_app
from django.conf import settings

from tests.house.files import ROOT

ASK = "import json; from config import settings; print(json.dumps(sorted(settings.CELERY_BEAT_SCHEDULE)))"


def rung(**environment: str) -> set[str]:
    """The names of the calendar of a site started with this environment."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=os.environ | {"SECRET_KEY": "x" * 60} | environment,  # a deployed site has one
        check=True,
        capture_output=True,
        timeout=60,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_every_task_rung_exists() -> None:
    current_app.loader.import_default_modules()
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} | {"mandates.tasks.send_mail"}
    assert tasks <= set(current_app.tasks)


def test_e_mails_are_rung_where_there_is_a_server() -> None:
    assert "mail" not in rung()
    assert "mail" in rung(EMAIL_URL="smtp://127.0.0.1", SITE_URL="https://jekabaara.example")
