#!/bin/sh
# gdb.sh FOLDER - does the debugger show what is? The golden sessions of tests/house/gdb with several
# compilers, and the notes' own. Prints TAP: what cannot be tried here is skipped, and said so.
# FOLDER/tests/gdb/COMPILER-LEVEL/workers are the programs; none there: no such compiler.
set -u
unset LOOP_DEBUG LOOP_SLOW_MS LOOP_SHUFFLE
cd "$(dirname "$0")/../.." || exit 2
folder=$1 programs=$1/tests/gdb number=0 failed=0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
gdb --version >/dev/null 2>&1 && have_gdb=1 || have_gdb=

try() { # try NAME PROGRAM COMMAND…: one test, which prints what is wrong
	name=$1 program=$2
	shift 2
	number=$((number + 1))
	if [ ! -x "$program" ]; then
		echo "ok $number # SKIP $name: no $program"
	elif [ ! "$have_gdb" ] && [ "$*" != quit ] && [ "$*" != outside ] && [ "$*" != lldb_can ]; then
		echo "ok $number # SKIP $name: no gdb"
	elif "$@" >"$dir/wrong" 2>&1; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		sed 's/^/# /' "$dir/wrong"
		failed=1
	fi
}

golden() { # golden SESSIONS COMPILER-LEVEL
	try "$1 with $2" "$programs/$2/workers" \
		sh tests/house/gdb/session.sh check "tests/house/gdb/$1.md" "$programs/$2"
}

quiet_gdb() {
	LC_ALL=C timeout 30 gdb -q -nx -batch -ex 'set debuginfod enabled off' -ex 'set style enabled off' \
		-x coro/watch/gdb.py "$@" 2>&1 </dev/null
}

part() { # part FROM TO FILE: the lines between these two
	sed -n "/^=== $1\$/,/^=== $2\$/p" "$3" | grep -v '^==='
}

# The same frozen moment, told by gdb, by gdb on its core file, and by the program itself (SIGQUIT): not a
# byte differs.
alike() { # alike COMPILER-LEVEL
	set -- "$programs/$1/workers" -ex "python print('=== table')" -ex 'co ps all' -ex 'co tree' \
		-ex "python print('=== more')" -ex 'co why 4' -ex 'co bt 4' -ex 'co frame 2' -ex 'co timers' \
		-ex 'co fds' -ex "python print('=== end')"
	workers=$1
	shift
	quiet_gdb -ex 'handle SIGQUIT nostop noprint pass' -ex 'break task_ps' \
		-ex "run quit >/dev/null 2>$dir/inside" -ex "generate-core-file $dir/core" \
		"$@" -ex continue "$workers" >"$dir/live"
	quiet_gdb "$@" "$workers" "$dir/core" >"$dir/dead"
	part table end "$dir/live" >"$dir/live.all"
	part table end "$dir/dead" | diff "$dir/live.all" - || return
	part table more "$dir/live" >"$dir/live.table"
	[ -s "$dir/live.table" ] && sed 1,2d "$dir/inside" | diff "$dir/live.table" -
}

# Coroutines that share their names, in a process and in its core file: the same frames, fields and arguments.
twins() { # twins COMPILER-LEVEL
	# shellcheck disable=SC2016 # $my is gdb's
	set -- "$programs/$1/workers" -ex "python print('=== twins')" -ex 'co bt ours' -ex 'co frame 1' \
		-ex 'co bt behind' -ex 'co bt theirs' -ex 'co frame 1' -ex 'print *$my' -ex 'co bt sheep' \
		-ex "python print('=== end')"
	workers=$1
	shift
	quiet_gdb -ex 'co break sheep suspend' -ex 'run family' -ex "generate-core-file $dir/core" \
		"$@" "$workers" >"$dir/live"
	quiet_gdb "$@" "$workers" "$dir/core" >"$dir/dead"
	part twins end "$dir/live" >"$dir/live.twins"
	part twins end "$dir/dead" | diff "$dir/live.twins" - &&
		grep -q 'who="the shepherd"' "$dir/live.twins"
}

# SIGQUIT, without any debugger: the worker that runs is named at once, each time; the table comes when the
# loop has its turn.
quit() {
	place='tests/house/gdb/workers.c:[0-9]*'
	"$programs/gcc-O0/workers" quit 2>"$dir/quit" | grep -qx timeout &&
		[ "$(grep -c "^task 4 (three) runs, behind $place count\$" "$dir/quit")" = 2 ] &&
		[ "$(grep -c '^now [0-9]*.000 ms$' "$dir/quit")" = 1 ] &&
		[ "$(grep -c '^  *task [2-4] .*, waiting for' "$dir/quit")" = 3 ]
}

# build/tasks, from outside, tells of a process what Ctrl-\ tells from inside, but for the times, which go on.
alike_outside() { # alike_outside LINES WORDS PROGRAM…: once so many lines have these words
	lines=$1 words=$2 tries=0
	shift 2
	rm -f "$dir/outside"
	env --default-signal=QUIT "$@" >/dev/null 2>"$dir/inside" &
	client=$!
	until [ "$(grep -c "$words" "$dir/outside" 2>/dev/null)" = "$lines" ] ||
		[ $((tries += 1)) -gt 300 ]; do
		"$folder/tasks" $client >"$dir/outside" 2>"$dir/wrong"
	done
	kill -QUIT $client
	until [ "$(wc -l <"$dir/inside")" -ge "$(wc -l <"$dir/outside")" ] ||
		[ $((tries += 1)) -gt 3000 ]; do :; done
	head -n "$(wc -l <"$dir/outside")" "$dir/inside" | sed -E 's/ *[0-9]+\.[0-9]+/ T/g' >"$dir/told"
	kill $client
	wait $client
	sed -E 's/ *[0-9]+\.[0-9]+/ T/g' "$dir/outside" | diff "$dir/told" - && grep -q "$words" "$dir/told"
}

# Two requests wait for a kitchen that never answers; and a worker sleeps under a timeout, also while a record
# is kept, which adds columns.
outside() {
	mkfifo "$dir/open"
	"$folder/kitchen" --cook 100000 >"$dir/open" &
	kitchen=$!
	read -r url ca <"$dir/open"
	alike_outside 2 'readable *demo/genderize' \
		"$folder/genderize" --url "$url" --cacert "$ca" Ann Bob &&
		alike_outside 1 'a timer.*workers.c' "$programs/gcc-O0/workers" attach &&
		alike_outside 1 'a timer.*workers.c' "LOOP_RECORD=$dir/kept" "$programs/gcc-O0/workers" attach
	set -- $?
	kill $kitchen
	wait $kitchen
	return "$1"
}

# A filter that meets nobody costs next to nothing: a condition of gdb's own would take 200 s.
million() {
	quiet_gdb -ex 'co break nobody' -ex run --args "$programs/$1/workers" million |
		grep 'less than a second'
}

# A second at a breakpoint is no time: the nap of 0.3 s ends before its timeout of 0.5 s. Without the script
# it does not.
stop_costs() { # stop_costs [-x SCRIPT]: how the nap ended
	timeout 30 gdb -q -nx -batch "$@" -ex 'break co_suspended' -ex run \
		-ex 'python import time; time.sleep(1)' -ex continue \
		--args "$programs/gcc-O0/workers" stop 2>&1 </dev/null | grep -xE 'ok|timeout'
}

no_timeout() {
	[ "$(stop_costs -x coro/watch/gdb.py)" = ok ] && [ "$(stop_costs)" = timeout ]
}

line() { # line FILE TEXT: its number
	grep -nF -m 1 "$2" "$1" | cut -d: -f1
}

next_line() {
	quiet_gdb -ex "tbreak hello.c:$(line demo/examples/hello.c AWAIT)" -ex run -ex next \
		"$folder/hello" >"$dir/next"
	grep -q '^\[task 1 (hello) has waited 1[0-9]*\.[0-9]* ms\]$' "$dir/next" &&
		tail -n 1 "$dir/next" | grep -q 'World!"'
}

# From an await down to where the program sleeps, and to where a request leaves it, over a connection that
# stands.
steps() {
	quiet_gdb -ex "tbreak hello.c:$(line demo/examples/hello.c AWAIT)" -ex run \
		-ex 'set $to = "take_batch("' -ex 'set $most = 12' -x tests/house/gdb/count_steps.py \
		"$folder/hello" >"$dir/steps"
	quiet_gdb -ex "break genderize.c:$(line demo/genderize/genderize.c 'retry_get(&')" -ex 'ignore 1 1' \
		-ex run -ex 'set $to = "SSL_write_ex("' -ex 'set $most = 60' \
		-x tests/house/gdb/count_steps.py \
		--args "$folder/genderize" --kitchen --virtual --limit 1 Alice Bob >>"$dir/steps"
	[ "$(grep -c '^came to ' "$dir/steps")" = 2 ] || { tail -n 5 "$dir/steps"; return 1; }
}

# An editor types -exec-next (F10 in VS Code and CLion): it stays with its worker too, and nothing is told in
# between.
editor() {
	mkfifo "$dir/typed"
	timeout 30 gdb -q -nx --interpreter=mi "$programs/gcc-O0/workers" <"$dir/typed" 2>&1 | {
		exec 3>"$dir/typed"
		printf '%s\n' 'source coro/watch/gdb.py' '-break-insert -t workers.c:20' -exec-run >&3
		stops=0
		while read -r line; do
			echo "$line"
			case $line in "*stopped"*)
				stops=$((stops + 1))
				[ $stops = 3 ] && echo -gdb-exit >&3 || echo -exec-next >&3 ;;
			esac
		done
	} >"$dir/mi"
	grep -F '*stopped' "$dir/mi" |
		sed -E 's/.*reason="([a-z-]*)".*,line="([0-9]*)".*/\1 \2/' >"$dir/stops"
	printf 'breakpoint-hit 20\nend-stepping-range 21\nend-stepping-range 19\n' | diff - "$dir/stops" &&
		grep -q 'task 2 (one) has waited' "$dir/mi"
}

# Every command in every state, with right and wrong arguments: sentences, and no traceback. The last two are
# another program's.
states() {
	workers=$programs/gcc-O0/workers
	quiet_gdb -ex 'break count' -ex run -ex "generate-core-file $dir/core" "$workers" >"$dir/states"
	for state in "$workers" "-ex run $workers" "-ex starti $workers" "-ex break\ count -ex run $workers" \
		"$workers $dir/core" "build/restaurant $dir/core" "-ex starti /bin/true"; do
		eval "set -- $state"
		quiet_gdb -x tests/house/gdb/states.py "$@" >"$dir/states" || return
		grep -qx 'all answered' "$dir/states" && continue
		echo "$state"
		tail -n 8 "$dir/states"
		return 1
	done
}

# And attached to a process that is none of ours.
stranger() {
	sleep 60 &
	timeout 30 gdb -q -nx -batch -p $! -ex 'set debuginfod enabled off' -x coro/watch/gdb.py \
		-x tests/house/gdb/states.py >"$dir/stranger" 2>&1 </dev/null
	kill $!
	grep -qx 'all answered' "$dir/stranger" &&
		! grep -E 'Python|Ambiguous|co_break_here' "$dir/stranger" ||
		{ tail -n 8 "$dir/stranger"; return 1; }
}

# What .vscode/ starts is there, is built before, and knows the commands; and the container has what the
# README asks for.
configured() {
	python3 - "$folder" <<-'END'
		import json, os, re, sys
		tasks = [task["label"] for task in json.load(open(".vscode/tasks.json"))["tasks"]]
		for one in json.load(open(".vscode/launch.json"))["configurations"]:
		    program = one["program"].replace("${workspaceFolder}/build", sys.argv[1])
		    assert "${" in program or os.access(program, os.X_OK), program
		    assert one["preLaunchTask"] in tasks, one
		    script = one["setupCommands"][0]["text"].replace("source ${workspaceFolder}/", "")
		    assert os.path.exists(script), script
		json.load(open(".devcontainer/devcontainer.json"))
		made = set(open(".devcontainer/Dockerfile").read().split())
		for line in re.findall("apt-get install -y ([a-z0-9 -]+) &&", open("README.md").read()):
		    assert set(line.split()) <= made, line
	END
}

# A breakpoint that others only pass again, on the way down to their awaits, does not stop a next.
passed() {
	quiet_gdb -ex 'break count' -ex run -ex continue -ex continue \
		-ex next -ex next -ex next -ex next -ex next -ex next \
		--args "$programs/gcc-O0/workers" team >"$dir/passed"
	quiet_gdb -ex 'break count if !coro_resuming' -ex run -ex continue -ex continue -ex continue \
		--args "$programs/gcc-O0/workers" team |
		grep -c '^Breakpoint 1[.1]*, count (ns' | grep -qx 3 || return
	[ "$(grep -cx '\[task 4 (three) has waited 3.000 ms\]' "$dir/passed")" = 2 ] &&
		tail -n 1 "$dir/passed" | grep "$(printf '^21\t')"
}

# When the compiler optimizes, a plain next says why it does not go.
optimized() {
	quiet_gdb -ex 'break count' -ex 'run' -ex next --args "$programs/$1/workers" team | tail -n 1 |
		grep 'is optimized: one line is in several'
}

# lldb knows none of the commands. What the notes say of it: the chain, a worker's resume, the line behind its
# await, its frame; and that next leaves a coroutine that pauses.
lldb_can() {
	lunch=demo/restaurant/lunch.c tab=$(printf '\t')
	cook=$(line "$lunch" 'AWAIT(sleep_for(self->cook')
	# (not every container allows to disable it)
	set -- timeout 30 lldb --no-lldbinit -b -o 'settings set target.disable-aslr false'
	"$@" -o "breakpoint set -n co_resumed -c 't->id == 2'" -o run -o bt -o kill \
		-- "$folder/restaurant" --customers 3 --chefs 1 >"$dir/lldb" 2>&1
	above=$(sed -n 's/^ *frame #\([0-9]*\): .*`sleep_for(.*/\1/p' "$dir/lldb")
	"$@" -o "breakpoint set -n co_resumed -c 't->id == 2'" -o run -o "frame select $above" -o finish \
		-o next -o 'frame variable *my' -o kill \
		-- "$folder/restaurant" --customers 3 --chefs 1 >>"$dir/lldb" 2>&1
	"$@" -o "breakpoint set -f hello.c -l $(line demo/examples/hello.c AWAIT)" -o run -o next -o next \
		-o kill -- "$folder/hello" >>"$dir/lldb" 2>&1
	for words in 'frame #.*`sleep_for(' \
		"frame #$((above + 1)): .*\`guest(.* at lunch.c:$cook" \
		"^-> $(line "$lunch" 'ASYNC_EXIT(semaphore_exit')[ $tab]" 'expired = false' \
		"^-> $(line demo/examples/hello.c ASYNC_ENTRY)[ $tab]"; do
		grep -q -e "$words" "$dir/lldb" || { echo "lldb does not say: $words"; return 1; }
	done
}

# A task that works for seconds without a pause is stopped behind that: the waiter who cooks.
slow() {
	quiet_gdb -ex 'co break slow 900' -ex run -ex kill \
		--args "$folder/restaurant" --customers 4 --chefs 2 --scene cooks-himself >"$dir/slow"
	grep -q '^task [0-9]* (.*) has run [0-9]*000 ms without pausing$' "$dir/slow" ||
		{ tail -n 5 "$dir/slow"; return 1; }
}

# Attached to a process that sleeps: its ages are those of this moment, and what the visit takes is no time to
# it. The visit is longer than what is left between its nap of 2 s and its timeout of 3 s.
attach() { # attach COMMAND…: how it leaves
	"$programs/gcc-O0/workers" attach >"$dir/attached" &
	timeout 30 gdb -q -nx -batch -p $! -ex 'set debuginfod enabled off' -x coro/watch/gdb.py -ex 'co ps' \
		-ex 'python import time; time.sleep(1.5)' "$@" >"$dir/visit" 2>&1 </dev/null
	wait $!
	grep -q 'waiting *0\.000' "$dir/visit" && echo "it has waited for 0 ms" && return 1
	grep -q 'nap  *waiting' "$dir/visit" && grep -qx ok "$dir/attached" ||
		{ cat "$dir/attached" "$dir/visit"; return 1; }
}

visits() {
	attach && attach -ex detach && attach -ex continue
}

# The notes' sessions are those of the plain build: others stop at other lines.
notes() {
	sh tests/house/gdb/session.sh check notes/debugging.md "$folder" &&
		sh tests/house/gdb/session.sh check notes/labs/debugger.md "$folder"
}

for compiler in gcc-O0 gcc-O2 clang-Og; do
	golden looks $compiler
	golden steps $compiler
	try "live, core and SIGQUIT alike with $compiler" "$programs/$compiler/workers" alike $compiler
	try "twins, live and core alike with $compiler" "$programs/$compiler/workers" twins $compiler
done
golden looks clang-O2
golden backtrace gcc-O0
try "SIGQUIT is answered" "$programs/gcc-O0/workers" quit
try "a million resumes past the filter" "$programs/gcc-O0/workers" million gcc-O0
try "every command in every state" "$programs/gcc-O0/workers" states
command -v python3 >/dev/null && plain_python=$folder/hello || plain_python=/nonexistent
try "an editor's configurations" "$plain_python" configured
try "an editor's next" "$programs/gcc-O0/workers" editor
try "a next past what others pass again" "$programs/gcc-O0/workers" passed
for compiler in gcc-O2 clang-Og clang-O2; do
	try "next with $compiler" "$programs/$compiler/workers" optimized $compiler
done
try "a stop fires no timeout" "$programs/gcc-O0/workers" no_timeout
# Not everybody may attach: /proc/sys/kernel/yama/ptrace_scope, ptrace(2).
scope=$(cat /proc/sys/kernel/yama/ptrace_scope 2>/dev/null || echo 0)
[ "$scope" = 0 ] || [ "$(id -u)" = 0 ] && may=$programs/gcc-O0/workers || may=/nonexistent
[ -r /proc/self/mem ] && [ "$may" != /nonexistent ] && seen=$folder/tasks || seen=/nonexistent
[ "$folder" = build ] || seen=/nonexistent
try "build/tasks and SIGQUIT alike" "$seen" outside
try "a visit by gdb -p fires no timeout" "$may" visits
try "a visit to a program without tasks" "$may" stranger
[ "$folder" = build ] && plain=$folder/restaurant || plain=/nonexistent
command -v python3 >/dev/null && typed=$plain || typed=/nonexistent # whose Python has the terminal
try "a slow step stops" "$plain" slow
try "next over hello's await" "$plain" next_line
command -v lldb >/dev/null && seen=$plain || seen=/nonexistent
try "what lldb can" "$seen" lldb_can
try "few steps from an await to the system call" "$plain" steps
try "the notes' sessions" "$typed" notes
echo "1..$number"
[ $failed = 0 ]
