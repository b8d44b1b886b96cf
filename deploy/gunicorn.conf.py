"""How gunicorn serves the site; ``gunicorn -c deploy/gunicorn.conf.py config.wsgi``."""

import os
from pathlib import Path

cores = len(os.sched_getaffinity(0))

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")  # in a container, which the proxy alone reaches
worker_class = "gthread"
preload_app = True  # a process that dies is replaced by a fork: at once, not after all is imported again
# A process per core, one more; threads wait for the database. Each thread holds one connection.
workers = int(os.environ.get("WEB_PROCESSES") or min(cores + 1, 9))
threads = int(os.environ.get("WEB_THREADS") or 8)
timeout = 60
graceful_timeout = 20
keepalive = 75  # seconds a connection of the proxy may rest
max_requests = 5000
max_requests_jitter = 500
# A worker's sign of life is a file: in memory, for a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
accesslog = None  # the site writes one line a request itself, without what readers typed
# What gunicorn itself has to say, as the site says it: one JSON object a line.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "core.journal.formatter", "style": os.environ.get("LOG_FORMAT") or "json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
limit_request_line = 4094
limit_request_fields = 60
# The scheme and the address are read by core.proxies, from known proxies alone.
forwarded_allow_ips = ""
