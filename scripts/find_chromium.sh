#!/bin/sh
# Print the path of a Chromium for the journeys, installing it where that can be done without
# asking: as root on Debian. Everything else that is said goes to standard error.
set -eu

say() { printf '%s\n' "$*" >&2; }

search() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        command -v "$name" 2>/dev/null && return
    done
    for path in \
        "/Applications/Chromium.app/Contents/MacOS/Chromium" \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "$HOME/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*/chrome-linux*/chrome \
        "$HOME"/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*; do
        if [ -x "$path" ]; then
            printf '%s\n' "$path"
            return
        fi
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    if ! command -v "$CHROMIUM" >/dev/null 2>&1; then
        say "CHROMIUM is $CHROMIUM, which cannot be run."
        exit 1
    fi
    printf '%s\n' "$CHROMIUM"
    exit
fi
search && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "There is no Chromium for the journeys; installing Debian's ..."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -q -y --no-install-recommends chromium; } >&2
    search && exit
fi
say "The journeys need Chromium. Install it, for example with"
say "    apt-get install chromium                     (Debian)"
say "    brew install --cask chromium                 (macOS)"
say "    .venv/bin/playwright install chromium        (anywhere)"
say "or set CHROMIUM to its path."
exit 1
