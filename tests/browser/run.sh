#!/usr/bin/env bash
# The pages of a real service, in a real browser: self-test of the checks, walks of people, then every page.
#
#   run.sh [--screens]     --screens also writes the pictures of docs/screens
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d /tmp/jol-browser.XXXXXX)
port=$((30000 + $$ % 20000))
../../target/release/jol demo --dir "$work/cell" --people 500 --listen "127.0.0.1:$port" >"$work/log" 2>&1 &
service=$!
trap 'kill $service 2>/dev/null || true; wait $service 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 1 150); do
    grep -q "is served at" "$work/log" && break
    kill -0 $service 2>/dev/null || { cat "$work/log"; exit 1; }
    sleep 0.2
done
node service.mjs "http://127.0.0.1:$port" "$@"
