#!/bin/sh
# commands.sh FOLDER - each command that the README and the notes print is typed, in their order, and must succeed: offline, in a
# folder of its own in which the tree is to be seen, with a kitchen for the service. A command is a line of four spaces, or
# words in `backquotes`, that begins as one. What is not typed here is told, with the reason; of make, the target must
# be there. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
set -- "$1" 0
. demo/beside.sh
tree=$PWD number=0 failed=0
mkdir "$dir/here"
for entry in "$tree"/*; do
	ln -s "$entry" "$dir/here/"
done
head -n 30 demo/names100.txt >"$dir/here/names"

list() { # list NOTE: its commands
	awk '/^```/ { fence = !fence; next } fence { next }
		going { sub(/^ */, ""); whole(command $0); next }
		/^    [^ ]/ { sub(/^    (\$ )?/, ""); if ($0 ~ begin) { sub(/  +#.*/, ""); whole($0) } next }
		{ text = text " " $0 } /^$/ { tell() } END { tell() }
		function whole(line) { # it may go on in the next line
			command = line
			going = sub(/\\$/, "", command)
			if (!going) print command
		}
		function tell(  i, n, part) {
			n = split(text, part, "`")
			for (i = 2; i <= n; i += 2) if (part[i] ~ /^(build\/|[A-Z_]+=[^ ]+ build\/|make )/ && part[i] ~ / /) print part[i]
			text = ""
		}' begin='^(build/|make|sh |gcc |g[+][+] |cc |sed |sort |split |parallel |export |gdb |grep |[.]ci/|[A-Z_]+=|[$][(]command)' "$1"
}

reason() { # why this command is not typed here; nothing if it is
	case $1 in
	*apt-get*) echo 'it installs packages; first_visit.sh types the rest' ;;
	*sshlogin*) echo 'machines.sh types it' ;;
	*gdb* | make\ debug* | *pidof*) echo 'gdb.sh types it' ;;
	build/labs/* | LOOP_*build/labs/* | *debugger/answer.sh*) echo 'labs.sh types it: its fault ends it' ;;
	*brew* | gmake*) echo 'of another system' ;;
	*…* | *FILE* | *PID* | *URL* | *FOLDER* | *NAME* | *SEED* | *RECORD\ * | *RECORD) echo 'a pattern' ;;
	*mine.c* | *three.c* | */three) echo 'home.sh types it' ;;
	build/kitchen* | */release/* | *counts.sh* | .ci/run) echo 'it runs for long' ;;
	GOLDEN=*) echo 'it writes files of the tree' ;;
	make* | *\ make\ *) echo 'make' ;;
	parallel*) command -v parallel >/dev/null || echo 'no parallel is here' ;;
	g++*) command -v g++ >/dev/null || echo 'no g++ is here' ;;
	esac
}

is_target() { # is_target WORDS OF MAKE: all that it is asked for is there
	for word do
		case $word in
		make | *=* | -* | [1-9]) ;; # or a lab's number
		build/*) ;; # what it builds, adding.sh and running.sh try
		'&&' | '#'*) break ;;
		*) grep -q "^$word:" "$dir/targets" || return 1 ;;
		esac
	done
}

tell() { # tell STATUS WHAT
	number=$((number + 1))
	[ "$1" -eq 0 ] && printf 'ok %d - %s\n' $number "$2" && return
	failed=1
	printf 'not ok %d - %s\n' $number "$2"
	head -n 5 "$dir/said" | sed 's/^/# /'
}

MAKEFLAGS='' make -pn all >"$dir/targets" 2>/dev/null
for note in README.md CONTRIBUTING.md tests/README.md notes/*.md notes/*/*.md; do
	[ -e "$note" ] || continue
	list "$note" >"$dir/commands"
	while IFS= read -r line; do
		why=$(reason "$line")
		if [ "$why" = make ]; then
			echo "there is no such target" >"$dir/said"
			# shellcheck disable=SC2086 # several words
			is_target $line
			[ $? -eq 0 ] || tell 1 "$note: $line"
		elif [ "$why" ]; then
			printf '# not typed: %s: %s: %s\n' "$note" "$line" "$why"
		else
			(cd "$dir/here" && printf '%s\n' "$line" >.line &&
				CONNECT_TO=${url#https://} SSL_CERT_FILE=$ca timeout 60 sh -e .line) >"$dir/said" 2>&1 </dev/null
			tell $? "$note: $line"
		fi
	done <"$dir/commands"
	: >"$dir/said"
	[ -e "$dir/commands" ]
	tell $? "$note: its targets of make"
done

# What must not pass.
: >"$dir/said"
! is_target make nothing_of_this_name && is_target make test REQUIRE=all '# a remark'
tell $? 'notices: no such target'
printf 'See `build/kitchen`, `make of it`, `build/explain nothing`.\n\n    build/nothing --at-all  # words\n' >"$dir/note.md"
printf '    build/more \\\n        --than a line\n' >>"$dir/note.md"
[ "$(list "$dir/note.md" | tr '\n' '|')" = 'make of it|build/explain nothing|build/nothing --at-all|build/more --than a line|' ]
tell $? 'finds commands'
echo "1..$number"
exit $failed
