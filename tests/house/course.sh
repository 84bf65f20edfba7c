#!/bin/sh
# course.sh FOLDER - the course is what the code is today; and the tool that says so notices each fault it is there for. Prints TAP.
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

command -v python3 gdb >"$dir/said" || { echo "ok 1 # SKIP course: no python3, or no gdb"; exit 0; }
python3 notes/course.py "$folder" >"$dir/said" 2>&1
tell $? "all of it is what it is today"

chapter() { # chapter TEXT: a sound one, and this at its end
	printf '# A chapter\n\n> a line\n\n1. What?\n2. Why?\n\n## The questions again\n\n%b\n' "$1" >"$dir/chapter.md"
}

takes() { # takes WORDS TEXT
	chapter "$2"
	python3 notes/course.py "$folder" "$dir/chapter.md" >"$dir/said" 2>&1
	tell $? "takes: $1"
}

notices() { # notices WORDS: in the chapter, and nothing else
	python3 notes/course.py "$folder" "$dir/chapter.md" >"$dir/said" 2>&1
	[ $? -eq 1 ] && grep -q "$1" "$dir/said"
	tell $? "notices: $1"
}

refuses() { # refuses WORDS TEXT
	chapter "$2"
	notices "$1"
}

block='```'
takes 'nothing but words' 'Words.'
takes 'an output' "${block}console\n\$ echo 3 seconds\n3 seconds\n$block"
takes 'a time that differs a little' "${block}console\n\$ echo 0.12 seconds\n0.10 seconds\n$block"
takes 'lines in any order' "<!-- any order -->\n${block}console\n\$ echo 2; echo 1\n1\n2\n$block"
takes 'a link to a heading' "[there]($PWD/notes/outline.md#the-course)"
refuses 'nobody is there not at all' "<!-- cut notes/ladder/s1.c nobody -->\n${block}c\n$block"
refuses 'struct nobody is there not at all' "<!-- cut notes/ladder/ten.h struct nobody -->\n${block}c\n$block"
refuses 'a listing is not what the code is today' "<!-- cut notes/ladder/s6.c AWAIT -->\n${block}c\nyesterday\n$block"
refuses 'nobody is there not at all' "<!-- expand notes/ladder/s6.c nobody -->\n${block}c\n$block"
refuses 'what the compiler sees is another thing today' "<!-- expand notes/ladder/s6.c work -->\n${block}c\nyesterday\n$block"
refuses 'prints something else today: 4 seconds' "${block}console\n\$ echo 4 seconds\n3 seconds\n$block"
refuses 'prints something else today: 0.40 seconds' "${block}console\n\$ echo 0.40 seconds\n0.10 seconds\n$block"
refuses 'prints something else today: 2 / 1' "${block}console\n\$ echo 2; echo 1\n1\n2\n$block"
refuses 'no such code' "${block}c\nint nowhere;\n$block"
refuses 'there is no nowhere.md' '[there](nowhere.md)'
refuses 'there is no .*#nowhere' "[there]($PWD/notes/outline.md#nowhere)"
refuses 'more than 100 columns' "${block}c\n$(printf '%101s' x)\n$block"
refuses 'more than 110 columns' "$(printf '%111s' x)"
refuses 'words, at most 1800' "$(yes word | head -n 1801)"
chapter Words. && sed -i 's/?$/./' "$dir/chapter.md" && notices 'does not open with its questions'
chapter Words. && sed -i '/^## /d' "$dir/chapter.md" && notices 'does not come back to its questions'
chapter Words. && sed -i '/^> /d' "$dir/chapter.md" && notices 'does not open with what it mirrors'

mkdir "$dir/ladder"
printf 'static int hidden(void)\n{\n\treturn 1;\n}\n' >"$dir/ladder/s1.c"
chapter Words.
export LADDER="$dir/ladder"
notices 'no chapter shows hidden'
unset LADDER
sed 's/^| s1 |\(.*\)| 17 |/| s1 |\1| 18 |/' notes/outline.md >"$dir/outline.md"
OUTLINE=$dir/outline.md python3 notes/course.py "$folder" "$dir/chapter.md" >"$dir/said" 2>&1
[ $? -eq 1 ] && grep -q 's1 has 17 lines' "$dir/said"
tell $? 'notices: a table of yesterday'
echo "1..$number"
exit $failed
