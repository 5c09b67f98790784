#!/bin/sh
# Makes an archive of each binary in a folder: the binary, licences, changelog, README, man page and completions.
#
#     tools/release/archives.sh dist
#     DENO="npx -y deno@2.9.6" tools/release/archives.sh dist
#
# The same binaries give the same bytes: names are sorted, and there are no times, owners or umasks in them. Needs GNU tar.
set -eu

folder=${1:?write the folder of the binaries, such as dist}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/completions"
for shell in bash zsh fish; do
  # shellcheck disable=SC2086 # it may be several words
  ${DENO:-deno} run --no-prompt --allow-read "$root/main.ts" completions "$shell" > "$work/completions/batch-signal.$shell"
done
cp "$root/LICENSE" "$root/CHANGELOG.md" "$root/README.md" "$root/docs/batch-signal.1" "$work"
# shellcheck disable=SC2086
${DENO:-deno} run --no-prompt --allow-read --allow-write --allow-env --allow-run "$root/tools/release/bundle.ts" \
  --commit archive --output "$work/bundle" > /dev/null
mv "$work/bundle/THIRD-PARTY-LICENSES.txt" "$work"
rm -r "$work/bundle"
chmod 644 "$work"/[A-Zb]* "$work"/completions/*
chmod 755 "$work/completions"

made=no
for binary in "$folder"/batch-signal-*; do
  target=$(basename "$binary")
  case $target in
    *-windows-*.exe) name=batch-signal.exe target=${target%.exe} ;;
    *-linux-* | *-apple-*) name=batch-signal ;;
    *) continue ;;
  esac
  case $target in *.tar.gz) continue ;; esac
  cp "$binary" "$work/$name"
  chmod 755 "$work/$name"
  (cd "$work" && tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=ustar -cf - ./*) |
    gzip -n > "$folder/$target.tar.gz"
  rm "$work/$name"
  made=yes
done
if [ "$made" = no ]; then
  echo "archives: $folder has no binary" >&2
  exit 1
fi
