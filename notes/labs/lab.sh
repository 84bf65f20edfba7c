#!/bin/sh
# lab.sh lab|grade|done N: takes the part of lab N out of the tree, grades what stands there, puts the part back. To be called by
# make, which says BUILD, MAKE, CC, CFLAGS and LIBS. lab.sh verify: each stored answer gets the grade that it should.
#
# No file of a student's is ever lost. Before a file is written for the first time, it is copied to notes/labs/mine/; before it
# is put back, what stands there is copied to notes/labs/mine/, under a name of its own. A copy is whole before it gets its
# name (mv), and a command that was interrupted can be given again. Git is not called.
set -u
cd "$(dirname "$0")/../.." || exit 2
verb=$1 n=${2-}
labs=notes/labs mine=notes/labs/mine
seconds=${LAB_SECONDS:-20} # after these a test hangs

say() { printf '%s\n' "$*"; }
fail() { say "$*" >&2; exit 2; }

file_of() { sed -n 's|^// in: ||p' "$1"; }               # the file that a starter or a wrong answer is of
original() { say "$mine/$n-$(basename "$1").original"; } # where it is while the lab is open
files() { for starter in $labs/"$n"/starter-*.c; do file_of "$starter"; done; }
is_open() { ls $mine/"$n"-*.original >/dev/null 2>&1; }

starter_for() { # starter_for FILE SOURCE: what the lab makes of SOURCE
	awk -f $labs/replace.awk "$labs/$n/starter-$(basename "$1")" "$2"
}

copy() { # copy FROM TO: TO appears whole, or not at all
	cp "$1" "$mine/.new" && cmp -s "$1" "$mine/.new" && mv -f "$mine/.new" "$2" || fail "$2: cannot be written; nothing is lost"
}

others() {
	for open in "$mine"/*.original; do
		[ -e "$open" ] || continue
		other=$(basename "$open")
		[ "${other%%-*}" = "$n" ] || { say "${other%%-*}"; return; }
	done
}

# ---- lab ----

# Every file is looked at before one is written.
begin_lab() {
	other=$(others)
	[ -z "$other" ] || fail "lab $other is open, and nothing was changed. First: make lab-done $other"
	mkdir -p $mine || exit 2
	for file in $(files); do
		source=$(original "$file")
		[ -e "$source" ] || source=$file
		starter_for "$file" "$source" >$mine/.try || fail "$file is not as the lab knows it, and nothing was changed"
	done
	for file in $(files); do
		[ -e "$(original "$file")" ] || copy "$file" "$(original "$file")"
		if cmp -s "$file" "$(original "$file")"; then
			starter_for "$file" "$file" >$mine/.try && copy $mine/.try "$file"
			say "$file: a part of it is yours to write (the lines that say \"Yours\")"
		else
			say "$file: is yours already, and was not changed"
		fi
	done
	rm -f $mine/.try
	say "What to do: $(ls $labs/"$n"-*.md). Then: make grade $n, and at the end: make lab-done $n"
}

# ---- done ----

keep() { # keep FILE: its content gets a name of its own, if no answer that was kept is the same
	i=1
	answer=$mine/$n-$(basename "$1")
	while [ -e "$answer.$i" ]; do
		cmp -s "$1" "$answer.$i" && break
		i=$((i + 1))
	done
	[ -e "$answer.$i" ] || copy "$1" "$answer.$i"
	say "$1: your answer is kept in $answer.$i"
}

end_lab() {
	is_open || fail "lab $n is not open, and nothing was changed"
	for file in $(files); do
		source=$(original "$file")
		[ -e "$source" ] || continue
		if [ -e "$file" ] && ! cmp -s "$file" "$source"; then
			starter_for "$file" "$source" | cmp -s - "$file" || keep "$file"
		fi
		copy "$source" "$file"
		rm "$source"
		say "$file: is as it was before the lab"
	done
}

# ---- grade ----

# Builds test $1 into $2 with the objects of $3 before the library's, for which they stand.
link() {
	# shellcheck disable=SC2086 # several words
	${CC:-cc} ${CFLAGS:-} -MMD -MF /dev/null "$1" $3 "$BUILD/tests/libshared.a" "$BUILD/libdemo.a" "$BUILD/libasync.a" ${LIBS:-} -lcmocka -o "$2"
}

tests() { cut -d' ' -f1 "$labs/$n/tests.txt" | uniq; }
object_of() { say "$BUILD/$(ls tests/*/"$1.c" | sed 's/c$/o/')"; }

grade() { # grade FOLDER FILE…: with these files in place of the library's; prints what is right and what is wrong
	dir=$1 objects=
	map=-ffile-prefix-map=$dir/= # where the library names a line, of a file that verify has written
	shift
	for file do
		# shellcheck disable=SC2086
		${CC:-cc} ${CFLAGS:-} $map -MMD -MF /dev/null -c "$file" -o "$dir/$(basename "$file" .c).o" || { say "It does not compile: nothing could be tried."; return 1; }
		objects="$objects $dir/$(basename "$file" .c).o"
	done
	for test in $(tests); do
		link "$(object_of "$test")" "$dir/$test" "$objects" || return 2
		{ # beside the others: one that hangs keeps nobody waiting
			ASAN_OPTIONS=verify_asan_link_order=0 CMOCKA_MESSAGE_OUTPUT=STDOUT LOOP_DEBUG=1 LOOP_SLOW_MS=30000 timeout -s KILL "$seconds" $line_by_line "$dir/$test" >"$dir/$test.said" 2>&1 </dev/null
			say "[ END ] $? $test $seconds" >>"$dir/$test.said"
		} &
	done 2>/dev/null
	wait 2>/dev/null
	# shellcheck disable=SC2046
	awk -f $labs/grade.awk "$labs/$n/tests.txt" $(tests | sed "s|.*|$dir/&.said|")
}

line_by_line=
command -v stdbuf >/dev/null && line_by_line='stdbuf -oL -eL' # so that what was said is there when a test is killed; it is loaded before ASan

prepare() { # prepare: what the tests of lab $n are linked from
	# shellcheck disable=SC2046
	$MAKE --no-print-directory -s "$BUILD/libasync.a" "$BUILD/tests/libshared.a" "$BUILD/libdemo.a" $(for test in $(tests); do object_of "$test"; done)
}

grade_tree() {
	other=$(others)
	[ -z "$other" ] || fail "lab $other is open, and its part is missing: nothing was tried. First: make lab-done $other"
	is_open || say "(lab $n is not open: these are the marks of what stands in the tree)"
	prepare || { say "It does not compile: nothing could be tried."; exit 1; }
	mkdir -p "$BUILD/labs/$n"
	# shellcheck disable=SC2046
	grade "$BUILD/labs/$n" $(files)
}

# ---- verify ----

count=${LAB_COUNT:-0} bad=0
tell() { # tell STATUS WORDS: a line of TAP, with what was said if it is wrong
	count=$((count + 1))
	[ "$1" -eq 0 ] && say "ok $count - $2" && return
	bad=1
	say "not ok $count - $2"
	sed 's/^/# /' "$dir/said"
}

verify_lab() {
	prepare || exit 2
	pristine || return 0
	# shellcheck disable=SC2046
	grade "$dir" $(files) >"$dir/said" 2>&1
	tell $? "lab $n: the tree's own answer is right"
	starters=
	for file in $(files); do
		starter_for "$file" "$file" >"$dir/$(basename "$file")" && starters="$starters $dir/$(basename "$file")"
	done
	seconds=3
	# shellcheck disable=SC2086
	! grade "$dir" $starters >"$dir/said" 2>&1 && grep -q '^ *wrong ' "$dir/said"
	tell $? "lab $n: with the part taken out it compiles, and is wrong"
	for wrong in "$labs/$n"/wrong-*.c; do
		file=$(file_of "$wrong") words=$(sed -n 's|^// says: ||p' "$wrong")
		awk -f $labs/replace.awk "$wrong" "$file" >"$dir/$(basename "$file")" &&
			! grade "$dir" "$dir/$(basename "$file")" >"$dir/said" 2>&1 && tr -s ' \n' ' ' <"$dir/said" | grep -qF "$words" && ! grep -q 'does not compile' "$dir/said"
		tell $? "$wrong: \"$words\""
		excerpt "$wrong" "$words"
	done
}

# The mark with these words stands in the lab's page below the line "<!-- graded NAME -->", NAME.c being the wrong answer.
excerpt() { # excerpt WRONG WORDS
	page=$(ls $labs/"$n"-*.md) mark="<!-- graded $(basename "$1" .c) -->"
	grep -qxF "$mark" "$page" || return 0
	words=$2 awk '
		function mark(   text) {
			text = all
			gsub(/[ \n]+/, " ", text)
			if (index(text, ENVIRON["words"])) printf "%s", all
			all = ""
		}
		/^  (wrong|right) / || /^$/ { mark() }
		{ all = all $0 "\n" }' "$dir/said" >"$dir/excerpt"
	awk -v mark="$mark" -v excerpt="$dir/excerpt" '
		$0 == mark { print; getline; print; while ((getline line < excerpt) > 0) print line; while (getline > 0 && !/^```/); }
		{ print }' "$page" >"$dir/page"
	[ "$verb" = fill ] && cp "$dir/page" "$page"
	for text in "$page" "$dir/page"; do # numbers of lines move when anything above them does
		sed -E 's/(\.[ch]):[0-9]+/\1:N/g' "$text" >"$dir/$(basename "$text").masked"
	done
	diff "$dir/$(basename "$page").masked" "$dir/page.masked" >"$dir/said"
	tell $? "$page: what is graded in it"
}

pristine() { # a lab that is open is its student's
	is_open || return 0
	count=$((count + 1))
	say "ok $count - # SKIP lab $n is open"
	return 1
}

verify() {
	dir=$(mktemp -d) || exit 2
	trap 'rm -rf "$dir"' EXIT
	for n in $(cd $labs && ls -d [1-9]); do
		seconds=${LAB_SECONDS:-20}
		verify_lab
	done
	say "1..$count"
	exit $bad
}

[ "$verb" = verify ] || [ "$verb" = fill ] && verify
[ -d "$labs/$n" ] && [ -n "$n" ] && [ -e "$labs/$n/tests.txt" ] || fail "which lab? make $verb 1, 2, 3 or 4: $(ls $labs/[1-9]-*.md | tr '\n' ' ')"
case $verb in
lab) begin_lab ;;
grade) grade_tree ;;
lab-done) end_lab ;;
*) fail "lab.sh: $verb?" ;;
esac
