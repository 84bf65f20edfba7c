#!/bin/sh
# bench.sh BUILD - measures the clients in turn (A B C A B C …), each against the same local server, and prints tables in Markdown.
#
# Times on a shared machine drift: so the ratio to the floor is taken round by round, and its median told. Calls and
# instructions are counted as the difference of two runs of different length, in which the start cancels out.
# Core 0 is the client's and core 1 the server's, where taskset(1) can see to that.
build=$1
here=$(dirname "$0")
work=$(mktemp -d) || exit 1
trap 'close_kitchen; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
client='' server='' python=''
taskset -c 1 true 2>/dev/null && client='taskset -c 0' server='taskset -c 1'
for p in python3 /usr/bin/python3; do
	$p -c 'import aiohttp' 2>/dev/null && python=$p && break
done

progress() { echo "  $*" >&2; }
have() { command -v "$1" >/dev/null; }

open_kitchen() { # open_kitchen MS: sets url and ca
	mkfifo "$work/line.$1"
	$server "$build/kitchen" --cook "$1" >"$work/line.$1" &
	kitchen=$!
	read -r url ca <"$work/line.$1"
}

close_kitchen() {
	[ "$kitchen" ] && kill "$kitchen" && wait "$kitchen"
	kitchen=
}

run() { # run CLIENT N C MODE: one line of JSON, or nothing if the client is absent
	case $1 in
	session) $client "$build/bench-client" "$url" "$ca" "$2" "$3" "$4" ;;
	floor) $client "$build/bench-floor" "$url" "$ca" "$2" "$3" "$4" ;;
	blocking) $client "$build/bench-floor" "$url" "$ca" "$2" 1 "blocking-$4" ;;
	*) $client "${python:-python3}" "$here/peers.py" "$1" "$url" "$ca" "$2" "$3" "$4" ;;
	esac 2>/dev/null
}

# rounds LABEL ROUNDS CLIENT:N:C:MODE …: collects for each "LABEL;ROUND;CLIENT;CPU us;WALL us;BEGIN MB;PEAK MB;ERRORS", times by request.
rounds() {
	label=$1 count=$2 round=0
	shift 2
	while [ $((round += 1)) -le "$count" ]; do
		progress "$label, round $round of $count"
		for each in "$@"; do
			IFS=: read -r who n c mode <<-END
				$each
			END
			line=$(run "$who" "$n" "$c" "$mode")
			case $line-$who in -session | -floor | -blocking) progress "$who has failed" ;; esac
			[ "$line" ] && echo "$line" | awk -F '[:,}]' -v row="$label;$round;$who" '
				{ print row ";" ($8 + $10) / $2 * 1e6 ";" $6 / $2 * 1e6 ";" $12 / 1024 ";" $14 / 1024 ";" $16 }' >>"$work/rows"
		done
	done
}

# The clients of each label in the order in which they came, with medians, and the ratio to the floor of the same round.
table() {
	awk -F ';' '
	function median(list,   a, n, i, j, t) {
		n = split(list, a, " ")
		for (i = 2; i <= n; i++)
			for (j = i; j > 1 && a[j] + 0 < a[j - 1] + 0; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
		return a[int((n + 1) / 2)]
	}
	function per_floor(of, client,   list, r) {
		for (r = 1; (part[1], r, client) in of; r++)
			if ((part[1], r, "floor") in of) list = list " " of[part[1], r, client] / of[part[1], r, "floor"]
		return median(list)
	}
	{
		key = $1 ";" $3
		if (!(key in cpus)) order[++keys] = key
		cpu[$1, $2, $3] = $4; wall[$1, $2, $3] = $5
		cpus[key] = cpus[key] " " $4; walls[key] = walls[key] " " $5
		begin[key] = begin[key] " " $6; peak[key] = peak[key] " " $7; errors[key] += $8
	}
	END {
		print "| what | client | CPU, us a request | : floor | wall, us a request | : floor | MB at its begin | at the peak | errors |"
		print "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
		for (k = 1; k <= keys; k++) {
			key = order[k]; split(key, part, ";")
			printf "| %s | %s | %.1f | %.2f | %.1f | %.2f | %.1f | %.1f | %d |\n", part[1], part[2], median(cpus[key]),
				per_floor(cpu, part[2]), median(walls[key]), per_floor(wall, part[2]), median(begin[key]), median(peak[key]), errors[key]
		}
	}' "$work/rows"
}

calls() { # system calls of a run, by strace
	strace -f -c -o "$work/calls" "$@" >/dev/null 2>&1
	awk '$NF == "total" { print $(NF - (NF > 5 ? 2 : 1)) }' "$work/calls"
}

instructions() { # of a run, in user mode, by callgrind
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null | awk '/Collected/ { print $NF }'
}

# counted COUNTER WHAT C LESS MORE: what each request adds to the count.
counted() {
	for who in client floor; do
		less=$($1 "$build/bench-$who" "$url" "$ca" "$4" "$3" keep)
		more=$($1 "$build/bench-$who" "$url" "$ca" "$5" "$3" keep)
		echo "$less $more" | awk -v what="$2" -v who="$who" -v c="$3" -v n="$(($5 - $4))" '
			{ printf "| %s, C=%d | %s | %.2f |\n", what, c, who == "client" ? "session" : who, ($2 - $1) / n }'
	done
}

progress 'costs of the loop and the coroutines'
[ "$(have python3 && echo yes)" ] && python3 "$here/costs.py" >"$work/asyncio"
$client "$build/bench-costs" "$work/asyncio"
if have strace; then
	echo "System calls that 20,000 more operations of each kind make, counted by strace:" \
		$(($(calls "$build/bench-costs" steady 40000) - $(calls "$build/bench-costs" steady 20000)))
fi
echo
for peer in aiohttp wrk; do
	[ $peer = wrk ] && have wrk || [ $peer = aiohttp ] && [ "$python" ] || echo "$peer is absent."
done

open_kitchen 0
rounds 'keep, C=1' 3 session:3000:1:keep floor:3000:1:keep blocking:3000:1:keep aiohttp:400:1:keep
rounds 'keep, C=10' 3 session:10000:10:keep floor:10000:10:keep aiohttp:1000:10:keep
rounds 'keep, C=100' 5 session:10000:100:keep floor:10000:100:keep wrk:1:100:keep aiohttp:1000:100:keep
rounds 'keep, C=1000' 3 session:10000:1000:keep floor:10000:1000:keep
rounds 'a connection each, C=10' 3 session:200:10:close floor:200:10:close blocking:200:1:close aiohttp:100:10:close
rounds 'the same, resumed' 3 session:200:10:close-resume floor:200:10:close-resume blocking:200:1:close-resume
echo
echo '| counted | client | per request |'
echo '| --- | --- | --- |'
if have strace; then
	progress 'system calls, by strace'
	counted calls 'system calls' 1 200 1200
	counted calls 'system calls' 100 1000 6000
fi
if have valgrind; then
	progress 'instructions, by callgrind'
	counted instructions 'instructions in user mode' 10 200 700
fi
close_kitchen
open_kitchen 100
rounds '100 ms each: 100 names, cold' 3 session:100:100:cold floor:100:100:cold aiohttp:100:100:cold
rounds '1,000 names, cold' 3 session:1000:1000:cold floor:1000:1000:cold
rounds '10,000 names, cold' 1 session:10000:10000:cold floor:10000:10000:cold
rounds '1,000 names, warm' 3 session:1:1000:warm floor:1:1000:warm
echo
table
