#!/bin/sh
# Run once by the postgres image, on an empty volume.
set -eu
{
    # The password travels by a pipe: a command line is read by every process.
    printf "\\\\set app_password '%s'\n" "$(sed "s/'/''/g" /run/secrets/db_app_password)"
    cat /etc/jekabaara/roles.sql
} | psql --no-psqlrc --quiet -v owner="$POSTGRES_USER" -v app="${APP_USER:-jekabaara_app}" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB"
