#!/bin/sh
# Makes Temporal's two databases and brings their tables up to the version of the tool that runs here.
# Repeatable: what is there stays. The server is pointed to by SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu
export SQL_PLUGIN=postgres12

bring_up() { # DATABASE SCHEMA
    temporal-sql-tool --db "$1" create
    temporal-sql-tool --db "$1" setup-schema -v 0.0
    temporal-sql-tool --db "$1" update-schema --schema-name "postgresql/v12/$2"
}

bring_up "${DBNAME:-temporal}" temporal
bring_up "${VISIBILITY_DBNAME:-temporal_visibility}" visibility
