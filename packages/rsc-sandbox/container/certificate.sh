#!/bin/sh
# Makes a certificate authority for this container alone and a certificate of it for the name the sandbox goes by.
# usage: certificate.sh FOLDER NAME; what is there already stays. Trust FOLDER/ca.pem; ca.key never leaves the container.
set -eu
folder=$1
name=$2
[ -s "$folder/server.pem" ] && exit 0
umask 077
mkdir -p "$folder"
openssl req -x509 -newkey rsa:2048 -nodes -days 825 -subj "/CN=rsc-sandbox (not LinkedIn)" \
  -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
  -keyout "$folder/ca.key" -out "$folder/ca.pem" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout "$folder/server.key" -out "$folder/server.csr" 2>/dev/null
printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' "$name" > "$folder/server.ext"
openssl x509 -req -in "$folder/server.csr" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -CAcreateserial -days 825 \
  -extfile "$folder/server.ext" -out "$folder/server.pem" 2>/dev/null
chmod 644 "$folder/ca.pem"
