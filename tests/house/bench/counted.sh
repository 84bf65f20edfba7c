# counted.sh - to be sourced, with build set: how one figure is counted. What repeats exactly: no clock is looked at. Where it
# can be, a figure is the difference of two runs of different length, in which the start cancels out.

have() { command -v "$1" >/dev/null; }

# It listens at both addresses of localhost, and ::1 costs the kernel half a microsecond more for a request: so all clients are
# given the same one.
open_kitchen() { # open_kitchen MS [WORD…]: sets url and ca; the words stand before the command
	cook=$1
	shift
	rm -f "$work/line" && mkfifo "$work/line"
	"$@" "$build/kitchen" --cook "$cook" >"$work/line" &
	kitchen=$!
	read -r url ca <"$work/line"
	url=https://127.0.0.1:${url##*:}
}

close_kitchen() {
	[ "$kitchen" ] && kill "$kitchen" && wait "$kitchen"
	kitchen=
}

# Each of these runs a command and prints a number.
system_calls() {
	strace -f -c -o "$work/calls" "$@" >/dev/null 2>&1
	awk '$NF == "total" { print $(NF - (NF > 5 ? 2 : 1)) }' "$work/calls"
}

instructions() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null | awk '/Collected/ { print $NF }'
}

# Those of the timed part alone: our own program's, with jsmn in it, or of all objects. A line that follows "calls=" tells what
# the function called has cost, which is counted where that stands.
timed_instructions() { # timed_instructions own|all COMMAND…
	which=$1
	shift
	valgrind --tool=callgrind --callgrind-out-file="$work/profile" --compress-strings=no \
		--zero-before=measure_begin --dump-before=measure_end "$@" >/dev/null 2>&1
	awk -v own="/$(basename "$1")\$" -v which="$which" '
		/^ob=/ { counts = which == "all" || $0 ~ own }
		/^calls=/ { getline; next }
		/^[-+*0-9]/ && counts { sum += $2 }
		END { print sum }' "$work/profile.1"
	rm -f "$work/profile"*
}

told() { # told WHAT COMMAND…: the number that it tells behind that word, on its stderr
	what=$1
	shift
	"$@" 2>&1 >/dev/null | sed -n "s/.*$what: \([0-9]*\).*/\1/p"
}

# difference LESS MORE N: what each of N more has added. Nothing, if one was not counted.
difference() { [ "$1" ] && [ "$2" ] && echo "$1 $2 $3" | awk '{ printf "%.6g", ($2 - $1) / $3 }'; }

of_requests() { # of_requests LESS MORE C CLIENT COUNTER…
	less=$1 more=$2 c=$3 who=$4
	shift 4
	one=$("$@" "$build/bench-$who" "$url" "$ca" "$less" "$c" keep)
	two=$("$@" "$build/bench-$who" "$url" "$ca" "$more" "$c" keep)
	difference "$one" "$two" $((more - less))
}

of_connections() { # of_connections LESS MORE: bytes held
	one=$(told 'bytes held' "$build/bench-client" "$url" "$ca" "$1" "$1" keep-full)
	two=$(told 'bytes held' "$build/bench-client" "$url" "$ca" "$2" "$2" keep-full)
	difference "$one" "$two" $(($2 - $1))
}

of_steps() { # of_steps KIND
	difference "$(instructions "$build/bench-steps" "$1" 20000)" "$(instructions "$build/bench-steps" "$1" 40000)" 20000
}
