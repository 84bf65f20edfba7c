#!/bin/sh
# debug.sh FOLDER PROGRAM [WORD…] - starts gdb with the commands of coro/watch/gdb.py and stops at the first coroutine of
# demo/*/PROGRAM.c, or at main if it has none. The WORDs are the program's arguments; without them it gets usual ones. genderize
# gets --kitchen --virtual unless the WORDs name an --url, so each run is the same. Any other program that needs a service gets
# a kitchen beside it: genderize_sync by its options, the others by the environment, as in article.sh.
# The program shares its terminal with gdb and must not draw on it, so TERM is dumb.
set -u
build=$1 program=$2
[ -x "$build/$program" ] || { echo "debug: there is no program $build/$program" >&2; exit 2; }
command -v gdb >/dev/null || { echo "debug: there is no gdb: apt-get install gdb" >&2; exit 2; }
shift 2
source=$(find demo notes/labs/debugger -name "${program##*/}.c" | head -n 1)
stop=$(sed -nE 's/^(static )?async ([a-z_0-9]+)\(.*/\2/p' "$source" | head -n 1)
case $program in
restaurant)
	stop='guest if !self->by_waiter' # in the second lunch; in the first one the waiter stands and waits
	[ $# -gt 0 ] || set -- --customers 4 --chefs 2 ;;
genderize)
	[ $# -gt 0 ] || set -- Alice Bob
	case " $* " in *" --url "* | *" --url="* | *" --kitchen "*) ;; *) set -- --kitchen --virtual "$@" ;; esac
	source=/dev/null ;; # no kitchen beside it
*_sync) stop=predict_gender ;;
esac
if grep -qE 'session_open|requests_get' "$source"; then
	dir=$(mktemp -d) || exit 1
	trap 'kill "$kitchen"; wait "$kitchen"; rm -rf "$dir"' EXIT
	trap '' INT # Ctrl-C is gdb's
	mkfifo "$dir/ready"
	"$build/kitchen" --cook 1000 >"$dir/ready" &
	kitchen=$!
	read -r url ca <"$dir/ready" || exit 1
	case $program in
	genderize_sync)
		[ $# -gt 0 ] || set -- Alice Bob
		set -- --url "$url" --cacert "$ca" "$@" ;;
	*) export CONNECT_TO="${url#https://}" SSL_CERT_FILE="$ca" ;;
	esac
fi
gdb -q -ex 'set pagination off' -ex 'set confirm off' -ex 'set debuginfod enabled off' -ex 'set environment TERM dumb' \
	-x coro/watch/gdb.py -ex "tbreak ${stop:-main}" -ex run \
	-ex 'echo \nnext: the next line of this worker. step: into an await. co step: to whoever is next.\n' \
	-ex 'echo co ps: what each task does. co tree: who awaits whom. co why ID, co bt ID, co where ID: about one.\n' \
	-ex 'echo co loop: the supervisor. co break NAME: stop when it goes on. co help: all; notes/debugging.md.\n' --args "$build/$program" "$@"
