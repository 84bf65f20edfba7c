#!/bin/sh
# What no compiler checks: the rules of the house. Prints each breach with file and line; exit status 1 if there is one.
cd "$(dirname "$0")/.." || exit 2
found=$(mktemp) || exit 2
trap 'rm -f "$found"' EXIT
own="async.h loop/*.[ch] coro/*.[ch] http/*.[ch] demo/*.[ch] demo/article/*.c demo/view/*.[ch]"

breach() { # breach TEXT: each line of standard input is one
	sed "s|\$|   <- $1|" >>"$found"
}

# Rooms: includes point downward only.
grep -HnE '^#include "(coro|http|demo)/' loop/*.[ch] | breach 'loop/ knows no room above it'
grep -HnE '^#include "(http|demo)/' coro/*.[ch] | breach 'coro/ knows loop/ only'
grep -HnE '^#include "demo/' http/*.[ch] | breach 'http/ does not know demo/'
grep -HnE '^#include "' coro/coro.h | breach 'coro.h compiles alone'

# Words: the restaurant stays in demo/ and notes/.
grep -HniwE 'chefs?|kitchen|customers?|dish(es)?|restaurant' loop/*.[ch] coro/*.[ch] http/*.[ch] | breach 'a restaurant word'

# Systems: what only Linux has is called in epoll.c alone; poll.c can do without it.
grep -HnE 'sys/epoll|eventfd|timerfd|signalfd|accept4|SOCK_NONBLOCK|_GNU_SOURCE' $own | grep -vE '^loop/e?poll.c' | breach 'Linux only'

# Sizes.
for file in $own; do
	lines=$(wc -l <"$file")
	case $file in *.h) most=200 ;; *) most=300 ;; esac
	[ "$lines" -gt $most ] && echo "$file:1: $lines lines" | breach "more than $most"
done
awk 'FNR == 1 { start = 0 } /^{/ { start = FNR } /^}/ && start { if (FNR - start > 60) print FILENAME ":" start ": " FNR - start " lines"; start = 0 }' \
	$own | breach 'a function of more than 60 lines'

# Awaits: one stands on one line, so that its line names it in the debugger and in the record.
awk '/^\t.*(AWAIT|AWAIT_CATCH|ASYNC_WITH|ASYNC_EXIT)\(/ && !/define/ { l = $0; if (gsub(/\(/, "", l) != gsub(/\)/, "", l)) print FILENAME ":" FNR ": " $0 }' \
	$own | breach 'an await on more than one line'

cat "$found"
[ ! -s "$found" ]
