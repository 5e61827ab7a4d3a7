#!/bin/sh
# Makes the namespace and the search attributes that runs are listed by. Repeatable: what is there stays; a search
# attribute that is there with another type is an error. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where.
set -eu
: "${TEMPORAL_NAMESPACE:=default}"
export TEMPORAL_NAMESPACE

# The server's caches know a new namespace, and a new attribute, only seconds after it was made.
wait_for() { # COMMAND...
    tries=60
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        if [ "$tries" -eq 0 ]; then
            exec "$@"
        fi
        sleep 1
    done
}

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "${RETENTION:-720h}"
fi

wait_for temporal operator search-attribute list
for name in ReconcileOutcome ReconcileRepository ReconcileTrigger; do
    temporal operator search-attribute create --name "$name" --type Keyword
done
wait_for temporal workflow count --query 'ReconcileOutcome="" OR ReconcileRepository="" OR ReconcileTrigger=""'
echo "namespace $TEMPORAL_NAMESPACE is ready"
