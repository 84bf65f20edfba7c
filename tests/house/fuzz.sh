#!/bin/sh
# fuzz.sh - any bytes, given to whatever reads what others wrote: tests/house/fuzz/TARGET.c, with seeds in seeds/TARGET.
#
#     fuzz.sh sample FOLDER         each target, without libFuzzer: its seeds, and RUNS copies with changes. Prints TAP
#     fuzz.sh can                   is there a clang with libFuzzer? If not, says so
#     fuzz.sh long FOLDER SECONDS   with it, so many seconds for all targets together
#     fuzz.sh faults FOLDER SECONDS each fault of tests/house/fuzz/faults, put into the code, is found within them
#
# FOLDER is where make has built the targets. ONLY=PATTERN takes those whose names match.
set -u
cd "$(dirname "$0")/../.." || exit 2
mode=$1 folder=${2:-} seconds=${3:-60} count=0 failed=0
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
targets=$(ls tests/house/fuzz/${ONLY:-*}.c | sed 's|.*/||; s|\.c$||; /^run$/d')

tell() { # tell STATUS WORDS: one line of TAP, and why
	count=$((count + 1))
	[ "$1" -eq 0 ] && echo "ok $count - $2" && return
	failed=$((failed + 1))
	echo "not ok $count - $2"
	grep -aE 'broken: |ERROR: |runtime error: |^ *#[0-9]+ |found-|cannot|error: ' "$tmp/said" | head -n 20 | sed 's/^/# /'
}

fuzz() { # fuzz PROGRAM TARGET SECONDS CORPUS: what it finds is kept beside the program
	mkdir -p "$4"
	"$1" -max_total_time="$3" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -artifact_prefix="$folder/found-$2-" \
		"$4" "tests/house/fuzz/seeds/$2" >"$tmp/said" 2>&1
}

build_fault() { # build_fault NAME TARGET: the target's fuzzer with one text of the code changed, $tmp/fault
	{ read -r target && read -r file && IFS= read -r from && IFS= read -r to; } <"tests/house/fuzz/faults/$1" || return
	from=$from to=$to awk '{
		at = index($0, ENVIRON["from"])
		if (at) found++
		if (at) $0 = substr($0, 1, at - 1) ENVIRON["to"] substr($0, at + length(ENVIRON["from"]))
		print
	} END { exit found != 1 }' "$file" >"$tmp/fault.c" || return
	flags="-std=c11 -pthread -g -D_POSIX_C_SOURCE=200809L -I. -isystem ${JSMN_DIR:-/usr/include} -fsanitize=address,undefined,fuzzer
		-fno-sanitize-recover=all -w"
	root=${folder%/tests/house/fuzz}
	clang $flags "$tmp/fault.c" "$folder/$target.o" "$root/libdemo.a" "$root/libasync.a" -lssl -lcrypto -o "$tmp/fault"
}

case $mode in
can)
	echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d == 0 && n; }' >"$tmp/try.c"
	clang -fsanitize=fuzzer,address "$tmp/try.c" -o "$tmp/try" 2>"$tmp/said" && exit 0
	echo "SKIPPED: no clang with libFuzzer here (Debian: apt-get install clang libclang-rt-14-dev)" >&2
	exit 1
	;;
sample)
	for target in $targets; do
		"$folder/$target" "${RUNS:-3000}" tests/house/fuzz/seeds/"$target"/* >"$tmp/said" 2>&1
		tell $? "$target bears any bytes"
	done
	for fault in tests/house/fuzz/faults/*; do # they are planted in a long run alone
		[ "$(grep -cF -e "$(sed -n 3p "$fault")" "$(sed -n 2p "$fault")")" -eq 1 ]
		tell $? "$(basename "$fault") can be planted"
	done
	;;
long)
	each=$((seconds / $(echo "$targets" | wc -l)))
	[ "$each" -gt 0 ] || each=1
	for target in $targets; do
		fuzz "$folder/$target.fuzzer" "$target" "$each" "$folder/corpus/$target"
		tell $? "$target: $(sed -n 's/^Done \([0-9]*\) runs.*/\1 runs/p' "$tmp/said") in $each s"
	done
	;;
faults)
	for fault in tests/house/fuzz/faults/*; do
		fault=$(basename "$fault")
		build_fault "$fault" >"$tmp/said" 2>&1 || { tell 1 "$fault cannot be planted" && continue; }
		begun=$(date +%s)
		fuzz "$tmp/fault" "$target" "$((seconds / 3))" "$tmp/$fault" && tell 1 "$fault is not found in $((seconds / 3)) s" && continue
		tell 0 "$fault is found in $(($(date +%s) - begun)) s: $(grep -aoE 'broken: .*|AddressSanitizer: [a-z-]+|runtime error: .*' "$tmp/said" | head -1)"
	done
	rm -f "$folder"/found-*
	;;
esac
echo "1..$count"
[ "$count" -gt 0 ] && [ "$failed" -eq 0 ]
