#!/bin/sh
# texts.sh PROGRAM… - do the texts speak of what is there? Each path and each link leads to a file; where a name
# stands `so` in `that/file.c`, it stands in that file; a program in `build/` is one of these; words of notations
# and rooms that are gone do not come back; all but listings keeps to 110 columns, and the README to 600 words.
# Then each fault is tried, which must be noticed. Prints TAP. texts.sh --wide prints the wide lines alone.
set -u
cd "$(dirname "$0")/../.." || exit 2
number=0 failed=0 programs=$*
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

tell() { # tell STATUS NAME: one line of TAP, and what stands in $dir/faults
	number=$((number + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" && return
	failed=1
	echo "not ok $number - $2"
	sed 's/^/# /' "$dir/faults"
}

paths() { # paths FILE…: no such file
	grep -noE '(^|[ `(|]|\}/)(loop|coro|http|demo|tests|notes|\.ci)/[A-Za-z0-9_./-]+' /dev/null "$@" | sed -E 's/^([^:]*:[0-9]*:)[ `(|}/]*/\1/; s/[.,:]+$//' |
		while IFS=: read -r file line path; do
			case $path in
			*/NAME* | */NN_* | */ROOM* | tests/coro/ | */FILE* | demo/x.c) ;; # to be filled in
			*/test_*) [ -e "$path" ] || [ -e "$path.c" ] || echo "$file:$line: there is no $path" ;;
			*) [ -e "$path" ] || echo "$file:$line: there is no $path" ;;
			esac
		done
}

links() { # links FILE…: of Markdown, to a file of this tree
	grep -noE '\]\([^)#:]+\)' /dev/null "$@" | tr -d '()]' | while IFS=: read -r file line to; do
		[ -e "$(dirname "$file")/$to" ] || echo "$file:$line: there is no $to"
	done
}

# `a`, `b` in `file` and `c`, same file: the words of the first are looked for in what the second names.
names() { # names FILE…
	grep -noE '`[A-Za-z_0-9]+`((, | and )`[A-Za-z_0-9]+`)* in `[a-z_0-9/]+\.[ch]`' /dev/null "$@" | while IFS=: read -r file line words; do
		where=$(echo "$words" | sed -E 's/.* in `(.*)`/\1/')
		for name in $(echo "${words%% in *}" | tr -c 'A-Za-z_0-9' ' ' | sed 's/ and / /g'); do
			grep -qsw -- "$name" "$where" "notes/ladder/$where" || echo "$file:$line: no $name in $where"
		done
	done
}

builds() { # builds FILE…: programs of build/
	grep -noE '(^|[ `|(])build/[a-z_]+([^a-z_/]|$)' /dev/null "$@" | sed -E 's/[ `|(]+//; s/[^a-z_]$//' | while IFS=: read -r file line path; do
		case " $programs tests ladder notes labs stills site release clang none poll kqueue bench-client libasync " in
		*" ${path#build/} "*) ;;
		*) grep -qE -- "-o $path( |$)" "$file" || echo "$file:$line: there is no program $path" ;; # or the note builds it
		esac
	done
}

without_listings() { # without_listings FILE: "FILE:LINE:text" of what stands in no listing
	awk '/^```/ { inside = !inside; next } !inside { print FILENAME ":" FNR ":" $0 }' "$1"
}

old() { # old FILE: words of yesterday
	without_listings "$1" | grep -E 'ASYNC_BEGIN|ASYNC_TASK|task_create|coro/sync|coro/line|coro/async\.h|record-world|loop/world|demo/replay|waiter_wake|in_line|frame of the caller|self->coro|[^_a-z.>]run\('
}

wide() { # wide FILE: lines of more than 110 columns, whatever their letters; listings and addresses are free
	without_listings "$1" | LC_ALL=C sed 's/[\x80-\xBF]//g' | awk '{
		match($0, /^[^:]*:[0-9]*:/); where = substr($0, 1, RLENGTH); line = substr($0, RLENGTH + 1) }
		length(line) > 110 && line ~ / .* / { print where " " length(line) " columns" }'
}

length() {
	words=$(wc -w <"$1")
	[ "$words" -le 600 ] || echo "$1: $words words, at most 600"
}

all() { # all FILE…: every fault in them
	paths "$@"
	links "$@"
	names "$@"
	builds "$@"
	old "$@"
	wide "$@"
}

texts="README.md CHANGES.md CONTRIBUTING.md tests/README.md $(echo notes/*.md notes/course/*.md notes/labs/*.md)"
if [ "$programs" = --wide ]; then
	for text in $texts; do
		wide "$text"
	done
	exit
fi
for text in $texts; do
	all "$text" >"$dir/faults"
	[ ! -s "$dir/faults" ]
	tell $? "$text"
done
length README.md >"$dir/faults"
[ ! -s "$dir/faults" ]
tell $? "the README's length"

notices() { # notices WORDS TEXT: this fault, and no other
	printf 'a\n%s\n' "$2" >"$dir/text.md"
	all "$dir/text.md" >"$dir/faults"
	[ "$(wc -l <"$dir/faults")" -eq 1 ] && grep -q "text.md:2:.*$1" "$dir/faults"
	tell $? "notices: $1"
}

notices 'there is no coro/nothing.c' "see \`coro/nothing.c\`, or coro/task.c."
notices 'there is no nothing.md' '[a note](nothing.md)'
notices 'no loop_nothing in loop/loop.c' "\`loop_run_once\`, \`loop_nothing\` in \`loop/loop.c\`"
notices 'there is no program build/nothing' '    build/nothing --option'
notices 'ASYNC_BEGIN' "ASYNC_BEGIN(self)"
notices '114 columns' "$(yes prose | head -n 19 | tr '\n' ' ')"
notices '116 columns' "| $(yes cells | head -n 19 | tr '\n' ' ')"
notices '118 columns' "    $(yes words | head -n 19 | tr '\n' ' ')"
yes word | head -n 601 >"$dir/long.md"
length "$dir/long.md" >"$dir/faults"
[ -s "$dir/faults" ]
tell $? 'notices: more than 600 words'
echo "1..$number"
exit $failed
