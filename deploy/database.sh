#!/bin/sh
# Run once by the database's container: varv's role is no superuser, so that its log stays append-only.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --set password="$VARV_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE varv LOGIN PASSWORD :'password';
CREATE DATABASE varv OWNER varv TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
SQL
