#!/bin/sh
# machines.sh BUILD - several machines, as notes/many.md has them: GNU parallel over two sshd on ports of this machine, one of
# which dies in the middle. BUILD is make's folder. What is printed is TAP; without parallel and sshd it is skipped.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=$(cd "$1" && pwd) || exit 2
number=0 failed=0 made= living=
dir=$(mktemp -d) || exit 2

tree() { # tree PID: it and all that come from it, the last first
	for child in $(ps -o pid= --ppid "$1"); do
		tree "$child"
	done
	echo "$1"
}

end() { # end PID: it and all that come from it, as when a machine loses its power
	# shellcheck disable=SC2046 # numbers
	kill -9 $(tree "$1") 2>/dev/null
	wait "$1" 2>/dev/null
}

clean_up() {
	for pid in $living; do
		end "$pid"
	done
	[ -n "$made" ] && rmdir "$made" 2>/dev/null
	rm -rf "$dir"
}
trap clean_up EXIT

tell() { # tell NAME: one test, whose result is the status of the last command
	status=$? number=$((number + 1))
	[ $status = 0 ] && echo "ok $number - $1" && return
	echo "not ok $number - $1"
	failed=1
	tail -n 5 "$dir"/errors* 2>/dev/null | sed 's/^/# /'
}

skip() { # skip WHY
	echo "ok 1 # SKIP m1_each_name_is_answered_once_though_a_machine_dies: $1"
	echo "# machines.sh is skipped: $1"
	echo "1..1"
	exit 0
}

# ---- two machines ----

for needed in parallel ssh ssh-keygen ps; do
	command -v $needed >/dev/null || skip "it needs $needed (Debian: parallel, openssh-server, procps)"
done
sshd=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v sshd) || skip "it needs sshd (Debian: openssh-server)"
if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then # Debian's is made when the service starts
	mkdir /run/sshd 2>/dev/null || skip "sshd wants /run/sshd"
	made=/run/sshd
fi
ssh-keygen -q -t ed25519 -N '' -f "$dir/host" && ssh-keygen -q -t ed25519 -N '' -f "$dir/key" &&
	cp "$dir/key.pub" "$dir/authorized" || exit 2
cat >"$dir/ssh" <<END
Host *
HostName 127.0.0.1
IdentityFile $dir/key
IdentitiesOnly yes
UserKnownHostsFile /dev/null
StrictHostKeyChecking no
LogLevel ERROR
BatchMode yes
END

# HOME is the test's own: the user's startup files are none of its business, and one of them may leave a lock behind when
# it is killed.
start_machine() { # start_machine NAME: a sshd at the next port that is free; its number is in $pid
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		port=$((port + 1))
		printf '%s\n' "Port $port" "ListenAddress 127.0.0.1" "HostKey $dir/host" "AuthorizedKeysFile $dir/authorized" \
			"PidFile none" "StrictModes no" "UsePAM no" "PasswordAuthentication no" "SetEnv HOME=$dir" >"$dir/sshd.$1"
		"$sshd" -D -e -f "$dir/sshd.$1" 2>"$dir/log.$1" &
		pid=$!
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			ssh -F "$dir/ssh" -p $port "$1" true 2>/dev/null </dev/null && printf 'Host %s\nPort %s\n' "$1" $port >>"$dir/hosts" &&
				return
			kill -0 $pid 2>/dev/null || break
			sleep 0.1
		done
		end $pid
	done
	skip "sshd lets nobody in here: $(tail -n 1 "$dir/log.$1")"
}

port=$((20000 + $$ % 20000))
start_machine one
one=$pid living=$pid
start_machine two
living="$one $pid"
cat "$dir/ssh" >>"$dir/hosts"

# ---- the names ----

"$build/kitchen" --plain --cook 20 >"$dir/kitchen" &
living="$living $!"
sed '/^#/d; s/	.*//' demo/kitchen/names.txt | grep -v '[\\"]' | head -n 400 | sort >"$dir/names"
until [ -s "$dir/kitchen" ]; do
	sleep 0.05
done

ask() { # ask MACHINES RUN: for the names of its input, into answers.RUN
	parallel --will-cite --pipe -N 40 --ssh "ssh -F $dir/hosts" --sshlogin "$1" \
		"$build/genderize" --limit 4 --url "$(cat "$dir/kitchen")" >"$dir/answers.$2" 2>"$dir/errors.$2"
}

names_of() { # names_of ANSWERS…: sorted, each as often as it was answered
	cat "$@" | sed 's/^{"name":"\([^"]*\)".*/\1/' | sort
}

(
	until [ -s "$dir/answers.1" ]; do # the first blocks are done, and the next on their way
		sleep 0.02
	done
	end "$one"
) &
killer=$!
export LC_ALL=C
sort "$dir/names" -o "$dir/names"
ask 1/one,1/two 1 <"$dir/names"
[ $? -gt 0 ]
tell "m1_a_machine_that_dies_is_told"
wait $killer
living=${living#"$one "}

# The list for the second run: who was not answered.
names_of "$dir/answers.1" | comm -23 "$dir/names" - >"$dir/later"
[ -s "$dir/later" ] && [ -s "$dir/answers.1" ] && [ -z "$(names_of "$dir/answers.1" | uniq -d)" ]
tell "m1_what_it_had_is_listed_for_a_second_run"
ask 1/two 2 <"$dir/later" && names_of "$dir"/answers.[12] | cmp - "$dir/names"
tell "m1_each_name_is_answered_once_though_a_machine_dies"
echo "# $(wc -l <"$dir/later") of $(wc -l <"$dir/names") names were asked again"
echo "1..$number"
exit $failed
