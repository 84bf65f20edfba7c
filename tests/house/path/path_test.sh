#!/bin/sh
# path_test.sh FOLDER COVERED - the article's asynchronous program runs through no more than limits.txt allows, and through the
# files that the map lists; and path.sh notices if it does not. Prints TAP.
cd "$(dirname "$0")/../../.." || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

for _ in 1 2 3 4 5; do # a busy machine may end an idle connection, or find nothing to read yet: ways that are seldom gone
	not=
	sh tests/house/path/path.sh "$1" "$2" tests/house/path/limits.txt >"$dir/said" 2>&1 && break
	not=not
done
echo "${not:+not }ok 1 - the path, within its limits"
[ -z "$not" ] || grep '^path:' "$dir/said" | sed 's/^/# /'

for what in files functions whole executed; do # half of what there is: two runs may differ by a line
	number=$((${number:-1} + 1))
	least=$(grep "files, .* functions" "$dir/said" | grep -o "[0-9]* $what" | sed 's/ .*//')
	sed "s/^[0-9]* $what/$((least / 2)) $what/" tests/house/path/limits.txt >"$dir/limits"
	not=
	sh tests/house/path/path.sh "$1" "$2" "$dir/limits" >"$dir/again" 2>&1 && not=not
	grep -q "^path: [0-9]* $what, at most $((least / 2))" "$dir/again" || not=not
	echo "${not:+not }ok $number - notices: more $what"
done
echo 1..5
