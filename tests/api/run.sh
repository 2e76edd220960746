#!/usr/bin/env bash
# Checks the API by tools that we did not write: `tests/api/run.sh [BASE TOKEN]`.
# Without arguments it makes a demo country of its own, with the program that lies in `target/release`. Of another
# service BASE is the address and TOKEN one that may write; the tools register made-up people in it, and ask some
# thousand times, so it is started with a high JOL_API_RATE.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=$root/.tools/api
mkdir -p "$tools"

if [ $# -eq 2 ]; then
    base=$1 token=$2
else
    folder=$(mktemp -d)
    port=${JOL_API_PORT:-18094}
    base=http://127.0.0.1:$port
    JOL_API_RATE=100000000 "${JOL_BIN:-$root/target/release/jol}" demo --dir "$folder/cell" --people 500 \
        --listen "127.0.0.1:$port" >"$folder/log" 2>&1 &
    demo=$!
    trap 'kill "$demo" 2>/dev/null; wait "$demo" 2>/dev/null || true; rm -rf "$folder"' EXIT
    for _ in $(seq 120); do
        token=$(sed -n 's/.*Authorization: Bearer //p' "$folder/log" | tr -d '[:space:]')
        if [ -n "$token" ] && curl --silent --fail --max-time 5 "$base/readyz" >/dev/null; then break; fi
        if ! kill -0 "$demo" 2>/dev/null; then cat "$folder/log"; exit 1; fi
        sleep 0.5
    done
fi

if ! cmp -s "$here/requirements.txt" "$tools/requirements.done"; then
    python3 -m venv "$tools/py"
    "$tools/py/bin/pip" install --quiet --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$tools/requirements.done"
fi
if ! cmp -s "$here/package-lock.json" "$tools/package-lock.done"; then
    cp "$here/package.json" "$here/package-lock.json" "$tools/"
    (cd "$tools" && npm ci --silent --ignore-scripts --no-audit --no-fund)
    cp "$here/package-lock.json" "$tools/package-lock.done"
fi

for name in openapi openapi-3.0; do
    curl --silent --show-error --fail --max-time 20 "$base/api/v1/$name.json" --output "$tools/$name.json"
done
"$tools/py/bin/openapi-spec-validator" "$tools/openapi.json" "$tools/openapi-3.0.json"
"$tools/node_modules/.bin/spectral" lint --ruleset "$here/spectral.yaml" --fail-severity warn \
    "$tools/openapi.json" "$tools/openapi-3.0.json"
# It keeps notes of its runs in the folder it is started in.
cd "$tools"
py/bin/schemathesis --config-file "$here/schemathesis.toml" run "$base/api/v1/openapi.json" \
    --header "Authorization: Bearer $token" --max-examples "${JOL_API_EXAMPLES:-50}" --no-color
