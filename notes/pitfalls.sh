#!/bin/sh
# pitfalls.sh [--check] - writes the mistakes of tests/house/misuse/ into notes/pitfalls.md as they are today (pitfalls.awk).
# With --check nothing is written: what would change is said, with status 1.
set -u
cd "$(dirname "$0")/.." || exit 2
new=$(mktemp) || exit 2
trap 'rm -f "$new"' EXIT
note=${PITFALLS:-notes/pitfalls.md}
LC_ALL=C awk -f notes/pitfalls.awk "$note" tests/house/misuse/*.c >"$new" || exit 1
cmp -s "$note" "$new" && exit 0
[ "${1-}" = --check ] && echo "$note: a mistake is not what the gallery says today: make notes" >&2 && exit 1
cat "$new" >"$note"
echo "$note"
