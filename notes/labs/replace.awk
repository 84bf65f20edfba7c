# replace.awk PARTS SOURCE - SOURCE with each function of PARTS in place of its own of that name, each with the comment that stands
# right above it. A line "// without: NAME…" in PARTS takes functions out. Other lines of PARTS that begin with // and the
# comment at its head are left out. Exit status 1: SOURCE has no such function.

# The name of the function whose definition begins in this line, or "".
function head(line) {
	if (line !~ /^[a-z_].*\(/ || line ~ /;$/)
		return ""
	sub(/\(.*/, "", line)
	sub(/.*[ *]/, "", line)
	return line
}

# A block ends: what was gathered is a function with its comment, or neither.
function end_of_block() {
	if (file == 1 && name != "")
		part[name] = block
	else if (file == 2 && name in part) {
		printf "%s", part[name]
		used[name] = 1
	} else if (file == 2 && name in without) {
		used[name] = 1
		skip = 1 # the empty line behind it
	} else if (file == 2)
		printf "%s", block
	block = name = ""
}

FNR == 1 { file++; inside = 0 }

file == 1 && /^\/\// {
	if ($2 == "without:")
		for (i = 3; i <= NF; i++)
			without[$i] = 1
	next
}

# Within a function only the } at the margin ends it.
inside {
	block = block $0 "\n"
	if (/^}/) {
		inside = 0
		end_of_block()
	}
	next
}

/^$/ {
	end_of_block()
	if (file == 2 && !skip)
		print
	skip = 0
	next
}

{
	skip = 0
	block = block $0 "\n"
	if (name == "")
		name = head($0)
	if ($0 == "{")
		inside = 1
	else if (/;$/)
		end_of_block() # a declaration
}

END {
	end_of_block()
	for (n in part)
		if (!(n in used))
			missing = missing " " n
	for (n in without)
		if (!(n in used))
			missing = missing " " n
	if (missing != "") {
		print FILENAME ": has no function" missing >"/dev/stderr"
		exit 1
	}
}
