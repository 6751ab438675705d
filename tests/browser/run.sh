#!/usr/bin/env bash
# Runs the browser's tests against a program: tests/browser/run.sh PROGRAM
# Installs what they need, if it is not there: Node.js, Debian's Chromium and
# the library that drives it.
set -euo pipefail
program="$(realpath "${1:?the program to test, such as target/release/touchline}")"
cd "$(dirname "$0")"

wanted=()
command -v node >/dev/null || wanted+=(nodejs)
command -v npm >/dev/null || wanted+=(npm)
# The shell without windows needs a third of the threads of the whole browser.
browsers=()
if [ -n "${CHROMIUM:-}" ]; then
  browsers=("$CHROMIUM")
else
  for name in chromium-headless-shell chromium; do
    command -v "$name" >/dev/null || wanted+=("$name")
    browsers+=("/usr/bin/$name")
  done
fi
if [ ${#wanted[@]} -gt 0 ]; then
  sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  export DEBIAN_FRONTEND=noninteractive
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" apt-get install -qq -y --no-install-recommends "${wanted[@]}" >/dev/null
fi
[ node_modules/playwright-core -nt package-lock.json ] || {
  npm ci --no-audit --no-fund --loglevel=error
  touch node_modules/playwright-core
}
# A browser that crashes is tried again: another one, and then with fewer tabs,
# telling what the browser itself says.
run() { CHROMIUM="$1" TABS="$2" node watch.mjs "$program"; }
code=0
run "${browsers[0]}" 8 || code=$?
[ "$code" -ne 75 ] || { code=0; DEBUG=pw:browser run "${browsers[-1]}" 8 || code=$?; }
[ "$code" -ne 75 ] || { code=0; DEBUG=pw:browser run "${browsers[0]}" 4 || code=$?; }
exit "$code"
