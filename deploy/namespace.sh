#!/bin/sh
# Makes the namespace and the search attributes that runs are listed by. Repeatable: what is there stays; a search
# attribute that is there with another type is an error. TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE say where.
set -eu
: "${TEMPORAL_NAMESPACE:=default}"
export TEMPORAL_NAMESPACE

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "${RETENTION:-720h}"
fi

for name in ReconcileOutcome ReconcileRepository ReconcileTrigger; do
    temporal operator search-attribute create --name "$name" --type Keyword
done

# The server serves a new attribute only once its caches have it, seconds later; until then it refuses such runs.
tries=60
until temporal workflow count --query 'ReconcileOutcome="" OR ReconcileRepository="" OR ReconcileTrigger=""' >/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ]
    sleep 1
done
echo "namespace $TEMPORAL_NAMESPACE is ready"
