# build.awk - puts the page together: awk -f build.awk -v run=FILE -v recorded=FILE page.html, from the tree's root.
#
#   @include FILE          a file of this folder
#   @code FILE FROM|TO     a listing as JSON: the lines of FILE from one that matches FROM to the next that matches TO
#   @run, @recorded        the file of that name, as it is (base64); nothing if there is none

function put(path,    line) {
	while ((getline line < path) > 0)
		put_line(line)
	close(path)
}

function put_line(line,    words) {
	split(line, words, " ")
	if (words[1] == "@include")
		put(folder words[2])
	else if (words[1] == "@code")
		put_code(words[2], substr(line, length("@code " words[2]) + 2))
	else if (words[1] == "@run" && run)
		put(run)
	else if (words[1] == "@recorded" && recorded)
		put(recorded)
	else if (words[1] != "@run" && words[1] != "@recorded")
		print line
}

function put_code(path, range,    ends, line, number, inside) {
	split(range, ends, "|")
	printf "{\"file\": \"%s\", \"lines\": [", path
	while ((getline line < path) > 0) {
		number++
		if (!inside && line !~ ends[1])
			continue
		printf "%s\n[%d, \"%s\"]", inside ? "," : "", number, json(line)
		inside = 1
		if (line ~ ends[2])
			break
	}
	close(path)
	print "]},"
	if (inside)
		return
	print "build.awk: " path " has no line " ends[1] > "/dev/stderr"
	failed = 1
}

function json(text) {
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	gsub(/</, "\\u003c", text)
	gsub(/\t/, "\\t", text)
	return text
}

BEGIN {
	folder = ARGV[1]
	sub(/[^\/]*$/, "", folder)
	put(ARGV[1])
	exit failed
}
