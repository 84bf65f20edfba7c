#!/bin/sh
# curve.sh FOLDER COOK - prints the time for 1 to 1,000 names: asked one after the other, and all at once.
# FOLDER holds the programs; the kitchen on this machine takes COOK milliseconds for each answer. The
# ideal is the time of one answer, for any number of names.
set -u
. "$(dirname "$0")/beside.sh"

# seconds PROGRAM: prints its time for the names in the file. It fails unless all were answered.
seconds() {
	"$build/$1" --url "$url" --cacert "$ca" <"$dir/names" >"$dir/answers" 2>"$dir/errors"
	if [ "$(wc -l <"$dir/answers")" -ne "$count" ]; then
		head -n 5 "$dir/errors" >&2
		echo "curve: $1 did not get $count answers" >&2
		exit 1
	fi
	sed -n 's/.*Time taken: \([0-9.]*\) seconds.*/\1/p' "$dir/errors"
}

echo "Time against number of names, $cook ms each"
printf '%10s %10s %10s %10s\n' names sync async ideal
for count in 1 3 10 30 100 300 1000; do
	sed '/^#/d; s/	.*//' "$here/kitchen/names.txt" "$here/kitchen/names.txt" | head -n "$count" >"$dir/names"
	sync=$(seconds genderize_sync) && async=$(seconds genderize) || exit 1
	printf '%10d %8s s %8s s %8s s\n' "$count" "$sync" "$async" "$(echo "$cook" | awk '{ print $1 / 1000 }')"
done
