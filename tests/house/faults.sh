#!/bin/sh
# faults.sh BUILD EVERY - one call of a program to the kernel or to malloc fails, and the program says so and ends.
#
# tests/house/faults/shim.c is linked into the programs. A first run, in which nothing fails, lists the places of all calls; then
# each place fails once in a run of its own, the first time and the last time that it is reached. EVERY: 1 takes
# all of these runs, 31 every 31st. In none may there be a crash, a hang, or a leak (which AddressSanitizer sees: make faults); the
# exit status is 0 only if nothing was lost, and otherwise there are words on stderr. ABORTS lists the contracts of which
# an abort is part. ONLY=PATTERN takes some programs. Prints TAP, and counts.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$1 every=$2 count=0 failed=0
dir=$(mktemp -d) || exit 2
kitchen=
trap '[ -z "$kitchen" ] || kill $kitchen; rm -rf "$dir"' EXIT
unset LOOP_SHUFFLE LOOP_DEBUG LOOP_SLOW_MS
ABORTS="no memory for a timer|no memory for a task's stack|no memory for that many requests at once|the backend cannot wait"

# OpenSSL 3.0's own faults, of which we can only tell. OPENSSL_cleanup frees twice what it could not register, and without
# memory for a list of what to free it frees none of it; half a library context is not given back.
OPENSSLS_OWN="crypto/store/store_lib.c|crypto/ex_data.c|crypto/property/property_string.c"
# OpenSSL 3.5 makes an error of what fails while it sets up its errors, and waits for ever for that to be done.
OPENSSLS_WAIT="crypto/lhash/lhash.c|crypto/threads_pthread.c"

start_kitchen() {
	mkfifo "$dir/address"
	"$build/kitchen" --cook 0 >"$dir/address" 2>"$dir/kitchen" &
	kitchen=$!
	read -r url ca <"$dir/address"
}

# The command of a program; its output without what differs from run to run.
call() { # call NAME
	case $1 in
	genderize) set -- "$build/faults/genderize" --kitchen --retries 0 --record "$dir/record" Bob Eve ;;
	predict_async) set -- env CONNECT_TO="${url#https://}" SSL_CERT_FILE="$ca" "$build/faults/predict_async" ;;
	restaurant) set -- "$build/faults/restaurant" --customers 3 --chefs 1 --explain --record "$dir/lunch" ;;
	fetch) set -- "$build/faults/fetch" --cacert "$ca" -o "$dir/body" "$url/?name=Bob" ;;
	esac
	rm -f "$dir/body" "$dir/struck"
	timeout -k 1 10 "$@" >"$dir/out" 2>"$dir/err" </dev/null
}
shown() { # what it has made
	cat "$dir/out" "$dir/body" 2>/dev/null | grep -v '^Time taken' | tr ',' '\n' | tr -d '[] ' | sort
}

# judge STATUS "NAME CALL": sets verdict to "" (well), "abort", what is wrong, or "less": --explain shows a line of source
# if that can be read (explain.h).
judge() {
	verdict=
	if grep -qE 'ERROR: (Address|Leak)Sanitizer|runtime error: ' "$dir/err"; then
		verdict=$(grep -oE '(Address|Leak)Sanitizer: .{0,60}|runtime error: .*' "$dir/err" | head -n 1)
	elif [ "$1" -eq 124 ] || [ "$1" -eq 137 ]; then
		verdict="it hangs"
	elif [ "$1" -ge 128 ]; then
		verdict="it dies of signal $(($1 - 128)): $(head -n 1 "$dir/err")"
		[ "$1" -eq 134 ] && grep -qE "fatal: .*($ABORTS)" "$dir/err" && verdict=abort
	elif [ "$1" -ne 0 ]; then
		[ -s "$dir/err" ] || verdict="status $1 without a word"
	elif ! shown | cmp -s - "$dir/wanted"; then
		verdict="status 0, though something was lost"
		case $2 in "restaurant open" | "restaurant openat" | "restaurant fstat" | "restaurant fdopen") verdict=less ;; esac
	fi
}

strike() { # strike NAME PLACE NTH CALL FILE:LINE
	FAULT=$2:$3 FAULT_STRUCK=$dir/struck call "$1"
	judge $? "$1 $4"
	[ -e "$dir/struck" ] || unstruck=$((unstruck + 1))
	runs=$((runs + 1))
	case $verdict in
	'' | less) ;;
	*hangs*) [ "$3" -eq 1 ] && echo "$5" | grep -qE "$OPENSSLS_WAIT" && openssls=$((openssls + 1)) && return ;;
	*double?free* | *signal* | *memory?leaks*) echo "$5" | grep -qE "$OPENSSLS_OWN" && openssls=$((openssls + 1)) && return ;;
	esac
	case $verdict in
	'' | less) ;;
	abort)
		aborts=$((aborts + 1))
		grep -ohE "fatal: .*" "$dir/err" | head -n 1 >>"$dir/aborted"
		;;
	*)
		bad=$((bad + 1))
		echo "# $4 at $2 $5, time $3: $verdict"
		sed 's/^/#     /' "$dir/err" | head -n "${LINES_SHOWN:-4}"
		;;
	esac
}

sweep() { # sweep NAME
	runs=0 bad=0 openssls=0 aborts=0 unstruck=0 number=0
	rm -f "$dir/log" "$dir/aborted"
	FAULT_LOG=$dir/log call "$1" || { cat "$dir/err" && bad=1; }
	shown >"$dir/wanted"
	while read -r hits place what file; do
		for nth in 1 $([ "$hits" -gt 1 ] && echo "$hits"); do
			number=$((number + 1))
			[ $((number % every)) -eq 0 ] && strike "$1" "$place" "$nth" "$what" "$file"
		done
	done <"$dir/log"
	count=$((count + 1))
	words="$1: $runs of $number faults at $(wc -l <"$dir/log") places, $aborts aborts by contract, $openssls of OpenSSL's own, $unstruck not reached again"
	if [ "$bad" -eq 0 ] && [ "$runs" -gt 0 ]; then echo "ok $count - $words"; else
		failed=1
		echo "not ok $count - $words, $bad WRONG"
	fi
	[ ! -e "$dir/aborted" ] || sort "$dir/aborted" | uniq -c | sed 's/^/# /'
}

start_kitchen
for program in genderize predict_async restaurant fetch; do
	case $program in ${ONLY:-*}) sweep "$program" ;; esac
done
echo "1..$count"
exit "$failed"
