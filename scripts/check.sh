#!/bin/sh
# Run every check at once, all of them even if one finds something, and fail if any did.
set -u
cd "$(dirname "$0")/.."
PATH="$(pwd)/.venv/bin:$PATH"
heard=$(mktemp -d)
trap 'rm -rf "$heard"' EXIT
started=
failed=

check() {
    name=$1
    shift
    "$@" >"$heard/$name" 2>&1 &
    started="$started $name:$!"
}

report() {
    printf '%-14s' "$1"
    if wait "$2"; then
        case $(cat "$heard/$1") in skipped:*) cat "$heard/$1" ;; *) echo "ok" ;; esac
    else
        echo "MISTAKES"
        cat "$heard/$1"
        failed="$failed $1"
    fi
}

templates() { find src -path '*/templates/*' -name '*.html' | grep -q . || return 0; djlint --quiet "$@" src; }

# The warning is about the database, which this check does not need.
migrations() {
    VARV_POOL_SIZE=0 VARV_DATABASE_URL="postgresql:///varv?host=/nowhere" \
        python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --settings varv.web.settings
}

check style ruff check .
check format ruff format --check .
check types mypy
check layers lint-imports
check templates templates --lint
check layout templates --check
check migrations migrations
check translations python scripts/translations.py check
check regions sh -c 'for folder in regions/*/; do varv check-region "$folder" || exit 1; done'
check audit scripts/audit.sh

for one in $started; do report "${one%:*}" "${one#*:}"; done
[ -z "$failed" ] || { echo "Mistakes in:$failed"; exit 1; }
