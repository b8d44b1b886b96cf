"""Does the web of this machine answer: exit 0 or 1, for the container that runs it."""

import http.client
import os
import sys


def main() -> int:
    """Ask for a sign of life, which needs neither database nor broker."""
    port = int(os.environ.get("WEB_BIND", ":8000").rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz")
        return 0 if connection.getresponse().status == 200 else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
