#!/bin/sh
# none.sh FOLDER - is the lunch the same where there is no fd, signal or thread (loop/none.c)? FOLDER/none has the
# programs of that build; what they print and record must be what FOLDER's do, byte for byte. Prints TAP.
set -u
unset LOOP_DEBUG LOOP_SLOW_MS LOOP_SHUFFLE
cd "$(dirname "$0")/../.." || exit 2
folder=$1 number=0 failed=0
dir=$(mktemp -d "$folder/tests/none.XXXXXX") || exit 2 # here: WebAssembly sees this folder only
trap 'rm -rf "$dir"' EXIT

tell() { # tell NAME: one test, whose result is the status of the last command
	status=$? number=$((number + 1))
	[ $status = 0 ] && echo "ok $number - $1" && return
	echo "not ok $number - $1"
	failed=1
}

alike() { # alike PROGRAM OPTION…: both builds' output and errors, through pipes
	program=$1
	shift
	"$folder/$program" "$@" 2>"$dir/errors" | cat >"$dir/output"
	"$other/$program" "$@" 2>"$dir/other.errors" | cat >"$dir/other.output"
	[ -s "$dir/output" ] && cmp "$dir/output" "$dir/other.output" && cmp "$dir/errors" "$dir/other.errors"
}

recorded() { # recorded OPTION…: both builds' records; their first lines name the backends, and only these
	"$folder/restaurant" "$@" --record "$dir/lunch" >"$dir/output" 2>&1 &&
		"$other/restaurant" "$@" --record "$dir/other" >"$dir/output" 2>&1 || return
	for way in sync async; do
		[ "$(head -n 1 "$dir/other.$way")" = '{"record":1,"clock":"virtual","backend":"none"}' ] || return
		sed '1s/"backend":"[a-z]*"/"backend":"none"/' "$dir/lunch.$way" | cmp - "$dir/other.$way" || return
		[ "$(wc -l <"$dir/other.$way")" -gt 20 ] || return
	done
}

lunches() { # lunches WHERE: all of them with the programs in $other
	# shellcheck disable=SC2086 # options are words
	for asked in '' '--scene slow' '--scene burnt' '--scene leaves' '--scene cooks-himself' '--scene big-order'; do
		alike restaurant $asked
		tell "$1: restaurant $asked"
		recorded $asked --chefs 2
		tell "$1: the record of restaurant $asked"
	done
	# shellcheck disable=SC2086
	for show in --field --table --explain --svg '--at 7'; do
		alike restaurant $show --customers 9 --chefs 4
		tell "$1: restaurant $show"
	done
	recorded --customers 1000 --chefs 100
	tell "$1: the record of a thousand guests"
}

other=$folder/none
lunches none
alike hello
tell "none: a second of the real clock"
if [ -e "$folder/none/restaurant.wasm" ] && node -e 'require("node:wasi")' 2>"$dir/errors"; then
	other=$dir
	printf '#!/bin/sh\nexec node --no-warnings demo/restaurant/restaurant.mjs %s "$@"\n' "$folder/none/restaurant.wasm" >"$dir/restaurant"
	chmod +x "$dir/restaurant"
	lunches wasm
else
	number=$((number + 1))
	echo "ok $number # SKIP wasm: nothing to build it with, or no node"
fi
echo "1..$number"
[ $failed = 0 ]
