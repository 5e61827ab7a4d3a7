#!/bin/sh
# Runs a command with the database's password, from a file, in the variables by which Temporal's programs take it:
# with-password.sh COMMAND [ARGUMENT...]. They read no file, and a password in compose's own file is seen by all.
set -eu

POSTGRES_PWD=$(cat "$POSTGRES_PASSWORD_FILE")
SQL_PASSWORD=$POSTGRES_PWD
export POSTGRES_PWD SQL_PASSWORD
exec "$@"
