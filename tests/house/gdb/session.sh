#!/bin/sh
# session.sh check|fill FILE FOLDER - the debugger's sessions in FILE: are they what gdb prints?
#
# A session stands between a line "```gdb PROGRAM ARGUMENTS" and one of "```". Its lines that begin with "(gdb) " are
# typed to gdb, and what stands below each is what it answers. After a "```gdb" alone stands "$ COMMAND": that is started, on a
# terminal (terminal.py), and typed to, as a reader does it who sees only the text. `fill` writes the answers of today into FILE. What differs
# between machines, compilers and days is not compared: addresses, numbers of lines, and times of a real clock.
set -u
what=$1 file=$2 folder=$3
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"; [ -z "${kitchen:-}" ] || kill "$kitchen"' EXIT

# One file of arguments and one of commands for each session.
awk -v dir="$dir" '
	/^```gdb/ { n++; inside = 1; if (sub(/^```gdb /, "")) print > (dir "/" n ".args"); next }
	/^```/ { inside = 0 }
	inside && sub(/^\$ /, "") { print > (dir "/" n ".typed"); printf "" > (dir "/" n ".gdb") }
	inside && sub(/^\(gdb\) /, "") { print > (dir "/" n ".gdb") }' "$file"

start_kitchen() { # start_kitchen OPTION…
	mkfifo "$dir/ready"
	"$folder/kitchen" "$@" >"$dir/ready" &
	kitchen=$!
	read -r url ca <"$dir/ready"
}

quiet() { # what differs from machine to machine, says nothing, or is said each time (the three lines of make debug)
	grep -vE '^\[(Thread|New Thread|Switching|Inferior)|^Using host lib|^warning: Error disabling|^$|^Reading symbols|^  [A-Z]+ +|^Starting program|^next: the next line|^co ps: what each|^co loop: the superv'
}

n=0
while n=$((n + 1)) && [ -f "$dir/$n.args" ] || [ -f "$dir/$n.typed" ]; do
	if [ -f "$dir/$n.typed" ]; then
		typed=$(cat "$dir/$n.typed")
		{ echo "\$ $typed"; python3 tests/house/gdb/terminal.py "$typed" <"$dir/$n.gdb" | quiet; } >"$dir/$n.out"
		continue
	fi
	read -r program arguments <"$dir/$n.args"
	case "$program $arguments" in
	"genderize --kitchen"*) ;; # has one inside
	genderize*)
		[ -n "${kitchen:-}" ] || start_kitchen --cook 300
		arguments="--url $url --cacert $ca $arguments" ;;
	esac
	# By way of Python, since the first error of a script, or of -ex, would end all.
	set -- -ex 'set pagination off' -ex 'set debuginfod enabled off' -ex 'set style enabled off' -x coro/watch/gdb.py \
		-ex 'python exec("def ask(words):\n try: gdb.execute(words)\n except gdb.error as error: print(error)")'
	while read -r command; do
		set -- "$@" -ex "echo (gdb) $command\n" -ex "python ask('$command')"
	done <"$dir/$n.gdb"
	# shellcheck disable=SC2086 # several words
	LC_ALL=C timeout 30 gdb -q -nx -batch "$@" --args "$folder/$program" $arguments 2>&1 </dev/null | quiet >"$dir/$n.out"
done

awk -v dir="$dir" '
	/^```gdb/ { print; n++; while ((getline line < (dir "/" n ".out")) > 0) print line; inside = 1; next }
	/^```/ { inside = 0 }
	!inside' "$file" >"$dir/new"

mask() { # a frame of a backtrace is one line here: where gdb breaks it depends on its version and on the addresses
	awk '/^    / && frame { line = line " " substr($0, 5); next } NR > 1 { print line } { line = $0; frame = /^#[0-9]/ } END { print line }' "$1" |
	sed -E 's/0x[0-9a-f]+/0x…/g; s/(localhost:)[0-9]+/\1N/; s/<[a-z_]+\.(site_|here_)>/<\1>/g; s/(\.[ch]):[0-9]+/\1:N/g; s/^[0-9]+([	 ])/N\1/; s/, line [0-9]+/, line N/' |
		awk '/^```gdb (genderize|hello)/ || /^\$ make debug PROGRAM=(hello|predict|labs)/ { real = 1 } /^```$/ { real = 0 } real { gsub(/ +[0-9]+\.[0-9][0-9][0-9]/, " T") } 1'
}

if [ "$what" = fill ]; then
	cat "$dir/new" >"$file"
else
	mask "$file" >"$dir/expected"
	mask "$dir/new" | diff -u "$dir/expected" - || { echo "If that is meant: sh tests/house/gdb/session.sh fill $file $folder"; exit 1; }
fi
