# Two images: `app` (web, worker, scheduler, migrations) and `proxy` (the door). See docs/deploiement.md.

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/venv/bin:$PATH

# ---- Packages, each with its hash; nothing is compiled here
FROM base AS packages
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --disable-pip-version-check --only-binary :all: --no-deps --require-hashes \
        -r /tmp/requirements.lock \
    && python -m compileall -q /opt/venv/lib

# ---- The site
FROM base AS app
# What WeasyPrint opens; pg_dump of the same version as the database, for backups.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
        postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 jekabaara \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin jekabaara \
    && install -d -o jekabaara -g jekabaara -m 0750 /srv/var /srv/beat
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/jekabaara
COPY . .
# Static files are part of the image: a new version brings its own, whatever the volumes hold.
ENV STATIC_ROOT=/srv/static
RUN JEKABAARA_VAR=/tmp/build SECRET_KEY=only-while-static-files-are-collected \
        python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q . \
    && fc-cache -f \
    && rm -rf /tmp/build
ENV JEKABAARA_VAR=/srv/var
VOLUME ["/srv/var"]
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py", "config.wsgi"]

# ---- The door
FROM caddy:2 AS proxy
# A copy sheds the file capability of the binary: it would not start where all capabilities are dropped.
RUN cp /usr/bin/caddy /tmp/caddy && mv -f /tmp/caddy /usr/bin/caddy \
    && mkdir -p /srv/caddy && chown 10002:10002 /srv/caddy
COPY deploy/caddy /etc/caddy
ENV XDG_DATA_HOME=/srv/caddy XDG_CONFIG_HOME=/tmp
VOLUME ["/srv/caddy"]
USER 10002:10002
EXPOSE 8080 8443
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile"]
