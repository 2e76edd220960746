#!/usr/bin/env bash
# Checks the API of a running service with tools that we did not write: `tests/api/run.sh BASE TOKEN`.
# BASE is an address such as http://127.0.0.1:8080, TOKEN one of a head of office that may write. The service is
# started with a high JOL_API_RATE, as the tools ask some thousand times. They write made-up people into it.
set -euo pipefail
base=${1:?name the address of the service} token=${2:?name a token}
here=$(cd "$(dirname "$0")" && pwd)
tools=$here/../../.tools/api
mkdir -p "$tools"

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
