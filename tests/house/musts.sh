#!/bin/sh
# musts.sh BUILD - the rules of HTTP for a client (notes/http.md): for each fault in musts.txt, does its test notice it?
#
# BUILD is make's folder; CC, CFLAGS and LIBS are make's. The changed object comes before the libraries, and so stands for
# the one in them. ONLY=PATTERN takes the tests whose names match. What is printed is TAP, as tests/house/run.sh reads it.
set -u
build=$1 count=0 failed=0
cd "$(dirname "$0")/../.." || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
unset LOOP_SHUFFLE LOOP_DEBUG LOOP_SLOW_MS

tell() { # tell STATUS WORDS: one line of TAP
	count=$((count + 1))
	[ "$1" -eq 0 ] && echo "ok $count - $2" && return
	failed=$((failed + 1))
	echo "not ok $count - $2"
}

build_mutant() { # build_mutant PROGRAM FILE FROM TO: the test's program with that text of the library changed
	from=$3 to=$4 awk '{
		at = index($0, ENVIRON["from"])
		if (at) found++
		if (at) $0 = substr($0, 1, at - 1) ENVIRON["to"] substr($0, at + length(ENVIRON["from"]))
		print
	} END { exit found != 1 }' "$2" >"$tmp/mutant.c" || return
	# shellcheck disable=SC2086 # flags are words
	${CC:-cc} $CFLAGS -w -MMD -MF /dev/null -c "$tmp/mutant.c" -o "$tmp/mutant.o" &&
		${CC:-cc} $CFLAGS -MMD -MF /dev/null "$build"/tests/*/"test_$1.o" "$tmp/mutant.o" "$build/tests/libshared.a" \
			"$build/libdemo.a" "$build/libasync.a" $LIBS -lcmocka -o "$tmp/mutant"
}

notices() { # notices PROGRAM TEST FILE FROM TO
	if ! build_mutant "$1" "$3" "$4" "$5" >"$tmp/log" 2>&1; then
		tell 1 "$2: its fault cannot be made"
		sed 's/^/# /' "$tmp/log"
		return
	fi
	TEST_ONLY=$2 CMOCKA_MESSAGE_OUTPUT=TAP timeout 20 "$tmp/mutant" >"$tmp/log" 2>&1 </dev/null
	if ! grep -q "^ok .* - $2\$" "$tmp/log" && grep -q "^not ok .* - $2\$" "$tmp/log"; then
		tell 0 "$2 notices its fault"
		return
	fi
	tell 1 "$2 does not notice its fault"
	sed 's/^/# /' "$tmp/log"
}

explained() { # explained TEST: has the note an entry for it, with its fault?
	grep -q "^  [*]Test:[*] \`$1\`; it notices: ." notes/http.md || tell 1 "$1 is not explained in notes/http.md"
}

grep -v '^#' tests/house/musts.txt >"$tmp/musts"
while IFS=' ' read -r program test; do
	[ -n "$program" ] || continue
	{ IFS= read -r file && IFS= read -r from && IFS= read -r to; } || break
	# shellcheck disable=SC2254 # a pattern is meant
	case $test in
	${ONLY:-*}) notices "$program" "$test" "$file" "$from" "$to" && explained "$test" ;;
	esac
done <"$tmp/musts"
echo "1..$count"
[ "$count" -ge 45 ] && [ "$failed" -eq 0 ]
