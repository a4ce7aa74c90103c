#!/bin/sh
# Make .venv with what is pinned in requirements/, for "web" (to run) or "dev" (to test as well).
# A second run finds its stamp and is done at once. Only POSIX sh and a Python are needed.
set -eu
cd "$(dirname "$0")/.."
wanted=${1:?web or dev}
here=$(pwd)

say() { printf '%s\n' "$*"; }
stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

# The stamp changes when the pins, the project's own entry points or the place change.
stamp_for() { printf '%s\n' "$here" && cksum "requirements/$1.txt" pyproject.toml; }
is_done() { [ -x .venv/bin/python ] && [ "$(cat ".venv/varv-$1" 2>/dev/null)" = "$(stamp_for "$1")" ]; }

find_python() {
    no_venv=
    too_old=
    for candidate in python3.13 python3.12 python3.11 python3; do
        command -v "$candidate" >/dev/null 2>&1 || continue
        version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        if ! "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            too_old="$candidate is Python $version"
        elif ! "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
            no_venv="$candidate (Python $version)"
        else
            python=$candidate
            return
        fi
    done
    if [ -n "$no_venv" ]; then
        stop "The Python here, $no_venv, has no venv module." \
            "On Debian and Ubuntu install it with:  apt-get install python3-venv" \
            "and then run make again."
    elif [ -n "$too_old" ]; then
        stop "varv needs Python 3.11 or later, but $too_old." \
            "Install a newer one: on Debian 12, Ubuntu 24.04 or later  apt-get install python3 python3-venv," \
            "on macOS  brew install python@3.13"
    fi
    stop "There is no Python here. varv needs Python 3.11 or later:" \
        "on Debian and Ubuntu  apt-get install python3 python3-venv, on macOS  brew install python@3.13"
}

make_venv() {
    # A folder that was moved or cut off half-way is of no use: its scripts name the old place.
    if [ -x .venv/bin/python ] && [ -x .venv/bin/pip ] && .venv/bin/python -c 'import pip' 2>/dev/null &&
        [ "$(.venv/bin/python -c 'import sys; print(sys.prefix)')" = "$here/.venv" ] &&
        head -1 .venv/bin/pip | grep -qF "$here/.venv/"; then
        return
    fi
    find_python
    say "Making .venv with $python ..."
    "$python" -m venv --clear .venv
}

install() {
    say "Installing the packages in requirements/$wanted.txt into .venv; the first time this takes a minute or two ..."
    rm -f .venv/varv-web .venv/varv-dev
    "$here/.venv/bin/python" -m pip install --disable-pip-version-check --quiet \
        --require-hashes --requirement "requirements/$wanted.txt" ||
        stop "The packages could not be installed; the reason is above."
    "$here/.venv/bin/python" -m pip install --disable-pip-version-check --quiet \
        --no-deps --no-build-isolation --no-index --editable . ||
        stop "varv itself could not be installed; the reason is above."
    stamp_for web >.venv/varv-web # what is needed to test holds what is needed to run
    [ "$wanted" = web ] || stamp_for dev >.venv/varv-dev
}

compile_translations() {
    changed=$(find src -name django.po -newer .venv/varv-translations 2>/dev/null || echo all)
    [ -n "$changed" ] || return 0
    .venv/bin/python scripts/translations.py compile >/dev/null
    touch .venv/varv-translations
}

if ! is_done "$wanted"; then
    make_venv
    install
fi
compile_translations
