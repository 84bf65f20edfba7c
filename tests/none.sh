#!/bin/sh
# none.sh FOLDER - is the lunch the same where there is no fd, signal or thread (loop/none.c)? FOLDER/none has the
# programs of that build; what they print and record must be what FOLDER's do, byte for byte. Prints TAP.
set -u
unset LOOP_DEBUG LOOP_SLOW_MS LOOP_SHUFFLE
cd "$(dirname "$0")/.." || exit 2
folder=$1 number=0 failed=0
dir=$(mktemp -d) || exit 2
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
	"$folder/none/$program" "$@" 2>"$dir/none.errors" | cat >"$dir/none.output"
	[ -s "$dir/output" ] && cmp "$dir/output" "$dir/none.output" && cmp "$dir/errors" "$dir/none.errors"
}

recorded() { # recorded OPTION…: both builds' records; their first lines name the backends, and only these
	"$folder/restaurant" "$@" --record "$dir/lunch" >"$dir/output" 2>&1 &&
		"$folder/none/restaurant" "$@" --record "$dir/none" >"$dir/output" 2>&1 || return
	for way in sync async; do
		[ "$(head -n 1 "$dir/none.$way")" = '{"record":1,"clock":"virtual","backend":"none"}' ] || return
		sed '1s/"backend":"[a-z]*"/"backend":"none"/' "$dir/lunch.$way" | cmp - "$dir/none.$way" || return
		[ "$(wc -l <"$dir/none.$way")" -gt 20 ] || return
	done
}

# shellcheck disable=SC2086 # options are words
for asked in '' '--scene slow' '--scene burnt' '--scene leaves' '--scene cooks-himself' '--scene big-order'; do
	alike restaurant $asked
	tell "a log: restaurant $asked"
	recorded $asked --chefs 2
	tell "a record: restaurant $asked"
done
for show in --field --table --explain --svg '--at 7' --ascii; do
	alike restaurant $show --customers 9 --chefs 4
	tell "restaurant $show"
done
recorded --customers 1000 --chefs 100
tell "a record: a thousand guests"
alike hello
tell "a second of the real clock"
echo "1..$number"
[ $failed = 0 ]
