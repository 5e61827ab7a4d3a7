#!/bin/sh
# Makes each secret that is missing: make-secrets.sh FILE...
# One that is there stays, so a restart changes nothing and a file of your own is kept.
set -eu

make() {
    mkdir -p "$(dirname "$1")"
    head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$1.new"
    # Its readers run as different users; only they are given the folder that it is in.
    chmod 0444 "$1.new"
    mv "$1.new" "$1"
}

for file in "$@"; do
    if [ -s "$file" ]; then
        echo "kept $file"
    else
        make "$file"
        echo "made $file"
    fi
done
