#!/bin/sh
# home.sh FOLDER - the ways in which a project takes the library home: the two files in FOLDER/amalgam, and what `make install`
# puts somewhere. With nothing else of the tree, programs are built by each compiler, and run. Prints TAP.
set -u
unset LOOP_DEBUG LOOP_SLOW_MS LOOP_SHUFFLE
cd "$(dirname "$0")/../.." || exit 2
tree=$PWD folder=$1 number=0 failed=0 jsmn=${JSMN_DIR:-/usr/include}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

tell() { # tell STATUS NAME
	number=$((number + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" && return
	echo "not ok $number - $2"
	sed 's/^/# /' "$dir/said"
	failed=1
}

skip() {
	number=$((number + 1))
	echo "ok $number # SKIP $1"
}

# Programs: the examples, one from outside of the tree, and one whose variables have the library's plain words for names. What
# includes parts of the tree includes async.h here.
mkdir "$dir/two" && cp "$folder"/amalgam/async.[ch] "$dir/two" || exit 2
for program in demo/examples/*.c tests/house/example/*.c tests/coro/test_async.c; do
	sed 's|^#include "[a-z]*/.*"|#include "async.h"|' "$program" >"$dir/two/${program##*/}"
done
cd "$dir/two" || exit 2
cat >slow.c <<'C'
#include "async.h"

static async block(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	for (double end = clock_seconds() + 0.02; clock_seconds() < end;)
		;
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(block);

int main(void)
{
	return async_run(block) != ASYNC_OK;
}
C
cat >own_jsmn.c <<'C'
#define JSMN_STATIC
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "async.h"

int main(void)
{
	jsmntok_t token;
	jsmn_parser parser;

	jsmn_init(&parser);
	return jsmn_parse(&parser, "1", 1, &token, 1) != 1;
}
C

{ sed 's/^ \* \{0,1\}//' async.h | grep -qxF "$(sed -n 3p "$tree/LICENSE")" && grep -qF 'WITHOUT WARRANTY' async.c; } 2>"$dir/said"
tell $? "the licence goes with them"

compile() { # compile ARGUMENT…: without a word
	"$cc" -std=c11 -pthread -Wall -Wextra -Wpedantic -Werror -I. -isystem "$jsmn" "$@" >"$dir/said" 2>&1
}

for cc in gcc clang; do
	rm -f ./*.o
	command -v $cc >/dev/null || { skip "no $cc"; continue; }
	compile -c async.c
	tell $? "$cc: async.c"
	[ -e async.o ] || continue
	for program in *.c; do
		[ "$program" = async.c ] && continue
		compile "$program" async.o -lssl -lcrypto -lm -lcmocka -o "${program%.c}"
		tell $? "$cc: $program"
	done
	./hello >said 2>"$dir/said" && sed 1d "$tree/demo/examples/hello.txt" | cmp - said >>"$dir/said" 2>&1
	tell $? "$cc: hello runs"
	LOOP_DEBUG=1 LOOP_SLOW_MS=10 ./slow 2>"$dir/said" && grep -q 'from slow.c:6 block to slow.c:9 block$' "$dir/said"
	tell $? "$cc: a message names the program's lines, not those of async.c"
	./own_jsmn >"$dir/said" 2>&1
	tell $? "$cc: a program may call jsmn, too"
	./test_async >"$dir/said" 2>&1
	tell $? "$cc: the plain words are the program's, and tasks and requests are there"
	compile -fsyntax-only -DASYNC_POLL async.c
	tell $? "$cc: async.c on poll"
	[ "$(uname -s)" != Linux ] || compile -fsyntax-only -DASYNC_KQUEUE -isystem "$tree/tests/house/shim" async.c
	tell $? "$cc: async.c on kqueue"
	compile -fsyntax-only -D_GNU_SOURCE -DASYNC_POLL -Wshadow -Wundef -Wmissing-prototypes -Wstrict-prototypes async.c
	tell $? "$cc: async.c in a project with warnings of its own"
done
# Installed, and found by pkg-config.
cd "$tree" || exit 2
export PKG_CONFIG_PATH="$dir/stage/opt/async/lib/pkgconfig"
place() { # place TARGET: the makefile's own, with the library that is there already
	make -s -o "$folder/libasync.a" "$1" PREFIX=/opt/async DESTDIR="$dir/stage" >"$dir/said" 2>&1
}
place install && [ "$(find "$dir/stage" -name '*.h' | wc -l)" -eq "$(find async.h loop coro http -name '*.h' | wc -l)" ] &&
	[ -s "$dir/stage/opt/async/lib/libasync.a" ]
tell $? "make install puts every header and the library there"
cd "$dir" || exit 2
cc=$(command -v gcc || echo clang)
if command -v pkg-config >/dev/null; then
	flags=$(pkg-config --define-variable=prefix="$dir/stage/opt/async" --cflags --libs async 2>"$dir/said") &&
		for program in hello three; do
			# shellcheck disable=SC2086 # options are words
			compile "two/$program.c" $flags -o $program || flags=
		done && [ -n "$flags" ]
	tell $? "pkg-config tells how programs are built with it"
	./hello >said 2>&1 && sed 1d "$tree/demo/examples/hello.txt" | cmp - said
	tell $? "one of them runs"
	[ "$(pkg-config --modversion async)" = "$(sed -n 's/^#define ASYNC_VERSION "\(.*\)".*/\1/p' "$tree/async.h")" ]
	tell $? "pkg-config's version is the header's"
else
	skip "no pkg-config"
fi
cd "$tree" && place uninstall && [ -z "$(find "$dir/stage" -type f)" ]
tell $? "make uninstall leaves nothing"
echo "1..$number"
exit $failed
