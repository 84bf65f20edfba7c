#!/bin/sh
# check.sh OPTIONS FILE …: the mistakes in coroutines that the compilers pass over, a line for each. Exit status 1 if
# there is one, or a file does not compile. What cannot be looked at here, for want of a tool, is said aloud.
#
# Two look: gcc, to which each resume is shown as a return from setjmp, so that -Wclobbered names variables and
# parameters that are changed before an await and read after it; and check.py, on the tree that clang makes.
# CHECK_GCC, CHECK_CLANG and CHECK_PYTHON name other ones.
options=$1
shift
GCC=${CHECK_GCC:-gcc} CLANG=${CHECK_CLANG:-clang} PYTHON=${CHECK_PYTHON:-python3}
export CLANG LC_ALL=C.UTF-8
house=$(dirname "$0") status=0
said=$(mktemp) && errors=$(mktemp) || exit 2
trap 'rm -f "$said" "$errors"' EXIT

[ $# -eq 0 ] && echo 'make check FILE=mine.c: which file?' && exit 2

# In gcc's words: "mine.c: In function 'work':", then "mine.c:12:7: warning: variable 'i' might be clobbered by …".
in_our_words() {
	awk '
	/: In function / { gsub(/.*In function .|.:$/, ""); name = $0 }
	/\[-Wclobbered\]$/ {
		match($0, /:[0-9]+:[0-9]+: warning: /)
		split(substr($0, RSTART + 1), at, ":")
		split($0, quoted, "\47")
		print substr($0, 1, RSTART - 1) ":" at[1] ": " name ": \47" quoted[2] "\47 is changed before an await and read " \
			"after it, which loses the change: make it a field of ASYNC(…), and write my->" quoted[2]
	}'
}

can_clobber() {
	echo | "$GCC" -Werror -Wclobbered -E -x c - >/dev/null 2>&1
}

skip() {
	echo "skipped: $1 is not here, which would find $2"
}

if can_clobber; then
	for file do # those that compile stay in the list
		shift
		if LC_ALL=C "$GCC" $options -include "$house/resumed.h" -O1 -Wclobbered \
			-fkeep-static-functions -fno-diagnostics-show-caret -c "$file" -o /dev/null 2>"$errors"; then
			set -- "$@" "$file"
		else
			cat "$errors"
			status=1
		fi
		in_our_words <"$errors" >>"$said"
	done
else
	skip "gcc ($GCC)" 'variables that are changed before an await and read after it'
fi
if ! command -v "$PYTHON" >/dev/null; then
	skip "Python ($PYTHON)" 'arrays, structs, forgotten awaits and code before ASYNC(…)'
elif ! command -v "$CLANG" >/dev/null; then
	skip "clang ($CLANG)" 'arrays, structs, forgotten awaits and code before ASYNC(…)'
elif "$PYTHON" -B "$house/check.py" "$said" "$options" "$@"; then
	exit $status
else
	exit 1
fi
sort -u "$said"
[ $status -eq 0 ] && [ ! -s "$said" ]
