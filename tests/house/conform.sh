#!/bin/sh
# The pairs of tests/house/conform: each rule of asyncio as a C and a Python program that print the same lines.
#
#     conform.sh test BUILD       each C program against the stored lines of Python (BUILD: make's folder)
#     conform.sh python BUILD     the same, and Python itself; PYTHON names another one than python3
#     conform.sh mutants BUILD    each pair must fail when its .mutant is done to the library; CC, CFLAGS and LIBS
#                                 are make's
#     conform.sh update BUILD     stores what PYTHON prints today
#
# ONLY=PATTERN takes the pairs whose names match. NN_words.txt is Python's output, NN_words.deviation the C
# side's where it differs on purpose; the first line of either tells its origin, or the reason.
# NN_words.mutant has three lines: a file of the library, a text that stands in it once, and what is to stand
# there instead. What is printed is TAP, as tests/house/run.sh reads it.
mode=$1 build=$2 count=0 failed=0
cd "$(dirname "$0")/../.." || exit 2
PYTHON=${PYTHON:-python3}
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
unset LOOP_SHUFFLE LOOP_DEBUG LOOP_SLOW_MS

tell() { # tell STATUS WORDS: one line of TAP
	count=$((count + 1))
	[ "$1" -eq 0 ] && echo "ok $count - $2" && return
	failed=$((failed + 1))
	echo "not ok $count - $2"
}

same() { # same WORDS STORED OUTPUT: OUTPUT must be the lines of STORED behind its first
	tail -n +2 "$2" | diff - "$3" >"$tmp/diff" 2>&1
	tell $? "$1"
	sed 's/^/# /' "$tmp/diff"
}

lines_of() { # lines_of PROGRAM …: what it prints, into $tmp/out; one that hangs or dies says so there
	timeout 10 "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || echo "ended with status $?" >>"$tmp/out"
}

has_python() { # has_python PAIR: is PYTHON there, and new enough for it?
	needs=$(sed -n '1s/^# needs 3\.\([0-9]*\).*/\1/p' "tests/house/conform/$1.py")
	"$PYTHON" -c "import sys; sys.exit(sys.version_info < (3, ${needs:-11}))" 2>/dev/null && return
	echo "# $1 needs Python 3.${needs:-11}"
	count=$((count + 1))
	echo "ok $count # SKIP $1 in Python"
	return 1
}

build_mutant() { # build_mutant PAIR: the pair's program with one line of the library changed, $tmp/mutant
	{ read -r file && IFS= read -r from && IFS= read -r to; } <"tests/house/conform/$1.mutant" || return
	from=$from to=$to awk '{
		at = index($0, ENVIRON["from"])
		if (at) found++
		if (at) $0 = substr($0, 1, at - 1) ENVIRON["to"] substr($0, at + length(ENVIRON["from"]))
		print
	} END { exit found != 1 }' "$file" >"$tmp/mutant.c" || return
	# The changed object comes before the library and so stands for the library's own.
	flags=${CFLAGS:--std=c11 -D_POSIX_C_SOURCE=200809L -I. -pthread}
	${CC:-cc} $flags -w -MMD -MF /dev/null -c "$tmp/mutant.c" -o "$tmp/mutant.o" &&
		${CC:-cc} $flags -MMD -MF /dev/null "$build/tests/house/conform/$1.o" "$tmp/mutant.o" "$build/tests/libshared.a" "$build/libasync.a" \
			${LIBS:--lssl -lcrypto} -o "$tmp/mutant"
}

mutant_fails() { # mutant_fails PAIR STORED
	if ! build_mutant "$1" >"$tmp/err" 2>&1; then
		tell 1 "$1's mutant cannot be made"
		sed 's/^/# /' "$tmp/err"
		return
	fi
	lines_of "$tmp/mutant"
	tail -n +2 "$2" | diff - "$tmp/out" >/dev/null && tell 1 "$1 does not notice its mutant" && return
	tell 0 "$1 notices its mutant"
}

for source in tests/house/conform/${ONLY:-*}.c; do
	pair=$(basename "$source" .c)
	python_lines=tests/house/conform/$pair.txt c_lines=$python_lines
	[ -e "tests/house/conform/$pair.deviation" ] && c_lines=tests/house/conform/$pair.deviation
	case $mode in
	test | python)
		lines_of "$build/tests/house/conform/$pair"
		same "$pair in C" "$c_lines" "$tmp/out"
		;;
	mutants) mutant_fails "$pair" "$c_lines" ;;
	esac
	case $mode in
	python | update)
		has_python "$pair" || continue
		lines_of "$PYTHON" -B "tests/house/conform/$pair.py"
		;;
	esac
	case $mode in
	python) same "$pair in Python" "$python_lines" "$tmp/out" ;;
	update)
		! grep -q '^ended with status' "$tmp/out" &&
			{ echo "# $("$PYTHON" --version)" && cat "$tmp/out"; } >"$python_lines"
		tell $? "$pair stored"
		;;
	esac
done
echo "1..$count"
[ "$count" -gt 0 ] && [ "$failed" -eq 0 ]
