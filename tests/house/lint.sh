#!/bin/sh
# lint.sh [FOLDER] - what no compiler checks: the rules of the house. Prints each breach with file and line; exit status 1 if
# there is one. FOLDER is where the library was built (build); without it, what only objects tell is not looked at.
cd "$(dirname "$0")/../.." || exit 2
build=${1:-build}
found=$(mktemp) || exit 2
backends=$(grep -l '^const char backend_name' loop/*.c | grep -v '^loop/epoll.c')
trap 'rm -f "$found"' EXIT
own=$(find async.h loop coro http demo -name "*.[ch]")

breach() { # breach TEXT: each line of standard input is one
	sed "s|\$|   <- $1|" >>"$found"
}

# Rooms: includes point downward only. An include of ours has one form, "room/file.h", by which the rules below know it.
grep -HnE '^[ \t]*#' $own | grep -E '#[ \t]*include' | grep -vE ':#include ("(async\.h|[a-z_]+/[a-z0-9_/]+\.h)"|<[a-z0-9_/]+\.h>)( |$)' |
	breach 'an include is #include "room/file.h", or a header of the system'
grep -HnE '^#include <(loop|coro|http|demo|tests)/|^#include "tests/' $own | breach 'an include of a room is "room/file.h", and tests/ is none'
includes() { # includes FOLDERS WHAT EXCEPT: files there that include one whose path matches
	# shellcheck disable=SC2086 # several folders
	find $1 -name '*.[ch]' | grep -vE "${3:-^$}" | xargs grep -HnE "^#include \"($2)"
}
includes loop 'async|(coro|http|demo)/' | breach 'loop/ knows no room above it'
includes coro 'async|(http|demo)/' | breach 'coro/ knows loop/ only'
includes http 'async|demo/' | breach 'http/ does not know demo/'
includes demo/article '[a-z]*/' | breach "the article's programs include async.h alone"
includes 'loop coro http' '[a-z]*/watch/' '^(loop|coro)/watch/|^coro/run.c' | breach 'the core does not know who listens'
includes coro 'coro/(many|net)/' '^coro/(many|net|watch)/' | breach 'the core of coro/ knows no room beside it'
includes coro/many 'coro/net/' | breach 'coro/many/ stands below coro/net/'
includes http/parse '(loop|coro|demo)/|http/[a-z_]*\.h' | breach 'http/parse/ compiles alone'
grep -HnE '^#include "' coro/coro.h | grep -vE "coro/(status|frame).h" | breach 'coro.h compiles alone'

# No circle: x.c and x.h are one module, which can be read after those that it needs.
circles() { # circles: each ring among the pairs "NEEDS NEEDED" of standard input
	tsort 2>&1 >/dev/null | awk '
		function tell() { if (ring) print ring " -> " first; ring = "" }
		/input contains a loop|cycle in data/ { tell(); next }
		{ sub(/^tsort: */, ""); if (!ring) first = $0; ring = ring (ring ? " -> " : "") $0 }
		END { tell() }'
}
# shellcheck disable=SC2086 # several files
awk '/^#include "/ {
	needs = FILENAME; needed = $2
	gsub(/"/, "", needed); sub(/\.[ch]$/, "", needs); sub(/\.[ch]$/, "", needed)
	if (needs != needed) print needs, needed
}' $own | circles | breach 'a circle of includes'

# Nor one of calls and variables, in loop/ and coro/: a header may be shared, but what is done goes one way.
symbols() { # symbols FOLDER…: "MODULE NAME TYPE" of all that the objects have or need; of backends, the one always built
	for object in $(find "$@" -name '*.c' | grep -vxF "$backends"); do
		object=$build/${object%.c}.o
		[ -e "$object" ] && nm -P "$object" | sed "s|^|${object#"$build"/} |; s|\.o | |"
	done
}
symbols loop coro | awk '$3 ~ /[A-TV-Z]/ { has[$2] = $1 } $3 == "U" { needs[$1 " " $2] = $2 }
	END { for (n in needs) { split(n, a, " "); if (needs[n] in has) print a[1], has[needs[n]] } }' | sort -u |
	circles | breach 'a circle of calls'

# Names: a plain word belongs to the program that is linked with us. (These three are asyncio's own; the headers say why.)
symbols loop coro http | awk '$3 ~ /[A-TV-Z]/ && $2 !~ /_|^(loop|gather|shield)$/ { print $1 ".c: " $2 }' | breach 'a plain word'

# In one file (amalgam.awk) what one file names meets the static names, tags and macros of all others. Of backends one is chosen.
find loop coro http -name '*.[ch]' ! -path loop/none.c | xargs awk -v backends="$backends loop/epoll.c" '
	function name(kind, text) {
		file = index(backends, FILENAME) ? "a backend" : FILENAME
		text = kind text
		if (text in at && of[text] != file) print FILENAME ":" FNR ": " text ", also in " at[text]
		at[text] = FILENAME ":" FNR; of[text] = file
	}
	FILENAME ~ /c$/ && !/^_Static_assert/ && (/^static / || /^[a-z_].*\(/) {
		line = $0; gsub(/__attribute__ *\(\([^)]*(\([^)]*\))?\)\)/, "", line); sub(/ *[[(=;,{].*/, "", line); sub(/.*[ *]/, "", line)
		if (line ~ /^[A-Za-z_]+[A-Za-z_0-9]*$/) name("", line)
	}
	/^(struct|enum|union) [a-z_0-9]+ \{/ { name($1 " ", $2) }
	/^#[ \t]*define / { sub(/^#[ \t]*define /, ""); sub(/[( \t].*/, ""); if ($0 !~ /^(JSMN|_)/) name("", $0) }' |
	breach 'a name twice'

# Words: the restaurant stays in demo/ and notes/.
find loop coro http -name '*.[ch]' -o -name '*.py' | xargs grep -HniwE 'chefs?|kitchen|customers?|dish(es)?|restaurant' | breach 'a restaurant word'

# Systems: what only Linux has is called in its backends alone; poll.c can do without it.
of_linux=$(echo "$backends" | grep -vE 'kqueue|none'; echo loop/epoll.c)
grep -HnE 'sys/epoll|eventfd|timerfd|signalfd|accept4|SOCK_NONBLOCK|_GNU_SOURCE' $own | grep -vF "$of_linux" | breach 'Linux only'

# Sizes.
for file in $own; do
	lines=$(wc -l <"$file")
	case $file in *.h) most=200 ;; *) most=300 ;; esac
	[ "$lines" -gt $most ] && echo "$file:1: $lines lines" | breach "more than $most"
done
awk 'FNR == 1 { start = 0 } /^{/ { start = FNR } /^}/ && start { if (FNR - start > 45) print FILENAME ":" start ": " FNR - start " lines"; start = 0 }' \
	$own | breach 'a function of more than 45 lines'

# Columns, with tabs of eight: comments keep to 110; code should, and none of it passes 125, in demo/ 150, where
# Python stands at its right. What clang-format is kept off is free.
find loop coro http demo -name '*.[ch]' | LC_ALL=C xargs awk '
	function columns(text,    n, i) {
		gsub(/[\200-\277]/, "", text) # a letter is its first byte
		for (n = 0; (i = index(text, "\t")); text = substr(text, i + 1)) n += i - 1 + 8 - (n + i - 1) % 8
		return n + length(text)
	}
	FNR == 1 { off = 0 }
	/clang-format o/ { off = /off/ }
	!off && columns($0) > (/^[ \t]*(\/\*| \*)/ ? 110 : FILENAME ~ /^demo/ ? 150 : 125) { print FILENAME ":" FNR ": " columns($0) " columns" }' | breach 'too wide'

# So do the texts, but for their listings.
sh tests/house/texts.sh --wide | breach 'too wide'

# Awaits: one stands on one line, so that its line names it in the debugger and in the record.
awk '/^\t.*(AWAIT|AWAIT_CATCH|AWAIT_CATCH_ALL|ASYNC_WITH|ASYNC_EXIT)\(/ && !/define/ { l = $0; if (gsub(/\(/, "", l) != gsub(/\)/, "", l)) print FILENAME ":" FNR ": " $0 }' \
	$own | breach 'an await on more than one line'

# Comments where the cursor stands: at the right of each await, wake, system call and change of state, or within three
# lines above it, stands a sentence: why this line, and who runs next.
find loop coro http -maxdepth 1 -name '*.c' >"$found.files"
find coro/many coro/net -name '*.c' >>"$found.files"
xargs awk '
	function is_place(text) {
		gsub(/\/\*.*\*\//, "", text); gsub(/"([^"\\]|\\.)*"/, "\"\"", text)
		return text ~ /(^|[^A-Za-z_0-9])(AWAIT|AWAIT_CATCH|AWAIT_CATCH_ALL|ASYNC_WITH|ASYNC_EXIT|ASYNC_FINALLY|task_suspend|task_suspend_turn|task_wake|task_cancel|task_set_state|wait_queue_wake|wait_queue_wake_all|co_suspended|co_resumed)\(/ ||
			text ~ /(^|[^A-Za-z_0-9>.])(epoll_[a-z0-9_]*|kqueue|kevent|poll|read|write|recv|send|socket|connect|bind|listen|accept|close|shutdown|fcntl|pipe|getaddrinfo|getsockopt|setsockopt|getsockname|pthread_[a-z_]*|sigaction|clock_gettime|SSL_read_ex|SSL_write_ex|SSL_do_handshake)\(/ ||
			text ~ /->state = /
	}
	FNR == 1 { split("", told) }
	{ told[FNR] = /\/\*|\*\/|^[ \t]*\* / }
	/^\t/ && !/^\t*(\/\*|\* )/ && is_place($0) && !told[FNR] && !told[FNR - 1] && !told[FNR - 2] && !told[FNR - 3] {
		print FILENAME ":" FNR ": " $0 }' <"$found.files" | breach 'no sentence says why, or who runs next'
rm -f "$found.files"

cat "$found"
[ ! -s "$found" ]
