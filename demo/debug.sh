#!/bin/sh
# debug.sh FOLDER PROGRAM - gdb at a good first stop. genderize, genderize_sync and async_with get a kitchen to talk to.
set -u
build=$1 program=$2
case $program in
hello) stop=hello ;;
genderize*) stop=predict_gender ;;
async_with) stop=fetch ;;
*) exec gdb "$build/$program" ;;
esac
set -- "$build/$program"
if [ "$program" != hello ]; then
	dir=$(mktemp -d) || exit 1
	trap 'kill "$kitchen"; wait "$kitchen"; rm -rf "$dir"' EXIT
	trap '' INT # Ctrl-C is gdb's
	mkfifo "$dir/ready"
	"$build/kitchen" --cook 1000 >"$dir/ready" &
	kitchen=$!
	read -r url ca <"$dir/ready" || exit 1
	if [ "$program" = async_with ]; then set -- "$@" "$url/?name=Alice" "$ca"; else set -- "$@" --url "$url" --cacert "$ca" Alice Bob; fi
fi
echo "It stops in $stop. Then: backtrace (who awaits whom), next (a line), step (into an await), continue (to the next worker's turn)."
gdb -q -ex 'set pagination off' -ex "break $stop" -ex run --args "$@"
