"""The Celery application; tasks live in each app's tasks.py."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import before_task_publish, setup_logging, task_prerun
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from core.trace import carry, request_number

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
TRANSPORT_ALIASES["redis"] = "config.bells:Transport"
app = Celery("jekabaara")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_site_does(**_: Any) -> None:
    """The same lines as on the web; Celery brings none of its own."""
    dictConfig(settings.LOGGING)


@before_task_publish.connect
def send_number(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """The number of the request travels with the task it asked for."""
    if headers is not None:
        headers["request_number"] = request_number()


@task_prerun.connect
def take_number(task: Any = None, **_: Any) -> None:
    """What the task writes in the log bears that number."""
    carry(str(getattr(task.request, "request_number", None) or ""))
