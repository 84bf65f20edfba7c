#!/bin/sh
# debug.sh FOLDER PROGRAM - gdb at a good first stop, with the commands of coro/watch/gdb.py. Those that talk to a service get a
# kitchen: genderize and genderize_sync by their options, the article's programs as article.sh leads them there. The
# restaurant needs none, and nobody waits: its clock is virtual.
set -u
build=$1 program=$2
[ -x "$build/$program" ] || { echo "debug: there is no program $build/$program" >&2; exit 2; }
set -- "$build/$program"
case $program in
hello | my_coroutine) stop=$program ;;
restaurant)
	stop='guest if !self->by_waiter' # the second lunch; in the first one the waiter stands and waits
	set -- "$@" --customers 4 --chefs 2 ;;
genderize* | predict_*) stop=predict_gender ;;
async_with) stop=async_main ;;
*) stop=main ;;
esac
case $program in genderize* | predict_* | async_with)
	dir=$(mktemp -d) || exit 1
	trap 'kill "$kitchen"; wait "$kitchen"; rm -rf "$dir"' EXIT
	trap '' INT # Ctrl-C is gdb's
	mkfifo "$dir/ready"
	"$build/kitchen" --cook 1000 >"$dir/ready" &
	kitchen=$!
	read -r url ca <"$dir/ready" || exit 1 ;;
esac
case $program in
genderize*) set -- "$@" --url "$url" --cacert "$ca" Alice Bob ;;
predict_* | async_with) export CONNECT_TO="${url#https://}" SSL_CERT_FILE="$ca" ;;
esac
gdb -q -ex 'set pagination off' -ex 'set confirm off' -ex 'set debuginfod enabled off' -x coro/watch/gdb.py -ex "tbreak $stop" -ex run \
	-ex 'echo \nco next: the next line of this worker, whoever runs meanwhile. co step: whoever is next. step: into an await.\n' \
	-ex 'echo co ps: what everybody does. co tree: who awaits whom. co why ID, co bt ID: about one of them. bt: who awaits me.\n' \
	-ex 'echo co break NAME: stop when that one goes on. continue. co help: all of it; notes/debugging.md: a walk.\n' --args "$@"
