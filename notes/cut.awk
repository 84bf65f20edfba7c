# cut.awk - writes a note with its listings as the code is today: see cut.sh.

function fault(what) {
	print FILENAME ":" FNR ": " what | "cat >&2"
	faults = 1
}

function read_source(file,   line, got) {
	count = 0
	while ((got = getline line <file) > 0)
		source[++count] = line
	close(file)
	if (got < 0)
		fault(file ": cannot be read")
	else if (build != "" && file ~ /\.c$/ && (getline line <(build "/" substr(file, 1, length(file) - 2) ".o")) < 0)
		fault(file ": is not built")
}

# One line more of the listing.
function take(line) {
	listing = listing line "\n"
}

# From the line after the comment at the head, and after blanks.
function cut_file(   i) {
	i = 1
	if (source[1] ~ /^\/\*/)
		while (i <= count && source[i++] !~ /\*\/$/)
			;
	if (source[1] ~ /^""".*"""$/) # Python's
		i++
	while (i <= count && source[i] == "")
		i++
	for (; i <= count; i++)
		take(source[i])
}

# A definition begins at the margin; its head ends with {, alone or at the end of a line, and no ; comes before that.
function is_definition(i) {
	for (; i <= count && source[i] !~ /[{][^;]*$/; i++)
		if (source[i] == "" || source[i] ~ /;[^*]*$/)
			return 0
	return i <= count
}

function cut_definition(head,   i, found) {
	for (i = 1; i <= count; i++) {
		if (source[i] ~ head && source[i] ~ /[{].*[}];/) { # on one line
			take(source[i])
			found++
		}
		if (source[i] !~ head || !is_definition(i))
			continue
		found++
		do
			take(source[i])
		while (source[i] !~ /^}/ && ++i <= count)
		if (i < count && source[i + 1] ~ /^ASYNC_ENTRY\(/)
			take(source[i + 1])
	}
	return found
}

function cut_macro(name,   i, found) {
	for (i = 1; i <= count; i++) {
		if (source[i] !~ "^#define " name "([( \t]|$)")
			continue
		found++
		for (; source[i] ~ /\\$/; i++)
			take(source[i])
		take(source[i])
	}
	return found
}

function cut_region(name,   i, found, inside) {
	for (i = 1; i <= count; i++) {
		if (source[i] ~ "^[ \t]*(/\\*|#|//) begin " name "( \\*/)?$") {
			inside = 1
			found++
		} else if (source[i] ~ "^[ \t]*(/\\*|#|//) end " name "( \\*/)?$") {
			inside = 0
		} else if (inside) {
			take(source[i])
		}
	}
	if (inside)
		fault(name ": begins and does not end")
	return found
}

function cut(file, name,   found) {
	listing = ""
	read_source(file)
	if (name == "") {
		cut_file()
		return
	}
	if (name ~ /^(struct|union|enum) /)
		found = cut_definition("^(static |typedef )*" name " [{]")
	else
		found = cut_definition("^[a-z_].*[ *]" name "\\(") + cut_macro(name) + cut_region(name)
	if (found != 1)
		fault(file ": " name " is there " (found ? found " times" : "not at all"))
}

/^<!-- cut .* -->$/ {
	words = substr($0, 10, length($0) - 13)
	file = name = words
	sub(/ .*/, "", file)
	if (!sub(/^[^ ]* /, "", name))
		name = ""
	print
	cut(file, name)
	if (getline <= 0 || $0 !~ /^```/) {
		fault("no listing under it")
		exit
	}
	print
	printf "%s", listing
	while ((got = getline) > 0 && $0 !~ /^```$/)
		;
	if (got <= 0)
		fault("a listing does not end")
}

{
	print
}

END {
	exit faults
}
