#!/bin/sh
# running.sh - does run.sh count what it must? Programs that pass, fail, skip, die, and say nothing. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
number=0 failed=0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

program() { # program NAME COMMANDS
	printf '#!/bin/sh\n%s\n' "$2" >"$dir/$1" && chmod +x "$dir/$1"
}

counts() { # counts STATUS SUMS REQUIRE PROGRAM…: how run.sh ends, and its last line
	number=$((number + 1)) status=$1 sums=$2 require=$3
	shift 3
	name=$*
	for word do
		shift
		set -- "$@" "$dir/$word"
	done
	REQUIRE=$require sh tests/house/run.sh "$@" >"$dir/said"
	if [ $? = "$status" ] && [ "$(tail -n 1 "$dir/said")" = "$sums" ]; then
		echo "ok $number - ${require:+REQUIRE=$require }$name"
	else
		echo "not ok $number - ${require:+REQUIRE=$require }$name"
		sed 's/^/# /' "$dir/said"
		failed=1
	fi
}

program passes 'echo "ok 1 - a"; echo "ok 2 - b"'
program fails 'echo "ok 1 - a"; echo "not ok 2 - b"; exit 1'
program skips 'echo "ok 1 - a"; echo "ok 2 # SKIP b: not here"'
program cmocka_skips 'echo "not ok 1 # SKIP a"'
program dies 'echo "ok 1 - a"; kill -9 $$'
program silent :

counts 0 '2 passed, 0 failed, 0 skipped' '' passes
counts 1 '3 passed, 1 failed, 0 skipped' '' passes fails
counts 0 '3 passed, 0 failed, 1 skipped' '' passes skips
counts 0 '2 passed, 0 failed, 1 skipped' '' passes cmocka_skips
counts 1 '1 passed, 1 failed, 0 skipped' '' dies
counts 1 '0 passed, 1 failed, 0 skipped' '' silent
counts 0 '2 passed, 0 failed, 0 skipped' all passes
counts 1 '3 passed, 2 failed, 2 skipped' all passes skips cmocka_skips
counts 0 '3 passed, 0 failed, 1 skipped' none passes skips
echo "1..$number"
exit $failed
