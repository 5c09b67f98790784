#!/bin/sh
# Installs batch-signal: picks the binary for this machine, verifies its checksum, and installs nothing if anything fails.
#
#   BASE_URL=https://…/releases/download/v0.1.0 sh install.sh [FOLDER]
#
# BASE_URL is where the release's files are, FOLDER where the binary goes (default: ~/.local/bin).
set -eu

fail() {
  echo "install: $*" >&2
  exit 1
}

# The binaries for Linux need glibc, and say no word about it where it is not there.
require_glibc() {
  case "$(ldd --version 2>&1 || true)" in
    *musl*) fail "this system has musl, and the binary needs glibc: use the container, or a system such as Debian" ;;
  esac
}

target() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64 | Linux-amd64) echo x86_64-unknown-linux-gnu ;;
    Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-gnu ;;
    Darwin-x86_64) echo x86_64-apple-darwin ;;
    Darwin-arm64) echo aarch64-apple-darwin ;;
    *) fail "there is no binary for $(uname -s) on $(uname -m)" ;;
  esac
}

# Only https, but for a copy of a release on this machine.
fetch() {
  case "$1" in
    https://*)
      curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --connect-timeout 20 --max-time 600 \
        --retry 3 --output "$2" "$1"
      ;;
    file://* | http://127.0.0.1:*) curl --proto '=file,http' --fail --silent --show-error --output "$2" "$1" ;;
    *) fail "BASE_URL is $BASE_URL, expected https://…" ;;
  esac || fail "$1 can't be fetched"
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 "$1" | cut -d ' ' -f 1
  else
    fail "neither sha256sum nor shasum is there to verify the checksum"
  fi
}

# All in functions, called on the last line: a script that arrives in part does nothing.
main() {
  [ "$#" -le 1 ] || fail "expected one folder at most"
  [ -n "${BASE_URL:-}" ] || fail "BASE_URL is missing, expected the address of a release's files"
  command -v curl >/dev/null 2>&1 || fail "curl is missing"
  [ -n "${1:-}${HOME:-}" ] || fail "HOME is not set, expected a folder: sh install.sh FOLDER"
  folder=${1:-$HOME/.local/bin}
  require_glibc
  target=$(target)
  name=batch-signal-$target
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  trap 'exit 1' HUP INT TERM
  fetch "$BASE_URL/SHA256SUMS" "$scratch/SHA256SUMS"
  fetch "$BASE_URL/$name" "$scratch/$name"
  expected=$(awk -v name="$name" '$2 == name || $2 == "*" name { print $1 }' "$scratch/SHA256SUMS")
  found=$(sha256 "$scratch/$name")
  case "$expected" in
    ????????????????????????????????????????????????????????????????) ;;
    *) fail "SHA256SUMS has not one checksum of $name" ;;
  esac
  [ "$found" = "$expected" ] || fail "$name has the checksum $found, expected $expected"
  chmod 755 "$scratch/$name"
  version=$("$scratch/$name" --version 2>&1) || fail "$name does not run here: $version"
  mkdir -p "$folder"
  # Beside its place first, so that no one ever starts half a file.
  cp "$scratch/$name" "$folder/.batch-signal.new"
  chmod 755 "$folder/.batch-signal.new"
  mv -f "$folder/.batch-signal.new" "$folder/batch-signal"
  echo "install: $folder/batch-signal ($version, $target, sha256 $found)"
  case ":$PATH:" in
    *":$folder:"*) ;;
    *) echo "install: $folder is not in PATH: add it, or start $folder/batch-signal" ;;
  esac
}

main "$@"
