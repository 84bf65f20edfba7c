#!/bin/sh
# site.sh BUILD - puts the page, the poster and the notes into BUILD/site: static files for any server, which can also be
# opened from disk. Notes stay Markdown, which is readable as it is.
set -e
site=$1/site
rm -rf "$site"
mkdir -p "$site"
cp "$1/restaurant.html" "$site/"
for poster in "$1"/poster.html "$1"/poster.pdf; do
	[ ! -e "$poster" ] || cp "$poster" "$site/"
done
find notes -name '*.md' -o -name '*.svg' | while read -r note; do
	mkdir -p "$site/${note%/*}"
	cp "$note" "$site/$note"
done

# entries FILE…: prints a list entry for each file, with its first heading.
entries() {
	for file; do
		printf '<li><a href="%s">%s</a></li>\n' "$file" "$(sed -n '/^# /{s/^# //;s/`\([^`]*\)`/<code>\1<\/code>/g;p;q;}' "$file")"
	done
}

(
	printf '%s\n' '<!DOCTYPE html>' '<html lang="en">' '<meta charset="utf-8">' '<title>Async, by hand</title>' \
		'<meta name="viewport" content="width=device-width">' '<style>:root { color-scheme: light dark; }' \
		'body { font: 17px/1.6 system-ui, sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em; }</style>' \
		'<h1>Async, by hand</h1>' '<p><a href="restaurant.html">One waiter, two lunches</a>: the program, run in a page.</p>' \
		'<p><a href="poster.html">Async, line for line</a>: the program of the article beside its C, and one turn of the loop.'
	cd "$site"
	[ ! -e poster.pdf ] || echo '<a href="poster.pdf">To be printed</a>.'
	echo '<h2><a href="notes/outline.md">The course</a></h2><ol>'
	entries notes/course/s*.md
	echo '</ol><ul>'
	entries notes/course/[!s]*.md
	echo '</ul><h2>Labs</h2><ul>'
	entries notes/labs/*.md
	echo '</ul><h2>Notes</h2><ul>'
	find notes -maxdepth 1 -name '*.md' ! -name outline.md | sort | while read -r note; do
		entries "$note"
	done
	echo '</ul></html>'
) >"$site/index.html"
echo "$site/index.html"
