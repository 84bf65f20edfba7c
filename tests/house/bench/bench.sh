#!/bin/sh
# bench.sh BUILD - measures the clients in turn (A B C A B C …), each against the same local server, and prints tables in Markdown.
#
# Times on a shared machine drift: so the ratio to the floor is taken round by round, and its median told, with all of them
# beside it. Core 0 is the client's and core 1 the server's, where taskset(1) can see to that. A peer that is not installed is
# skipped, and that is said.
build=$1
here=$(dirname "$0")
work=$(mktemp -d) || exit 1
kitchen='' client='' server='' python='' peers=''
trap 'close_kitchen; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
. "$here/counted.sh"
taskset -c 1 true 2>/dev/null && client='taskset -c 0' server='taskset -c 1'
export GOMAXPROCS=1 GOCACHE="$work/go"

progress() { echo "  $*" >&2; }
load() { cut -d ' ' -f 1 /proc/loadavg; }

# ---- the peers that are here ----

compile() { # compile NAME LIBRARY: peers/NAME.c
	${CC:-cc} -O2 -std=c11 -D_POSIX_C_SOURCE=200809L -I. -isystem "${JSMN_DIR:-/usr/include}" "$here/peers/$1.c" \
		"$build/tests/house/bench/measure.o" "$build/libasync.a" "-l$2" -o "$work/$1" 2>/dev/null
}

is_here() { # is_here PEER: builds it, if it has to be built
	case $1 in
	curl) compile client_curl curl ;;
	libuv) compile event_uv uv ;;
	libev) compile event_ev ev ;;
	go) have go && go build -o "$work/client_go" "$here/peers/client.go" && go build -o "$work/event_go" "$here/peers/event.go" ;;
	wrk) have wrk && have python3 ;;
	aiohttp) for python in python3 /usr/bin/python3; do "$python" -c 'import aiohttp' 2>/dev/null && return; done && false ;;
	esac
}

for peer in curl libuv libev go wrk aiohttp; do
	if is_here $peer; then peers="$peers $peer"; else echo "SKIPPED: $peer is not installed."; fi
done

# ---- timed ----

run() { # run CLIENT N C MODE: one line of JSON, or nothing if the client is absent
	case $1 in
	session) $client "$build/bench-client" "$url" "$ca" "$2" "$3" "$4" ;;
	floor) $client "$build/bench-floor" "$url" "$ca" "$2" "$3" "$4" ;;
	blocking) $client "$build/bench-floor" "$url" "$ca" "$2" 1 "blocking-$4" ;;
	curl | go) $client "$work/client_$1" "$url" "$ca" "$2" "$3" "$4" ;;
	*) $client "${python:-python3}" "$here/peers/client.py" "$1" "$url" "$ca" "$2" "$3" "$4" ;;
	esac 2>/dev/null
}

is_asked() { case "$1 " in session\ * | floor\ * | blocking\ *) ;; *) case "$peers " in *" $1 "*) ;; *) return 1 ;; esac ;; esac; }

# rounds KEY C LABEL ROUNDS CLIENT:N:MODE …: for each "KEY;LABEL;ROUND;CLIENT;CPU us;WALL us;BEGIN MB;PEAK MB;ERRORS;WALL s".
rounds() {
	key=$1 c=$2 label=$3 count=$4 round=0
	shift 4
	while [ $((round += 1)) -le "$count" ]; do
		progress "$label, round $round of $count, load $(load)"
		for each in "$@"; do
			IFS=: read -r who n mode <<-END
				$each
			END
			is_asked "$who" || continue
			line=$(run "$who" "$n" "$c" "$mode")
			[ "$line" ] || progress "$who has failed"
			[ "$line" ] && echo "$line" | awk -F '[:,}]' -v row="$key;$label;$round;$who" '{
				print row ";" ($8 + $10) / $2 * 1e6 ";" $6 / $2 * 1e6 ";" $12 / 1024 ";" $14 / 1024 ";" $16 ";" $6 }' >>"$work/rows"
		done
	done
}

event() { # event WHO COMMAND…: a row, as above, of 300,000 events
	who=$1
	shift
	ns=$($client "$@" 300000) && echo "event;an fd's event;$round;$who;$(echo "$ns" | awk '{ print $1 / 1000 }');0;0;0;0;0" >>"$work/rows"
}

events() {
	round=0
	while [ $((round += 1)) -le 5 ]; do
		progress "an fd's event, round $round of 5, load $(load)"
		event floor "$build/bench-event" epoll
		event session "$build/bench-event" task
		is_asked libuv && event libuv "$work/event_uv"
		is_asked libev && event libev "$work/event_ev"
		is_asked go && event go "$work/event_go"
	done
}

# ---- what is counted of others ----

count_others() {
	echo '| system calls of a kept-alive request | C=1 | C=100 |'
	echo '| --- | --- | --- |'
	for who in floor curl go aiohttp; do
		is_asked $who || continue
		progress "system calls of $who"
		case $who in
		floor) set -- "$build/bench-floor" ;;
		aiohttp) set -- "$python" "$here/peers/client.py" aiohttp ;;
		*) set -- "$work/client_$who" ;;
		esac
		for c in 1 100; do
			less=$(system_calls "$@" "$url" "$ca" 500 $c keep)
			more=$(system_calls "$@" "$url" "$ca" 1500 $c keep)
			difference "$less" "$more" 1000
			echo
		done | paste -sd ' ' | awk -v who=$who '{ printf "| %s | %.2f | %.2f |\n", who, $1, $2 }'
	done
}

load_before=$(load)
begun=$(date +%s)
progress 'what is counted'
sh "$here/counts.sh" "$build"
echo
open_kitchen 0 $server
have strace && count_others
rounds keep 1 'keep-alive, C=1' 5 session:3000:keep floor:3000:keep blocking:3000:keep curl:3000:keep go:3000:keep aiohttp:400:keep
rounds keep 10 'keep-alive, C=10' 5 session:10000:keep floor:10000:keep curl:10000:keep go:10000:keep aiohttp:1000:keep
rounds keep 100 'keep-alive, C=100' 5 session:20000:keep floor:20000:keep wrk:1:keep curl:10000:keep go:10000:keep aiohttp:1000:keep
rounds keep 1000 'keep-alive, C=1,000' 5 session:20000:keep floor:20000:keep wrk:1:keep curl:10000:keep go:10000:keep
rounds close 10 'a connection each, C=10' 3 session:200:close floor:200:close blocking:200:close aiohttp:100:close
rounds close 10 'the same, resumed' 3 session:200:close-resume floor:200:close-resume blocking:200:close-resume
rounds open 10000 '10,000 connections open' 1 session:10000:keep floor:10000:keep go:10000:keep
close_kitchen
open_kitchen 100 $server
rounds cold 100 '100 names of 100 ms, cold' 3 session:100:cold floor:100:cold go:100:cold curl:100:cold aiohttp:100:cold
rounds cold 1000 '1,000 names, cold' 3 session:1000:cold floor:1000:cold go:1000:cold curl:1000:cold
# Once with as many connections as it opens by itself, and once with a limit: a connection opened late saves less time than it costs.
rounds cold 10000 '10,000 names, cold, without a limit' 3 session:10000:cold floor:10000:cold
rounds cold 1500 '10,000 names, cold, limit 1,500' 3 session:10000:cold floor:10000:cold
rounds warm 1000 '1,000 names, warm' 3 session:1000:warm floor:1000:warm
close_kitchen
events
echo
awk -v load="$load_before" -v seconds="$(($(date +%s) - begun))" -v after="$(load)" -f "$here/table.awk" "$here/figures.txt" "$work/rows"
echo
progress 'costs of the loop and the coroutines'
have python3 && python3 "$here/costs.py" >"$work/asyncio"
$client "$build/bench-costs" "$work/asyncio"
