#!/bin/sh
# demo.sh FOLDER COOK - the article's comparison: 100 names one after the other, then all at once, from the kitchen of this machine.
# FOLDER holds the programs, COOK is how many milliseconds the kitchen takes for each answer.
set -u
build=$1 cook=$2
here=$(dirname "$0")
dir=$(mktemp -d) || exit 1
kitchen=
if [ -t 2 ]; then progress=--progress; else progress=; fi

clean_up() {
	[ -n "$kitchen" ] && kill "$kitchen" 2>/dev/null && wait "$kitchen"
	rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# The kitchen says where it listens, and whom a client must trust, in its first line.
mkfifo "$dir/ready"
"$build/kitchen" --cook "$cook" >"$dir/ready" &
kitchen=$!
read -r url ca <"$dir/ready" || { echo "demo: the kitchen does not open" >&2; exit 1; }

# ask WAY NAMES...: runs one program, showing its progress as it goes, and then the head of its table and its time.
ask() {
	way=$1
	shift
	# shellcheck disable=SC2046,SC2086 # one argument for each name
	"$@" --url "$url" --cacert "$ca" --format table $progress $(cat "$here/names100.txt") 2>&1 >"$dir/$way" | tee "$dir/$way.err" >&2
	seconds=$(sed -n 's/.*Time taken: \([0-9.]*\) seconds.*/\1/p' "$dir/$way.err")
	if [ -z "$seconds" ] || [ "$(wc -l <"$dir/$way")" -ne 101 ]; then
		echo "demo: not all of the 100 names were answered" >&2
		exit 1
	fi
	sed -n '1,4s/^/    /p' "$dir/$way"
	echo "    ... and 97 more"
	echo
}

echo "Kitchen: $url, $cook ms an answer. Chart: $build/chart.svg"
echo "Synchronously: one name after the other, a new connection for each"
ask sync "$build/genderize_sync"
sync=$seconds
echo "Asynchronously: all names at once, each answer as it arrives"
ask async "$build/genderize"
"$build/chart" --title "100 names, $cook ms each" --svg "$build/chart.svg" "sync=$sync" "async=$seconds"
