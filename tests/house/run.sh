#!/bin/sh
# Runs the test programs named as arguments, each in a process of its own, and ends with one line of sums.
# A program that dies counts as a failure, whatever it printed before; so does one that runs for four minutes. With REQUIRE=all
# in the environment a test that is skipped is a failure, too: then nothing may be missing here.
passed=0 failed=0 skipped=0
unset LOOP_RECORD
export LOOP_DEBUG=1 LOOP_SLOW_MS=30000 # on a busy machine a step may take its time

for program do
	log=$program.log
	CMOCKA_MESSAGE_OUTPUT=TAP timeout 240 ${TEST_UNDER:-} "$program" >"$log" 2>&1 </dev/null
	status=$?
	skip=$(grep -c '^[a-z ]*ok [0-9]* # SKIP' "$log") # cmocka writes "not ok 6 # SKIP name"
	ok=$(grep '^ok ' "$log" | grep -vc '# SKIP')
	bad=$(grep '^not ok ' "$log" | grep -vc '# SKIP')
	if [ $status -ne 0 ] && [ "$bad" -eq 0 ]; then
		bad=1
		echo "$program: ended with status $status" >>"$log"
	fi
	[ "${REQUIRE:-}" = all ] && bad=$((bad + skip))
	if [ "$bad" -gt 0 ] || [ $((ok + skip)) -eq 0 ]; then
		[ "$bad" -eq 0 ] && bad=1
		echo "--- $program"
		grep -ve '^ok [0-9]* -' "$log"
	fi
	passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
