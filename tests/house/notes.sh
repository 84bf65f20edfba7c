#!/bin/sh
# notes.sh FOLDER - the notes' listings are what the code is today, of files that FOLDER is built from; and the cutter cuts
# what it is asked for, and says when that is not there. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
folder=$1 number=0 failed=0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

tell() { # tell STATUS NAME
	number=$((number + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" && return
	failed=1
	echo "not ok $number - $2"
	sed 's/^/# /' "$dir/said"
}

BUILD=$folder sh notes/cut.sh --check README.md notes/*.md >"$dir/said" 2>&1
tell $? "each listing of the notes"
grep -q '^<!-- cut ' notes/00-map.md
tell $? "there are some"

cat >"$dir/source.c" <<'C'
/* source.c - a comment
 * at the head. */
#include <stdio.h>

void twice(int);
struct pair; /* only its name */

struct pair {
	int one;
	int two;
};

/* begin region */
static int before;
/* end region */

static void first(int number,
	int other)
{
	twice(first_of_all(number)); /* not a definition */
}

void twice(int number)
{
	first(number, number);
}
ASYNC_ENTRY(twice, int);

enum few { ONE, TWO }; /* and no more */

struct pair *pair(void)
{
	return 0;
}

int again(void)
{
	return 0;
}

int again(void)
{
	return 1;
}
#define LONGER(a)	\
	LONG(a)
#define LONG(a) \
	first(a,     \
		0)
int after;
/* begin open */
C

# cuts NAME FROM-TO: the listing of NAME ("" : all of the file) is these lines of the source.
cuts() {
	printf '# A note\n\n<!-- cut %s%s -->\n```c\nof\nyesterday\n```\nafter\n' "$dir/source.c" "${1:+ $1}" >"$dir/note.md"
	{ sed -n 1,4p "$dir/note.md"; sed -n "$2p" "$dir/source.c"; printf '```\nafter\n'; } >"$dir/wanted.md"
	! sh notes/cut.sh --check "$dir/note.md" >"$dir/said" 2>&1 && sh notes/cut.sh "$dir/note.md" >>"$dir/said" 2>&1 &&
		diff "$dir/wanted.md" "$dir/note.md" >>"$dir/said" && sh notes/cut.sh --check "$dir/note.md" >>"$dir/said" 2>&1
	tell $? "cuts ${1:-a file}"
}

# refuses WORDS LINE [MORE]: a note with this line is left alone, with these words on stderr.
refuses() {
	printf '%s\n%s\nof yesterday\n```\n' "$2" "${3-\`\`\`c}" >"$dir/note.md"
	cp "$dir/note.md" "$dir/wanted.md"
	! BUILD=$dir sh notes/cut.sh "$dir/note.md" >"$dir/said" 2>&1 && grep -q "$1" "$dir/said" && cmp -s "$dir/note.md" "$dir/wanted.md"
	tell $? "refuses: $1"
}

cuts '' 3,52
cuts first 17,21
cuts twice 23,27
cuts 'struct pair' 8,11
cuts region 14
cuts LONG 47,49
cuts 'enum few' 29
: >"$dir/source.o" # it is built
refuses 'third is there not at all' "<!-- cut $dir/source.c third -->"
refuses 'struct trio is there not at all' "<!-- cut $dir/source.c struct trio -->"
refuses 'again is there 2 times' "<!-- cut $dir/source.c again -->"
refuses 'open: begins and does not end' "<!-- cut $dir/source.c open -->"
refuses 'nowhere.c: cannot be read' "<!-- cut $dir/nowhere.c -->"
refuses 'no listing under it' "<!-- cut $dir/source.c first -->" 'words'
rm "$dir/source.o"
refuses 'source.c: is not built' "<!-- cut $dir/source.c first -->"
printf '<!-- cut %s first -->\n```c\n' "$dir/source.c" >"$dir/note.md"
! sh notes/cut.sh "$dir/note.md" 2>"$dir/said" && grep -q 'a listing does not end' "$dir/said"
tell $? "refuses: a listing does not end"

# The chapter of pitfalls is the gallery, all of it, each once.
sh notes/pitfalls.sh --check >"$dir/said" 2>&1
tell $? "the pitfalls are the gallery's"
pitfalls() { # pitfalls WORDS SED-SCRIPT: with this change to the chapter it is refused, in these words
	sed "$2" notes/pitfalls.md >"$dir/pitfalls.md"
	! PITFALLS=$dir/pitfalls.md sh notes/pitfalls.sh --check >"$dir/said" 2>&1 && grep -q "$1" "$dir/said"
	tell $? "refuses: $1"
}
pitfalls 'is not what the gallery says' 's/never awaited/sometimes awaited/'
pitfalls 'started_twice is shown nowhere' 's/pitfall started_twice/pitfall local_count/'
pitfalls 'local_count is shown 2 times' 's/pitfall started_twice/pitfall local_count/'
pitfalls 'there is no tests/house/misuse/nothing.c' 's/pitfall started_twice/pitfall nothing/'
pitfalls 'an <!-- end --> is missing' '$d; /^<!-- end -->$/d'

# Ten pictures for slides, of which nothing is cut off (stills.py asks that of each text), and each said in words.
if command -v python3 >/dev/null && [ -x "$folder/restaurant" ] && [ -x "$folder/genderize" ]; then
	python3 -B notes/stills.py "$folder" "$dir/stills" >"$dir/said" 2>&1 && [ "$(ls "$dir/stills"/*.svg | wc -l)" -eq 10 ] &&
		python3 -c 'import sys, xml.dom.minidom as dom
for path in sys.argv[1:]:
    assert len(dom.parse(path).getElementsByTagName("desc")[0].firstChild.data) > 40, path' "$dir/stills"/*.svg >>"$dir/said" 2>&1
	tell $? "ten stills"
else
	number=$((number + 1))
	echo "ok $number # SKIP stills: no python3, or no programs"
fi

# The poster: the article's lines beside the C, and a turn of the loop; it is refused when either is not there.
poster() { # poster FILE.c LOOP.c
	awk -v python=tests/house/article/6_async.py -v loop="$2" -v page=notes/poster.html -f notes/poster.awk "$1" >"$dir/page" 2>"$dir/said"
}
poster demo/article/predict_async.c loop/loop.c && [ "$(grep -c '<tr class=pair>' "$dir/page")" -eq 22 ] && grep -q 'timers_fire(now, seq);' "$dir/page" &&
	! grep -qE '@(rows|loop|run)' "$dir/page"
tell $? "the poster has each line"
sed 's|/\* results = .*||' demo/article/predict_async.c >"$dir/other.c"
! poster "$dir/other.c" loop/loop.c && grep -q 'beside no C: results = ' "$dir/said"
tell $? "no poster: a line is beside no C"
sed 's/timers_fire/fire/' loop/loop.c >"$dir/other.c"
! poster demo/article/predict_async.c "$dir/other.c" && grep -q 'no timers_fire in loop_run_once' "$dir/said"
tell $? "no poster: a phase is gone"
echo "1..$number"
exit $failed
