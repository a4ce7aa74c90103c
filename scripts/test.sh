#!/bin/sh
# Run the checks, the journeys in Chromium and all other tests, each even if one before it failed;
# then say again, last of all, what failed and how its output ended.
set -u
cd "$(dirname "$0")/.."
CHROMIUM=$(scripts/find_chromium.sh) || exit
export CHROMIUM
heard=$(mktemp -d)
trap 'rm -rf "$heard"' EXIT
failed=

part() {
    name=$1
    shift
    { "$@" 2>&1 || : >"$heard/$name.failed"; } | tee "$heard/$name"
    [ ! -e "$heard/$name.failed" ] || failed="$failed $name"
}

in_two_processes() { .venv/bin/python -m pytest -n 2 --dist loadgroup "$@"; }

echo "Checking, then walking the stories in $CHROMIUM, then testing with two processes ..."
part checks scripts/check.sh
part journeys in_two_processes tests/journeys
part tests in_two_processes --ignore tests/journeys tests

[ -n "$failed" ] || exit 0
for name in $failed; do
    printf '\n--- The %s failed. Their output ended so:\n' "$name"
    tail -n 40 "$heard/$name"
done
printf '\nFailed:%s\n' "$failed"
exit 1
