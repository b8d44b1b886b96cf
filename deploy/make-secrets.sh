#!/bin/sh
# Draw the secrets of a first start, one per file, in the folder given (secrets/). None is ever overwritten.
set -eu
folder=${1:-secrets}
umask 077
mkdir -p "$folder" "$folder/tls"
for name in secret_key db_owner_password db_app_password redis_password; do
    if [ ! -s "$folder/$name" ]; then
        LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 64 >"$folder/$name"
        echo "$folder/$name"
    fi
    # The folder keeps strangers out; in a container, the file is read by a user who is not root.
    chmod 444 "$folder/$name"
done
