# page.awk - turns the page's template into a C array, a string for each line, so that the program finds it
# from any folder. A line "@include FILE" is replaced by that file of the same folder.
function put(path,    line) {
	while ((getline line < path) > 0) {
		if (line ~ /^@include /) {
			put(folder substr(line, 10))
			continue
		}
		gsub(/[\\"?]/, "\\\\&", line) # '?' because of C's trigraphs
		gsub(/\t/, "\\t", line)
		printf "\t\"%s\\n\",\n", line
	}
	close(path)
}

BEGIN {
	folder = page
	sub(/[^\/]*$/, "", folder)
	print "#include \"demo/view/timeline.h\"\n\nconst char *const timeline_page[] = {"
	put(page)
	print "\tNULL};"
}
