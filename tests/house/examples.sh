#!/bin/sh
# examples.sh FOLDER FILE… - does each example print what stands in the file beside it? That begins with "$ NAME arguments",
# as one would type it; below stands what FOLDER/NAME then prints, on both outputs. It must end with status 0. Prints TAP.
set -u
unset LOOP_DEBUG LOOP_SLOW_MS LOOP_SHUFFLE
cd "$(dirname "$0")/../.." || exit 2
folder=$1 number=0 failed=0
shift
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

prints() { # prints FILE: what it says
	command=$(sed -n '1s/^\$ //p' "$1")
	[ -n "$command" ] || { echo "$1:1: does not begin with \$ NAME" >"$dir/wrong"; return 1; }
	sed 1d "$1" >"$dir/expected"
	sh -c "exec $folder/$command" >"$dir/output" 2>&1 </dev/null
	echo "ended with status $?" >"$dir/wrong"
	diff "$dir/expected" "$dir/output" >>"$dir/wrong" && grep -q 'status 0$' "$dir/wrong"
}

for file do
	number=$((number + 1))
	if prints "$file"; then
		echo "ok $number - $file"
	else
		echo "not ok $number - $file"
		sed 's/^/# /' "$dir/wrong"
		failed=1
	fi
done
echo "1..$number"
exit $failed
