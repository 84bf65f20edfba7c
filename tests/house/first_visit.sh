#!/bin/sh
# first_visit.sh - a fresh clone, and the README's first command, quicker (COOK=20) and without its packages: within a minute
# it prints what the README shows, but for its figures and bars. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
if ! git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	echo "ok 1 # SKIP a first visit: no repository to clone"
	exit 0
fi
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

shape() { # what does not change from run to run: no figures, no bars, no axes
	sed -E 's/^ +//; s/-?[0-9.]+/N/g; s/(N s) .*/\1/; s/seconds .*/seconds/; s/ +/ /g' "$@" | grep -E '[a-z]{3}'
}

tell() { # tell STATUS NAME
	number=$((${number:-0} + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" && return
	failed=1
	echo "not ok $number - $2"
	sed 's/^/# /' "$dir/said"
}

command=$(sed -n 's/^    .*apt-get install .* && \(make demo\)$/\1/p' README.md)
[ "$command" = "make demo" ]
tell $? "the README's first command"
git clone -q . "$dir/tree" >"$dir/said" 2>&1
tell $? "a clone"
(unset MAKEFLAGS MAKELEVEL MFLAGS; cd "$dir/tree" && timeout 60 $command COOK=20) >"$dir/out" 2>"$dir/said"
tell $? "$command COOK=20 within a minute"
sed -n '/^    100 names/,/^!\[/p' README.md | sed '$d' | shape >"$dir/wanted"
sed -n '/^100 names/,$p' "$dir/out" | shape >"$dir/printed"
[ "$(wc -l <"$dir/wanted")" -ge 9 ] && grep -vxF -f "$dir/printed" "$dir/wanted" >"$dir/said"
[ $? -eq 1 ]
tell $? "it prints what the README shows"
echo 1..4
exit ${failed:-0}
