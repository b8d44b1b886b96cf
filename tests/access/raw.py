"""One answer as it is, headers and all; what it wrote is undone."""

from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client


def answer_to(client: Client, method: str, url: str, data: Any = None, **more: Any) -> Any:
    """The answer to a GET or a POST."""
    with transaction.atomic():
        response = client.get(url, **more) if method == "GET" else client.post(url, data or {}, **more)
        if response.streaming:
            b"".join(response)
        transaction.set_rollback(True)
    # As Django's own test client does: closing an answer must not close the connection of the test.
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    return response
