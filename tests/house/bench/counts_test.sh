#!/bin/sh
# counts_test.sh BUILD - does counts.sh notice? Baselines are planted, a few bytes above and below what a sleeping task takes
# here, and it must say of each what holds. Prints TAP.
build=$1
here=$(dirname "$0")
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
number=0 failed=0 keys='sleeper-bytes await-allocations'

# plant WHERE BASELINE: figures in which a task that sleeps takes so much. WHERE: the compiler, or nothing for that of here.
plant() {
	cat >"$dir/figures" <<-END
		# with compiler: ${1:-$compiler}
		# with library: $library
		sleeper-bytes | bytes | c | $2 | 320 | 240
		await-allocations | allocations | - | 0 | 0 | 0
	END
}

says() { # says STATUS TEXT NAME: counts.sh ends with this status, and what it prints holds the text
	number=$((number + 1))
	# shellcheck disable=SC2086 # several keys
	FIGURES=$dir/figures sh "$here/counts.sh" "$build" $keys >"$dir/said" 2>&1
	status=$?
	[ $status -eq "$1" ] && grep -qF "$2" "$dir/said" && echo "ok $number - $3" && return
	failed=1
	echo "not ok $number - $3"
	sed "s/^/# /; \$a\\# status $status" "$dir/said"
}

bytes=$("$build/bench-steps" sleeper)
library="any"
compiler="any"
plant '' "$bytes"
says 0 'figures that depend on it are not compared' 'another compiler is told aloud'
compiler=$(sed -n 's/.*; here is \(\(gcc\|clang\).*\): figures.*/\1/p' "$dir/said")
plant '' "$bytes"
says 0 "| $bytes | $bytes | 320 | 240 |  |" 'the same as before passes'
plant '' $((bytes * 100 / 103))
says 1 "sleeper-bytes: $bytes here, and the baseline is $((bytes * 100 / 103))" 'a rise by 3 % fails, with name, figure and baseline'
plant '' $((bytes * 100 / 102))
says 0 "| $bytes | $((bytes * 100 / 102)) |" 'a rise by 2 % passes'
plant '' $((bytes + 4))
says 0 'baseline can fall' 'a fall is told'
plant 'another compiler' 1
says 0 'not compared' 'what depends on another compiler is not compared'
plant '' "$bytes"
sed -i '/await/d' "$dir/figures"
says 1 'await-allocations: no such figure' 'a figure without a baseline fails'
plant '' "$bytes"
sed -i 's/sleeper-bytes/other-bytes/' "$dir/figures"
keys='other-bytes await-allocations'
says 1 'other-bytes: could not be counted' 'what cannot be counted fails'
echo "1..$number"
[ $failed -eq 0 ]
