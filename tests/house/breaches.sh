#!/bin/sh
# breaches.sh - does lint.sh see what breaks a rule of the house? In a copy of the tree each breach is put into a file, all at
# once, and each must be told with that file's name. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
number=0 failed=0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cp -Rp async.h loop coro http demo notes tests ./*.md "$dir" && cd "$dir" || exit 2

tell() { # tell STATUS NAME
	number=$((number + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" && return
	echo "not ok $number - $2"
	sed 's/^/# /' said
	failed=1
}

sh tests/house/lint.sh >said 2>&1
tell $? "the tree as it is"

# FILE | LINES | WHAT IS TOLD: the lines, with \n and \t, go to the end of the file.
cat >breaches <<'E2'
http/session.c | #include "coro/watch/trace.h" | the core does not know who listens
http/redirect.c | #include "async.h" | http/ does not know demo/
loop/timer.c | #  include "coro/task.h" | an include is
loop/clock.c | #include  "coro/task.h" | an include is
loop/loop.c | #include "../coro/task.h" | an include is
loop/doorbell.c | #include <coro/task.h> | an include of a room
loop/signal.c | #include "coro/task.h" | loop/ knows no room above it
loop/offload.c | #include "tests/lib/support.h" | an include of a room
coro/sleep.c | #include "http/session.h" | coro/ knows loop/ only
coro/await.c | #include "coro/many/locks.h" | the core of coro/ knows no room beside it
coro/many/queue.c | #include "coro/net/conn.h" | coro/many/ stands below coro/net/
coro/coro.h | #include "coro/task.h" | coro.h compiles alone
http/parse/url.c | #include "http/parse/../session.h" | an include is
http/parse/json.c | #include "http/session.h" | http/parse/ compiles alone
demo/article/my_coroutine.c | #include "demo/text.h" | the article's programs include async.h alone
coro/timeout.h | #include "coro/await.h"\n | a circle of includes
coro/await.h | #include "coro/timeout.h" | a circle of includes
coro/io.c | static int kitchen; | a restaurant word
coro/watch/gdb_back.py | # a dish | a restaurant word
loop/kqueue.c | static int eventfd; | Linux only
coro/run.c | static int sleep_for(void);\n | a name twice
http/idle.c | int f(void)\n{\n@\n} | a function of more than 45 lines
http/limiter.c | /* a comment that is so long that nobody would like to read it to its end, on one line, in the middle of a file */ | too wide
coro/step.c | \n\n\n\n\tAWAIT(sleep_for(1)); | no sentence says why
coro/stack.c | \tAWAIT(sleep_for(\n\t\t1)); | an await on more than one line
E2
while IFS='|' read -r file lines told; do
	lines=$(printf '%s' "$lines" | sed 's/^ //; s/ $//; s/@/'"$(printf '\\\\tg();\\\\n%.0s' $(seq 46))"'/')
	printf '%b\n' "$lines" >>"${file% }"
done <breaches
sh tests/house/lint.sh >said 2>&1
while IFS='|' read -r file lines told; do
	module=${file% } module=${module%.*}
	grep -F "$module" said | grep -qF "${told# }"
	tell $? "notices, in ${file% }: ${told# }"
done <breaches
echo "1..$number"
exit $failed
