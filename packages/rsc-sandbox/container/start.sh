#!/bin/sh
# Starts the sandbox on plain HTTP inside the container and TLS before it; the container ends when either of them does.
set -eu
name=${RSC_SANDBOX_NAME:-localhost}
certificate.sh /tls "$name"
rsc-sandbox serve --host 127.0.0.1 --port 8010 --data "${RSC_SANDBOX_DATA:-/data/sandbox.sqlite}" \
  --www-base "${RSC_SANDBOX_WWW_BASE:-https://$name:8443}" "$@" &
sandbox=$!
stunnel /etc/stunnel/rsc-sandbox.conf &
tls=$!
trap 'kill "$sandbox" "$tls" 2>/dev/null || true' TERM INT EXIT
while kill -0 "$sandbox" 2>/dev/null && kill -0 "$tls" 2>/dev/null; do
  sleep 1 &
  wait $! || true
done
