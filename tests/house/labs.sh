#!/bin/sh
# labs.sh FOLDER - the labs lose no file, whenever they are interrupted and whatever is asked of them; and each stored answer gets
# the mark that it should (notes/labs/lab.sh verify, for which make's variables are set). Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
number=0 failed=0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
real=$PATH

tell() { # tell STATUS NAME
	number=$((number + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" && return
	failed=1
	echo "not ok $number - $2"
	sed 's/^/# /' "$dir/said"
}

tree() { # a copy of what the labs touch, with work in it that nobody has committed
	rm -rf "$dir/tree"
	mkdir -p "$dir/tree/notes"
	cp -R loop coro "$dir/tree"
	cp -R notes/labs "$dir/tree/notes"
	rm -rf "$dir/tree/notes/labs/mine"
	echo '/* my own line */' >>"$dir/tree/loop/timer.c"
	cp -R "$dir/tree/loop" "$dir/tree/coro" "$dir/before"
}

lab() { # lab VERB N
	sh "$dir/tree/notes/labs/lab.sh" "$1" "$2" >"$dir/said" 2>&1
}

as_before() { # the rooms are what they were
	diff -r "$dir/before/loop" "$dir/tree/loop" >>"$dir/said" && diff -r "$dir/before/coro" "$dir/tree/coro" >>"$dir/said"
}

there() { # there FILE: this content is somewhere in the tree
	find "$dir/tree" -type f -size "$(($(wc -c <"$1")))c" -exec cmp -s {} "$1" \; -print | grep -q .
}

work() { # the student writes
	echo "$1" >>"$dir/tree/loop/timer.c"
	cp "$dir/tree/loop/timer.c" "$dir/answer.$1"
}

# Words that stop a command before its K-th cp, mv or rm, or in the middle of a cp: as Ctrl-C, or a power cut, might.
mkdir "$dir/bin" "$dir/before"
for word in cp mv rm; do
	cat >"$dir/bin/$word" <<W
#!/bin/sh
left=\$((\$(cat "$dir/left") - 1))
echo \$left >"$dir/left"
[ \$left -gt 0 ] || { [ $word = cp ] && head -c 9 "\$1" >"\$2"; kill -9 \$PPID; exit 1; }
PATH=$real exec $word "\$@"
W
done
printf '#!/bin/sh\necho "$@" >>"%s"\n' "$dir/git" >"$dir/bin/git"
chmod +x "$dir/bin/"*

stopped() { # stopped K VERB N: the command, stopped at its Kth step. 0: it came to its end
	echo "$1" >"$dir/left"
	PATH="$dir/bin:$real" sh "$dir/tree/notes/labs/lab.sh" "$2" "$3" >"$dir/said" 2>&1
	[ "$(cat "$dir/left")" -gt 0 ]
}

tree
lab lab 2 && grep -q 'Yours' "$dir/tree/loop/timer.c" && ! grep -q 'first_child_due' "$dir/tree/loop/timer.c"
tell $? "lab takes the part out"
work one
lab lab 2 && cmp "$dir/answer.one" "$dir/tree/loop/timer.c" >>"$dir/said"
tell $? "lab, a second time, leaves what the student wrote"
! lab lab 3 && grep -q 'lab 2 is open' "$dir/said" && diff -r coro/many "$dir/tree/coro/many" >>"$dir/said"
tell $? "another lab is refused"
! lab grade 3 && grep -q 'lab 2 is open' "$dir/said"
tell $? "and is not graded, since a part of the tree is missing"
lab lab-done 2 && kept=$(sed -n 's/.*is kept in //p' "$dir/said") && cmp "$dir/tree/$kept" "$dir/answer.one" && as_before
tell $? "lab-done names the file that it keeps the answer in, and puts the part back, with what was not committed"
! lab lab-done 2 && as_before
tell $? "lab-done, a second time, changes nothing"
lab lab 2 && work two && lab lab-done 2 && there "$dir/answer.one" && there "$dir/answer.two" && as_before
tell $? "a second answer is kept beside the first"
lab lab 2 && lab lab-done 2 && [ "$(find "$dir/tree/notes/labs/mine" -type f | wc -l)" -eq 2 ] && as_before
tell $? "of a lab in which nothing was written nothing is kept"
taken=0
for n in 0 5 '' ../..; do
	lab lab "$n" && taken=1
done
[ $taken -eq 0 ] && as_before
tell $? "there are four labs"
sed -i.was 's/^static void sift_down/static void sift_under/' "$dir/tree/loop/timer.c" && rm "$dir/tree/loop/timer.c.was"
cp "$dir/tree/loop/timer.c" "$dir/before/loop"
! lab lab 2 && grep -q 'nothing was changed' "$dir/said" && as_before
tell $? "a file that the lab does not know is left alone"

: >"$dir/said"
k=0 lost=0
until tree && k=$((k + 1)) && stopped $k lab 2; do
	cp "$dir/before/loop/timer.c" "$dir/was"
	there "$dir/was" || lost=1
	stopped 999 lab 2 && grep -q Yours "$dir/tree/loop/timer.c" && grep -q Yours "$dir/tree/coro/sleep.c" && lab lab-done 2 && as_before || lost=1
done
[ $k -gt 4 ] && [ $lost -eq 0 ]
tell $? "lab, stopped at any of its steps, loses nothing and can be given again"
k=0 lost=0
while tree; lab lab 2; work late; k=$((k + 1)); ! stopped $k lab-done 2; do
	there "$dir/answer.late" && there "$dir/before/loop/timer.c" || lost=1
	stopped 999 lab-done 2 && as_before && there "$dir/answer.late" || lost=1
done
[ $k -gt 4 ] && [ $lost -eq 0 ]
tell $? "lab-done, stopped at any of its steps, loses nothing and can be given again"
[ ! -e "$dir/git" ]
tell $? "git is not called"

# The debugger's lab: the checker takes the answer, and names each word that is not; and it is what the programs do.
rot13() { tr 'A-Za-z' 'N-ZA-Mn-za-m'; }
answer() { # answer WORD…: refused, and this many words of it are
	! sh notes/labs/debugger/answer.sh "$@" >"$dir/said" && grep -c '^not right' "$dir/said"
}
while IFS='|' read -r program worker text waits; do
	line=$(grep -nF "$text" "notes/labs/debugger/$program.c" | cut -d: -f1)
	sh notes/labs/debugger/answer.sh "$program" "$worker" "$line" "$waits" >"$dir/said" 2>&1 &&
		[ "$(answer "$program" Ann "$line" "$waits") $(answer "$program" "$worker" 1 "$waits") $(answer "$program" "$worker" "$line" task)" = '1 1 1' ]
	tell $? "$program: the answer is taken, and no other"
	[ "$program" = slow ] && slow=$line
done <<A
$(rot13 <notes/labs/debugger/answers.rot13)
A
LOOP_DEBUG=1 LOOP_SLOW_MS=100 "$1/labs/slow" >"$dir/said" 2>&1
sed -n 's/.*(Jon) ran .* from .*slow.c:\([0-9]*\) measure to .*slow.c:\([0-9]*\) measure/\1 \2/p' "$dir/said" | awk -v line="$slow" '
	$1 < line && line < $2 { found = 1 } END { exit !found }'
tell $? "slow: the debug mode names the worker, and the lines around it"
"$1/labs/permit" >"$dir/said" 2>&1
grep -q '^stuck: every task waits' "$dir/said" && [ "$(grep -c ', waiting for a permit' "$dir/said")" -ge 1 ]
tell $? "permit: it ends with somebody who waits for a permit that nobody has"

LAB_COUNT=$number sh notes/labs/lab.sh verify || failed=1
exit $failed
