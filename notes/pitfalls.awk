# pitfalls.awk - writes notes/pitfalls.md with its mistakes as tests/house/misuse/ has them today:
#
#     awk -f notes/pitfalls.awk notes/pitfalls.md tests/house/misuse/*.c
#
# Below "<!-- pitfall NAME -->", down to "<!-- end -->", stands that file: the mistake, who finds it and with which words, the
# cure. Below "<!-- pitfalls NAME… -->" each has two sentences. Every file stands there once: else what is wrong is said, with status 1.

function fault(what) {
	print "notes/pitfalls.md: " what | "cat >&2"
	faults = 1
}

# The head of the file, its promises, its two versions.
function read_exhibit(name,   line, file, words) {
	file = "tests/house/misuse/" name ".c"
	text = wrong = block = cure = found = ""
	mended = 0
	version = "both"
	if ((getline line < file) <= 0) {
		fault("there is no " file)
		return 0
	}
	do {
		if (line ~ /^(\/\*| \*)/ && !started) {
			words = line
			gsub(/^(\/\*| \*) (Mistake: )?| ?\*\/$/, "", words)
			text = text (text == "" ? "" : " ") words
		} else if (line ~ /^\/\/ /)
			promise(line)
		else if (line ~ /^#include "tests\/house\/misuse/)
			started = 1
		else if (line ~ /^#if/)
			version = line == "#ifdef FIXED" ? "fixed" : "wrong"
		else if (line == "#else")
			version = version == "wrong" ? "fixed" : "wrong"
		else if (line == "#endif")
			version = "both"
		else if (started && line !~ /^(EXAMPLE|ASYNC_ENTRY)\(/ && line !~ /clang-format/)
			take(line)
	} while ((getline line < file) > 0)
	close(file)
	started = 0
	shown[name]++
	return 1
}

# Of the mended program only the functions that were mended are shown.
function take(line,   plain) {
	if (version != "both")
		mended = 1
	plain = line
	gsub(/[ \t]*\/\* here(: [a-z]+)? \*\//, "", plain)
	if (version != "wrong" && line !~ /^#include/)
		block = block plain "\n"
	gsub(/[ \t]*\/\* here(: [a-z]+)? \*\//, " /* <- */", line)
	if (version != "fixed")
		wrong = wrong line "\n"
	if (line !~ /^}/ || version == "fixed" && block == "")
		return
	if (mended)
		cure = cure block
	block = ""
	mended = 0
}

# "// gcc: words": who finds it.
function promise(line,   who, words) {
	who = words = substr(line, 4)
	sub(/: .*/, "", who)
	sub(/^[^:]*: /, "", words)
	if (words ~ / (line|is|await|of|for)$/) # the message goes on
		words = words " …"
	if (who == "gcc" || who == "clang")
		add(who, words)
	else if (who == "lint")
		add("`make lint`", words)
	else if (who == "check")
		add("`make check`", words)
	else if (who == "aborts")
		add("an abort", words)
	else if (who == "says")
		add("the end of the run", words)
	else if (who == "not caught") {
		found = "nobody: " words
	} else
		found = "no mistake: " words
}

function add(who, words) {
	if (index(found, ": \"" words "\""))
		sub(/: "[^"]*"$/, " and " who ": \"" words "\"", found)
	else
		found = found (found == "" ? "" : "\n") who ": \"" words "\""
}

# Without empty lines at either end, and with the tabs of its first line taken off.
function trimmed(code) {
	gsub(/^\n+|\n+$/, "", code)
	gsub(/\n\n\n+/, "\n\n", code)
	return code
}

# Lines of 100 columns.
function fold(text, indent,   word, n, i, line, all) {
	n = split(text, word, " ")
	for (i = 1; i <= n; i++) {
		if (line != "" && length(line) + length(word[i]) >= 100) {
			all = all line "\n"
			line = indent word[i]
		} else
			line = line (line == "" ? "" : " ") word[i]
	}
	return all line
}

# The sentences that speak of Python stand by themselves.
function split_python(   i, n, sentence) {
	mistake = python = ""
	gsub(/\. /, ".\n", text)
	n = split(text, sentence, "\n")
	for (i = 1; i <= n; i++)
		if (python != "" || sentence[i] ~ /Python/)
			python = python (python == "" ? "" : " ") sentence[i]
		else
			mistake = mistake (mistake == "" ? "" : " ") sentence[i]
	mistake = toupper(substr(mistake, 1, 1)) substr(mistake, 2)
}

function show(name,   line, n, i) {
	if (!read_exhibit(name))
		return
	split_python()
	print fold(mistake, "") "\n\n```c\n" trimmed(wrong) "\n```\n"
	n = split(found, line, "\n")
	for (i = 1; i <= n; i++)
		print fold("- Found by " line[i], "  ")
	if (cure != "")
		print "\nInstead:\n\n```c\n" trimmed(cure) "\n```"
	if (python != "")
		print "\n" fold(python, "")
	print "\n(`tests/house/misuse/" name ".c`)"
}

# In a list: its first sentence, and who finds it first.
function mention(name) {
	if (!read_exhibit(name))
		return
	split_python()
	sub(/\. .*/, ".", mistake)
	sub(/\n.*/, "", found)
	if (!sub(/^no mistake/, "No mistake", found))
		found = "Found by " found
	print fold("- `" name "`: " mistake, "  ") "\n  " fold(found, "  ")
}

FILENAME != "notes/pitfalls.md" && FILENAME !~ /pitfalls\.[a-z]*md$/ {
	file = FILENAME
	sub(/.*\//, "", file)
	sub(/\.c$/, "", file)
	all[file] = 1
	nextfile
}

skipping {
	if ($0 == "<!-- end -->")
		skipping = 0
	else
		next
}

{ print }

/^<!-- pitfall .* -->$/ {
	show($3)
	skipping = 1
}

/^<!-- pitfalls /, /-->$/ { names = names " " $0 }

names && /-->$/ {
	n = split(names, which, " ")
	for (i = 3; i < n; i++) # behind "<!-- pitfalls"
		mention(which[i])
	names = ""
	skipping = 1
}

END {
	if (skipping)
		fault("an <!-- end --> is missing")
	for (name in all)
		if (shown[name] != 1)
			fault(name " is shown " (name in shown && shown[name] ? shown[name] " times" : "nowhere"))
	exit faults
}
