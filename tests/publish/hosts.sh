#!/usr/bin/env bash
# Lays the hosts that the tests of publishing talk to, and that are not part of
# a system, into target/hosts: an S3 server and an SSH server, both in Python.
set -euo pipefail
cd "$(dirname "$0")/../.."
hosts="${TOUCHLINE_HOSTS:-target/hosts}"
if [ ! -x "$hosts/bin/moto_server" ] || ! "$hosts/bin/python" -c 'import asyncssh' 2>/dev/null; then
  python3 -m venv "$hosts"
  "$hosts/bin/pip" install --quiet --disable-pip-version-check 'moto[server,s3]==5.*' 'asyncssh==2.*' boto3
fi
echo "hosts for the tests of publishing: $hosts"
