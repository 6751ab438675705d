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
browser="${CHROMIUM:-$(command -v chromium || true)}"
[ -n "$browser" ] || wanted+=(chromium)
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
export CHROMIUM="${browser:-$(command -v chromium)}"
for attempt in 1 2 3; do
  node watch.mjs "$program" && exit
  code=$?
  [ "$code" -eq 75 ] && [ "$attempt" -lt 3 ] || exit "$code"
done
