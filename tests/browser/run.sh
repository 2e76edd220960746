#!/usr/bin/env bash
# The pages of a real service, in a real browser: self-test of the checks, walks of people, then every page; at last one
# woman's whole road, on SQLite and on PostgreSQL.
#
#   run.sh [--screens]     --screens also writes the pictures of docs/screens
#
# JOL_TEST_POSTGRES=postgres://user@host/database names the server; ./test browser starts one. A machine without one
# has to say JOL_TEST_SQLITE_ONLY=1.
set -euo pipefail
cd "$(dirname "$0")"
if [ -z "${JOL_TEST_POSTGRES:-}" ] && [ -z "${JOL_TEST_SQLITE_ONLY:-}" ]; then
    echo "run the tests by ./test browser, or set JOL_TEST_SQLITE_ONLY=1" >&2
    exit 2
fi
work=$(mktemp -d /tmp/jol-browser.XXXXXX)
port=$((30000 + $$ % 20000))
schema=road_$$
service=
cleanup() {
    [ -z "$service" ] || { kill "$service" && wait "$service"; } 2>/dev/null || true
    service=
    rm -rf "$work"
}
trap cleanup EXIT

../../target/release/jol demo --dir "$work/cell" --people 500 --listen "127.0.0.1:$port" >"$work/log" 2>&1 &
service=$!
for _ in $(seq 1 150); do
    grep -q "is served at" "$work/log" && break
    kill -0 $service 2>/dev/null || { cat "$work/log"; exit 1; }
    sleep 0.2
done
failed=0
node service.mjs "http://127.0.0.1:$port" "$@" || failed=1
cleanup

echo "== one woman's road, on SQLite"
node road.mjs "$@" || failed=1
if [ -n "${JOL_TEST_POSTGRES:-}" ]; then
    echo "== one woman's road, on PostgreSQL"
    node road.mjs --store "$JOL_TEST_POSTGRES?schema=$schema" || failed=1
    # A server that outlives the run keeps nothing of it.
    PGOPTIONS=--client-min-messages=warning psql --quiet "$JOL_TEST_POSTGRES" --command "drop schema if exists $schema cascade"
fi
exit $failed
