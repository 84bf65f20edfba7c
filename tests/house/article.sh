#!/bin/sh
# article.sh - demo/article/ stands beside the article: its four programs, and nothing else there, each held by article.awk to
# the article's own lines of code, which lie in tests/house/article/ to the letter. Then each way of straying from that is
# tried, which must be noticed. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
number=0 failed=0

tell() { # tell STATUS NAME: one line of TAP, and what stands in $dir/faults
	number=$((number + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" && return
	failed=1
	echo "not ok $number - $2"
	sed 's/^/# /' "$dir/faults"
}

# The programs, their blocks, and how many lines of code they may have.
programs='my_coroutine 3_both 22
async_with 4_async_with 20
predict_sync 5_sync 40
predict_async 6_async 55'

held() { # held FILE BLOCK MOST
	awk -v article="tests/house/article/$2.py" -v most="$3" -f tests/house/article.awk "$1" >"$dir/faults"
}

echo "$programs" | sed 's/ .*/.c/' | sort >"$dir/wanted"
ls demo/article | sort | diff "$dir/wanted" - >"$dir/faults"
tell $? 'four programs and nothing else'
while read -r name block most; do
	held "demo/article/$name.c" "$block" "$most"
	tell $? "$name.c, line by line"
done <<EOF
$programs
EOF

# The first two blocks are the third in two parts.
for part in 1_coroutine 2_run; do
	grep -v '^#' "tests/house/article/$part.py" | grep . | grep -vxF -f tests/house/article/3_both.py >"$dir/faults"
	[ ! -s "$dir/faults" ]
	tell $? "$part is in my_coroutine.c"
done

# strays WORDS PROGRAM SED: PROGRAM, changed by SED, is refused with these words.
strays() {
	block=$(echo "$programs" | sed -n "s/^$2 \([^ ]*\) .*/\1/p") most=$(echo "$programs" | sed -n "s/^$2 .* //p")
	sed "$3" "demo/article/$2.c" >"$dir/$2.c"
	if cmp -s "demo/article/$2.c" "$dir/$2.c"; then
		echo "nothing was changed" >"$dir/faults"
	elif held "$dir/$2.c" "$block" "$most"; then
		echo "nothing was noticed" >"$dir/faults"
	elif grep -q "$1" "$dir/faults"; then
		: >"$dir/faults"
	fi
	[ ! -s "$dir/faults" ]
	tell $? "$2.c is refused: $1"
}

strays 'next line' predict_async '/data = await/d'
strays 'beside no C: asyncio.run' predict_async 's|/\* asyncio.run.*||'
strays 'next line' predict_async 's|data = await response.json()|data = await response.json( )|'
strays 'next line' predict_sync 's|"Diana", "Eve"\] \*/|"David", "Eve"] */|'
strays 'next line' predict_sync 's|puts("\]");|& /* the end */|'
strays 'next line' predict_sync 's|char gender.*|& /* null is "" */|'
strays 'next line' predict_async 's|/\* results = \[\] \*/|/* end_time = time.time() */|'
strays 'only an import' predict_async 's|^.*\(/\* data = .*\)|          \1|'
strays 'two statements' predict_async 's|my->count = 0;|& my->count = 0;|'
strays 'two statements' predict_sync 's|	const char \*name;|& char gender[16];|'
strays 'statement on the line of another' predict_sync 's|if (err)|& return err;|'
strays 'statement on the line of another' predict_sync 's|for (int i = 0; i < 5; i++) *\(/.*\)|for (int i = 0; i < 5; i++) puts("");	\1|'
strays 'behind a brace' predict_sync 's|i++) {|& puts("");|'
strays 'before a brace' async_with 's|} ASYNC_EXIT(response_close|puts(""); &|'
strays 'more than 22' my_coroutine '/puts/{p;p;p;p;}'
strays 'more than 40' predict_sync '/puts/p'
strays 'more than 55' predict_async '/puts/{p;p;p;p;p;p;p;p;}'
strays 'not async.h' predict_sync 's|^#include.*|#include <stdlib.h>|'
strays 'not async.h' predict_sync 's|^struct prediction {|#define LIMIT 5|'
strays '2 includes' async_with '/^#include/p'
strays '0 includes' async_with '/^#include/d'
strays '150 columns' async_with 's|const char|                                                                                                              &|'
echo "1..$number"
exit $failed
