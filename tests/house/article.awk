# article.awk - holds a program of demo/article/ against the article: awk -v article=BLOCK.py -v most=LINES -f article.awk FILE.c
# prints each fault, "file:line: what", and ends with 1 if there is one.
#
# At the right of the C stand the lines of code of the article's block, to the letter, all of them and in their order.

function fault(line, what) {
	print FILENAME ":" line ": " what
	faults = 1
}

function trimmed(text) {
	gsub(/^[ \t]+|[ \t]+$/, "", text)
	return text
}

BEGIN {
	while ((got = getline line <article) > 0)
		if (trimmed(line) !~ /^(#|$)/)
			python[++wanted] = trimmed(line)
	if (got < 0)
		print article ": cannot be read"
}

# A comment at the right: behind code; or, on a line of its own, behind spaces: a further import, which the one include
# brings too. A comment behind tabs or at the margin is ours, about what follows.
function take_right(line, right) {
	right = line
	if (!match(right, /\/\*.*\*\/$/) || in_comment)
		return
	right = substr(right, RSTART)
	code = substr(line, 1, length(line) - length(right))
	if (code ~ /^\t*$/)
		return
	right = trimmed(substr(right, 3, length(right) - 4))
	if (code ~ /^ +$/ && right !~ /^import /)
		fault(FNR, "only an import may stand beside no C: " right)
	if (seen < wanted && python[seen + 1] == right)
		seen++
	else
		fault(FNR, "not the article's next line, which is " python[seen + 1] ": " right)
}

# What is left of a line of code without comments, the inside of strings, and what stands in parentheses.
function bare(line,   was) {
	gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
	gsub(/\/\*[^*]*\*\//, "", line)
	do {
		was = line
		gsub(/\([^()]*\)/, "", line)
	} while (line != was)
	return trimmed(line)
}

function check_statements(line) {
	if (line ~ /;.*[^; \t]/ || line ~ /;;/)
		fault(FNR, "two statements on a line")
	if (line ~ /^(} )?(if|else|for|while|do|switch)( |$)/ && line !~ /^(} )?(else )?(if|else|for|while|do|switch) *[{]?$/)
		fault(FNR, "a statement on the line of another")
	if (line ~ /[{].*[^ \t]/ && line !~ /= *[{]/ && line !~ /[{]$/)
		fault(FNR, "a statement behind a brace")
	if (line ~ /[^ \t].*}/ && line !~ /= *[{]/ && line !~ /^} (else|while|ASYNC_EXIT)/)
		fault(FNR, "a statement before a brace")
}

{
	shown = $0
	while (match(shown, /\t/))
		shown = substr(shown, 1, RSTART - 1) substr("        ", 1, 8 - (RSTART - 1) % 8) substr(shown, RSTART + 1)
	if (length(shown) > 150)
		fault(FNR, "more than 150 columns")
	take_right($0)
	code = $0
	if (in_comment && !sub(/^.*\*\//, "", code))
		code = ""
	else
		in_comment = 0
	gsub(/\/\*[^*]*(\*[^*\/]+)*\*\//, "", code)
	if (sub(/\/\*.*/, "", code))
		in_comment = 1
	if (trimmed(code) == "")
		next
	lines++
	if (code ~ /^#/ && code !~ /^#include "async.h" *$/)
		fault(FNR, "an include, or a directive, that is not async.h")
	includes += code ~ /^#include/
	# A call over two lines has its parentheses open at the end of the first: they are joined.
	joined = joined code
	if (gsub(/\(/, "(", joined) > gsub(/\)/, ")", joined))
		next
	check_statements(bare(joined))
	joined = ""
}

END {
	if (seen < wanted)
		fault(FNR, "beside no C: " python[seen + 1])
	if (lines > most)
		fault(FNR, lines " lines of code, more than " most)
	if (includes != 1)
		fault(FNR, includes + 0 " includes")
	exit faults || got < 0
}
