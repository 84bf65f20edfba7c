#!/bin/sh
# counts.sh BUILD [KEY…] - counts the figures that repeat exactly, all or those, and compares them with the stored ones: those
# in figures.txt, or in the file that FIGURES names. Exit status 1 if one has risen by 3 % or more.
build=$1
here=$(dirname "$0")
figures=${FIGURES:-$here/figures.txt}
shift
work=$(mktemp -d) || exit 1
kitchen=
trap 'close_kitchen; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
. "$here/counted.sh"

count() { # count KEY [CLIENT]: its value
	who=${2:-client}
	case $1 in
	request-instructions) of_requests 200 1200 10 "$who" timed_instructions all ;;
	request-own) of_requests 200 1200 10 "$who" timed_instructions own ;;
	request-calls-1) of_requests 200 1200 1 "$who" system_calls ;;
	request-calls-100) of_requests 1000 11000 100 "$who" system_calls ;;
	request-allocations) of_requests 200 1200 10 "$who" told allocations ;;
	connection-bytes) of_connections 100 600 ;;
	sleeper-bytes) "$build/bench-steps" sleeper ;;
	*-instructions) of_steps "${1%-*}" ;;
	*-allocations) "$build/bench-steps" "${1%-*}" 1000 ;;
	esac
}

needs() { # needs KEY: the program that counts it
	case $1 in
	request-own | *-instructions) echo valgrind ;;
	request-calls-*) echo strace ;;
	*) echo true ;;
	esac
}

# shellcheck disable=SC2046 # several keys
[ $# -gt 0 ] || set -- $(awk '/^[a-z]/ && !/ timed / { print $1 }' "$figures")
case $* in *request* | *connection*) open_kitchen 0 ;; esac
for key do
	needed=$(needs "$key")
	if have "$needed"; then # what it prints is the value
		echo "$key $(count "$key")"
	else
		echo "$key SKIPPED: $needed is not installed"
	fi
done >"$work/measured"
system="$(. /etc/os-release && echo "${NAME%% *} ${VERSION_ID:-}"), $(uname -m)"
"$build/bench-steps" built >"$work/built"
awk -v compiler="$(sed -n 1p "$work/built") of $system" -v library="$(sed -n 2p "$work/built") of $system" \
	-f "$here/compare.awk" "$figures" "$work/measured"
