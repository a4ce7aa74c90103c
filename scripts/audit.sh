#!/bin/sh
# Ask whether any pinned package has a known vulnerability; say so and go on where nobody answers.
# Other requirements than our own may be named, to try it out.
set -u
cd "$(dirname "$0")/.."
PATH="$(pwd)/.venv/bin:$PATH"
[ $# -gt 0 ] || set -- requirements/*.txt
asked=
for pinned in "$@"; do asked="$asked --requirement $pinned"; done

# shellcheck disable=SC2086 - each is a word of its own
output=$(timeout 20 pip-audit $asked --require-hashes --disable-pip --progress-spinner off \
    --timeout 8 2>&1)
case $? in
0)
    # A registry without advisories knows no package: that nothing was found would say nothing.
    unknown=$(printf '%s\n' "$output" | grep -c "could not be audited")
    [ "$unknown" -eq 0 ] || echo "skipped: the advisory service does not know $unknown packages"
    ;;
1)
    case $output in
    *"known vulnerabilit"*) printf '%s\n' "$output"; exit 1 ;;
    *) echo "skipped: the advisory service cannot be reached" ;;
    esac
    ;;
*) echo "skipped: the advisory service cannot be reached" ;;
esac
