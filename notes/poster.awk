# poster.awk - the poster: awk -v python=ARTICLE.py -v loop=loop/loop.c -v page=poster.html -f poster.awk predict_async.c
# The C stands at the right, a row for each line; at the left the line of Python that stands behind it in a comment, with
# the indentation that it has in the article. Exit status 1 if the page names a phase that is not in the loop.

function fail(text) {
	print "poster: " text >"/dev/stderr"
	failed = 1
	exit 1
}

function html(text) {
	gsub(/&/, "\\&amp;", text)
	gsub(/</, "\\&lt;", text)
	gsub(/>/, "\\&gt;", text)
	return text
}

function mark(text, class, pattern,    out) { # each match in a span of this class, but not inside of another's tag
	while (match(text, pattern)) {
		out = out substr(text, 1, RSTART - 1) "<span class=" class ">" substr(text, RSTART, RLENGTH) "</span>"
		text = substr(text, RSTART + RLENGTH)
	}
	return out text
}

function coloured(text) {
	text = mark(html(text), "whole", "[a-z_]+-&gt;[a-z_]+")
	text = mark(text, "with", "async with|ASYNC_WITH|ASYNC_EXIT")
	text = mark(text, "def", "async def|static async|ASYNC_ENTRY|ASYNC_END")
	text = mark(text, "many", "(asyncio\\.)?as_completed")
	text = mark(text, "wait", "await|AWAIT")
	return mark(text, "run", "asyncio\\.run|async_run")
}

function line(text,    bare, depth) { # with its indentation as a number, so that a long line hangs
	bare = text
	sub(/^[ \t]+/, "", bare)
	depth = substr(text, 1, length(text) - length(bare))
	gsub(/\t/, "    ", depth)
	if (bare ~ /^\/\*.*\*\/$/)
		return "<span class=line style=--in:" length(depth) "><i>" html(bare) "</i></span>"
	return "<span class=line style=--in:" length(depth) ">" coloured(bare) "</span>"
}

function row(left, right) {
	rows = rows (left != "" ? "<tr class=pair><td>" line(left) "</td>" : "<tr><td></td>") "<td>" (right != "" ? line(right) : "&nbsp;") "\n"
}

BEGIN {
	while ((getline text <python) > 0) {
		bare = text
		gsub(/^[ \t]+|[ \t]+$/, "", bare)
		if (bare !~ /^(#|$)/) { lines[++count] = bare; indented[count] = text }
	}
	while ((getline text <loop) > 0) {
		if (match(text, /^[a-z ]*(loop_run_once|run_ready)\(void\)$/)) {
			name = text
			sub(/\(.*/, "", name)
			sub(/.* /, "", name)
		}
		if (name) {
			body[name] = body[name] text "\n"
			text = html(text)
			sub(/\/\*.*\*\//, "<i>&</i>", text)
			shown[name] = shown[name] text "\n"
		}
		if (text ~ /^}/) name = ""
	}
	if (!("loop_run_once" in body) || !("run_ready" in body)) fail("no turn in " loop)
}

FNR == 1, /\*\/$/ { if (!headed) { if (/\*\/$/) headed = 1; next } } # the comment at its head

{
	left = ""
	if (next_line < count) {
		at = index($0, "/* " lines[next_line + 1] " */")
		if (at) {
			left = indented[++next_line]
			$0 = substr($0, 1, at - 1)
			sub(/[ \t]+$/, "")
		}
	}
	row(left, $0)
}

END {
	if (failed) exit 1
	if (next_line != count) fail("beside no C: " lines[next_line + 1])
	while ((getline text <page) > 0) {
		if (match(text, /<b>[a-z_]+<\/b>/)) {
			phase = substr(text, RSTART + 3, RLENGTH - 7)
			if (phase != "task_wake" && !index(body["loop_run_once"], phase "(")) fail("no " phase " in loop_run_once")
		}
		if (text == "@rows") printf "%s", rows
		else if (sub(/@loop_run_once/, "", text)) print shown["loop_run_once"] text
		else if (sub(/@run_ready/, "", text)) print shown["run_ready"] text
		else print text
	}
}
