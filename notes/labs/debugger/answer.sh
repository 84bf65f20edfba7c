#!/bin/sh
# answer.sh PROGRAM WORKER LINE WAITS-FOR - is that the fault in notes/labs/debugger/PROGRAM.c? Says what is right and what is
# not; exit status 0 if all of it is. The answers stand in answers.rot13, each line by its text: so none is read by accident.
set -u
cd "$(dirname "$0")" || exit 2
usage() {
	echo "usage: answer.sh PROGRAM WORKER LINE WAITS-FOR, as in: answer.sh slow Ann 12 timer" >&2
	echo "PROGRAM: starved, permit or slow. WAITS-FOR: event, permit, timer, task, or nothing if it runs." >&2
	exit 2
}
[ $# -eq 4 ] && [ -f "$1.c" ] || usage
found=$(tr 'A-Za-z' 'N-ZA-Mn-za-m' <answers.rot13 | grep "^$1|")
worker=$(echo "$found" | cut -d'|' -f2) text=$(echo "$found" | cut -d'|' -f3) waits=$(echo "$found" | cut -d'|' -f4)
line=$(grep -nF "$text" "$1.c" | cut -d: -f1)
case $line in '' | *[!0-9]*) echo "answer.sh: $1.c has changed: the line of the answer is not there, or there twice" >&2; exit 2 ;; esac

right=0
part() { # part WHAT GIVEN RIGHT WHERE-TO-LOOK
	if [ "$(echo "$2" | tr 'A-Z' 'a-z')" = "$(echo "$3" | tr 'A-Z' 'a-z')" ]; then
		echo "right: $1, $2"
	else
		echo "not right: $1, $2. $4"
		right=1
	fi
}
part worker "$2" "$worker" "Look again at who goes on, how often, and for how long (co ps all)."
part line "${3#"$1".c:}" "$line" "The first hint on the page says which line is meant."
part "waits for" "${4#an }" "$waits" "The column WAITS FOR of co ps tells it of each worker; one that runs waits for nothing."
exit $right
