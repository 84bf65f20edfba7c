# grade.awk TESTS SAID… - what cmocka's programs SAID, for a student: which promise holds, and which does not; what was expected
# and what came; and which mistake that often is. TESTS has a line for each test: program name | promise | often.
# Exit status 1 if anything is wrong.

function words(name) {
	gsub(/_/, " ", name)
	return name
}

# cmocka's 0x1f, as one writes it.
function decimal(number,   i, value) {
	if (number !~ /^0x[0-9a-f]+$/)
		return number
	if (number ~ /^0xffffffff/) # a negative one
		return -(negated(substr(number, length(number) - 7)) + 1)
	for (i = 3; i <= length(number); i++)
		value = 16 * value + index("0123456789abcdef", substr(number, i, 1)) - 1
	return value
}

function negated(digits,   i, value) {
	for (i = 1; i <= length(digits); i++)
		value = 16 * value + 16 - index("0123456789abcdef", substr(digits, i, 1))
	return value
}

# "a" != "b" of cmocka: what came, and what was expected. In front of it may stand that the test died.
function compared(line,   at) {
	if (match(line, /^Test failed with exception: [^(]*\([0-9]+\)/)) {
		at = substr(line, 29, RLENGTH - 28)
		sub(/\(.*/, "", at)
		return "        the test died: " at
	}
	at = index(line, " != ")
	if (at == 0)
		return "        not so: " line
	return "        expected: " decimal(substr(line, at + 4)) "\n        came:     " decimal(substr(line, 1, at - 1))
}

function source_line(place,   part, line, i) {
	split(place, part, ":")
	for (i = 1; i <= part[2] && (getline line < part[1]) > 0; i++)
		;
	close(part[1])
	sub(/^[ \t]+/, "", line)
	return line
}

function right() {
	print "  right  " promise[test]
	count++
	good++
	test = ""
}

function ending(status) {
	return status == 134 ? "by an abort" : status == 139 ? "by a pointer that leads nowhere" : "with status " status
}

# Lines of 100 columns, under their first.
function folded(text,   word, n, i, line, all) {
	n = split(text, word, " ")
	for (i = 1; i <= n; i++) {
		if (length(line) + length(word[i]) > 80) {
			all = all line "\n                  "
			line = ""
		}
		line = line (line == "" ? "" : " ") word[i]
	}
	return all line
}

# The first three in full: what comes later often follows from them.
function wrong(how) {
	print "  wrong  " promise[test]
	count++
	if (++failures <= 3) {
		if (how != "")
			print "        " how
		printf "%s", details
		print "        the test: " test ", in " program
		if (often[test] != "")
			print "        often:    " folded(often[test])
	}
	test = ""
}

FNR == 1 && FNR != NR {
	program = FILENAME
	sub(/.*\//, "", program)
	sub(/\.said$/, "", program)
}

FNR == NR {
	split($0, column, / *\| */)
	split(column[1], key, " ")
	promise[key[2]] = column[2]
	often[key[2]] = column[3]
	next
}

/^\[ RUN / {
	test = $NF
	details = ""
	if (!(test in promise))
		promise[test] = words(test)
	next
}

/^\[ +SKIPPED \]/ { test = ""; next }
/^\[ +OK \]/ && test != "" { right(); next }
/^\[  (FAILED|ERROR   ?) *\] [A-Za-z_0-9]+$/ && test != "" { wrong(""); next }

/--- .* error: Failure!/ {
	place = $0
	sub(/.*--- (\.\/)?/, "", place)
	sub(/: error.*/, "", place)
	if (place !~ /^tests\/lib\//)
		details = details "        " place ": " source_line(place) "\n"
	next
}

/^\[  ERROR   \] --- / { sub(/.*--- /, ""); details = details compared($0) "\n"; next }
/^Could not run test: / { sub(/^Could not run test: /, ""); details = details compared($0) "\n"; next }

# The end of a program: its status, its name, and after how many seconds it would have been killed.
/^\[ END \] / {
	status = $4
	if (test != "" && status == 137)
		wrong("it hangs: after " $6 " seconds it was ended. Somebody waits for a call that never comes, or a loop turns and never ends")
	else if (test != "")
		wrong("the program died here, " ending(status))
	else if (status > 128) {
		failures++
		print "  wrong  the program died between two tests, " ending(status)
	}
	if (status > 128)
		print "        not tried: the rest of " program
	next
}

# What the library itself said, before it aborted.
test != "" && !/^ *\[/ && NF && ++said[test] <= 5 { details = details "        it said:  " $0 "\n" }

END {
	if (failures > 3)
		print "\nOf " failures " that are wrong, three are shown in full: begin with the first."
	print "\n" good + 0 " of " count + 0 " are right."
	exit failures > 0 || !count
}
