# path.awk - reads the order of first entries (function, then file:line, as addr2line -f prints them), then what
# gcov -t -b prints; counts what ran. Prints a line for each file, in reading order: functions that ran, the whole lines of
# these, the executed ones, and the functions by name. The last line has the sums. Blank lines and comments do not count.

function enter(name, file, key, part) {
	if (!((file, name) in ran)) # what a header defines, addr2line tells as its includer's
		for (key in ran) { split(key, part, SUBSEP); if (part[2] == name) { file = part[1]; break } }
	if (!((file, name) in ran) || (file, name) in told) return
	if (!(file in names)) file_at[++files_entered] = file
	told[file, name] = 1
	names[file] = names[file] " " name
}

# Which lines of a file have code, and where the function that begins at a line ends: at the next brace in the first column.
function read_file(file, number, text, inside, before) {
	while ((getline text <file) > 0) {
		lines[file, ++number] = text
		while (inside || match(text, /\/\*/)) {
			if (inside) {
				if (!match(text, /\*\//)) { text = ""; break }
				text = substr(text, RSTART + 2)
				inside = 0
			} else {
				before = substr(text, 1, RSTART - 1)
				text = substr(text, RSTART + 2)
				inside = 1
				if (match(text, /\*\//)) { text = before substr(text, RSTART + 2); inside = 0 } else { if (before ~ /[^ \t]/) code[file, number] = 1; }
			}
		}
		if (text ~ /[^ \t]/) code[file, number] = 1
	}
	close(file)
	length_of[file] = number
}

function whole(file, line, count) { # the lines of code of the function that begins here
	if (lines[file, line] ~ /^ASYNC_ENTRY|}$/) return 1
	for (; line <= length_of[file]; line++) {
		count += code[file, line]
		if (lines[file, line] ~ /^}/) break
	}
	return count
}

FNR == NR { sub(/:.*/, ""); first[FNR] = $0; next }

/^ +-: +0:Source:/ { file = $0; sub(/.*:Source:/, "", file); ours = file !~ /^(\/|tests\/)/; next }
!ours { next }
/^function .* called [1-9]/ { begins = $2; next }
/^ *[^ :]+: *[0-9]+:/ {
	split($0, part, ":")
	count = part[1]; line = part[2] + 0
	gsub(/[ *]/, "", count)
	if (begins) {
		if (!((file, begins) in ran)) { ran[file, begins] = line; functions[file]++ }
		begins = ""
	}
	if (count ~ /^[1-9]/) executed[file, line] = 1
}

END {
	for (i = 1; i in first; i += 2) enter(first[i], first[i + 1])
	for (key in ran) {
		split(key, part, SUBSEP)
		enter(part[2], part[1]) # what only a later run came to
		if (!(part[1] in length_of)) read_file(part[1])
		if (!((part[1], ran[key]) in counted)) wholes[part[1]] += whole(part[1], ran[key])
		counted[part[1], ran[key]] = 1
	}
	for (key in executed) { split(key, part, SUBSEP); done[part[1]]++ }
	print "file                        functions whole executed"
	for (i = 1; i <= files_entered; i++) {
		file = file_at[i]
		printf "%-32s %4d %5d %8d %s\n", file, functions[file], wholes[file], done[file], names[file]
		f += functions[file]; w += wholes[file]; e += done[file]
	}
	printf "%d files, %d functions, %d whole lines, %d executed lines\n", files_entered, f, w, e
}
