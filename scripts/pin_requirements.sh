#!/bin/sh
# Pin what pyproject.toml asks for, with hashes, for every platform; needs uv (pip install uv).
# Without arguments the pins there are stay as far as possible; --upgrade takes the newest.
set -eu
cd "$(dirname "$0")/.."

pin() {
    output=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --output-file "$output" "$@"
}

pin requirements/web.txt pyproject.toml --group build --extra web "$@"
pin requirements/dev.txt pyproject.toml --group build --extra web --extra dev \
    --constraint requirements/web.txt "$@"
pin requirements/peers.txt --group peers "$@"
