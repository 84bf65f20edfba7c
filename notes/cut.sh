#!/bin/sh
# cut.sh [--check] NOTE... - keeps the listings of notes what the code is today. A listing stands under a line that says what it
# shows, and is written anew from there:
#
#     <!-- cut coro/sleep.c sleep_for -->      a function, with its ASYNC_ENTRY
#     <!-- cut loop/timer.h struct timer -->   a struct, union or enum
#     <!-- cut coro/coro.h AWAIT -->           a macro
#     <!-- cut demo/examples/hello.c greeting -->       a region: the lines between /* begin greeting */ and /* end greeting */
#     <!-- cut demo/article/async_with.c -->   the whole file, but for the comment at its head
#     ```c
#     …
#     ```
#
# With --check nothing is written: what would change is said, with status 1. What is not there, or there twice, is said
# too, and its note stays as it is. BUILD=FOLDER, make's, asks for files that are built: a .c there has its .o.
set -u
check=
[ "${1-}" = --check ] && check=1 && shift
here=$(dirname "$0")
new=$(mktemp) || exit 2
trap 'rm -f "$new"' EXIT
status=0
for note do
	if ! awk -v build="${BUILD-}" -f "$here/cut.awk" "$note" >"$new"; then
		status=1
	elif [ "$check" ]; then
		diff "$note" "$new" >/dev/null || { echo "$note: a listing is not what the code is today: make notes" >&2; status=1; }
	elif ! cmp -s "$note" "$new"; then
		cat "$new" >"$note"
		echo "$note"
	fi
done
exit $status
