#!/bin/sh
# crowd.sh FOLDER [SECONDS [SERVER…]] - a thousand guests of the chat server, of whom one never reads, for 20 seconds: do the others
# hear all, and in time, and does the server stay as small as it is? See tests/house/example/crowd.c. SERVER: another one, as
# `python3 demo/examples/chat.py`.
folder=$1 seconds=${2:-20}
shift $(($# < 2 ? $# : 2))
ulimit -n 4096 || exit 2
dir=$(mktemp -d) && mkfifo "$dir/port" || exit 2
[ $# -gt 0 ] || set -- "$folder/chat"
"$@" 0 >"$dir/port" &
server=$!
trap 'kill $server; rm -rf "$dir"' EXIT
read -r _ _ _ port <"$dir/port" && "$folder/tests/crowd" "$port" "$seconds" "$server"
