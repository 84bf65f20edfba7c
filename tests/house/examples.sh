#!/bin/sh
# examples.sh FOLDER FILE… - does each example print what stands in the file beside it, NAME.txt? That begins with "$ ", and the
# command as one would type it; below stands what that then prints, on both outputs. It must end with status 0. The same is
# asked of the Python program beside it, NAME.py, where Python is there. FOLDER has the programs. In a command there may be
# $PORT, that of a small web site, and $CLOSED, on which nobody listens; printed, their numbers are put back. Prints TAP.
set -u
unset LOOP_DEBUG LOOP_SLOW_MS LOOP_SHUFFLE
cd "$(dirname "$0")/../.." || exit 2
folder=$1 number=0 failed=0 python=${PYTHON:-python3}
shift
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
export PATH="$folder:$folder/tests:$PATH" PYTHONDONTWRITEBYTECODE=1
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || python=

prints() { # prints FILE [PATH]: what it says, with the programs of PATH before ours
	command=$(sed -n '1s/^\$ //p' "$1")
	[ -n "$command" ] || { echo "$1:1: does not begin with \$ NAME" >"$dir/wrong"; return 1; }
	sed 1d "$1" >"$dir/expected"
	case $command in
	*\$PORT*) command="{ $command; } 2>&1 | sed \"s/\$PORT/\\\$PORT/g; s/\$CLOSED/\\\$CLOSED/g\"" ;;
	esac
	case $command in
	*\$PORT*) PATH=${2:+$2:}$PATH timeout 60 site "$command" ;;
	*) PATH=${2:+$2:}$PATH timeout 60 sh -c "$command" ;;
	esac >"$dir/output" 2>&1 </dev/null
	echo "ended with status $?" >"$dir/wrong"
	diff "$dir/expected" "$dir/output" >>"$dir/wrong" && grep -q 'status 0$' "$dir/wrong"
}

tell() { # tell NAME FILE [PATH]
	number=$((number + 1))
	prints "$2" "${3:-}" && echo "ok $number - $1" && return
	echo "not ok $number - $1"
	sed 's/^/# /' "$dir/wrong"
	failed=1
}

# A command of the same name that runs the twin; where the C program's time is virtual, so is Python's.
twin() { # twin NAME: below $dir/twins
	mkdir -p "$dir/twins"
	run="import runpy; runpy.run_path('demo/examples/$1.py', run_name='__main__')"
	! grep -q LOOP_VIRTUAL "demo/examples/$1.c" || run="import asyncio, virtual; asyncio.run = virtual.run; $run"
	run="import sys; sys.path += ['demo/examples', 'tests/house/conform']; $run"
	printf '#!/bin/sh\nexec %s -c "%s" "$@"\n' "$python" "$run" >"$dir/twins/$1"
	chmod +x "$dir/twins/$1"
}

lines() { # lines FILE: of code, without blanks and comments
	sed 's|/\*.*\*/||; s|""".*"""||' "$1" | awk '/\/\*/ { comment = 1 } !comment && NF && !/^ *#[^a-z]/ { n++ } /\*\// { comment = 0 } END { print n }'
}

fits() { # fits NAME: is the C program as short as it can be asked to be?
	c=$(lines "demo/examples/$1.c") most=$((12 + 2 * $(lines "demo/examples/$1.py")))
	number=$((number + 1))
	[ "$c" -le $most ] && echo "ok $number - $1.c: $c lines, at most $most" && return
	echo "not ok $number - $1.c: $c lines, more than $most"
	failed=1
}

for file do
	tell "$file" "$file"
	name=$(basename "$file" .txt)
	[ -e "demo/examples/$name.py" ] || continue
	fits "$name"
	[ -n "$python" ] || { number=$((number + 1)); echo "ok $number # SKIP $name.py needs Python 3.11"; continue; }
	twin "$name"
	tell "${file%.txt}.py" "$file" "$dir/twins"
done
echo "1..$number"
exit $failed
