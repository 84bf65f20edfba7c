#!/bin/sh
# site.sh BUILD - puts the page, the notes, and the poster if it was made, into BUILD/site: static files, to be put on any
# server, or opened from disk. Notes stay Markdown: they are read as they are.
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

title() { # title FILE: its first heading, or its name
	sed -n 's/^# //p;/^# /q' "$1" | grep . || echo "${1##*/}"
}

{
	printf '%s\n' '<!DOCTYPE html>' '<html lang="en">' '<meta charset="utf-8">' '<title>Async, by hand</title>' \
		'<meta name="viewport" content="width=device-width">' '<style>:root { color-scheme: light dark; }' \
		'body { font: 17px/1.6 system-ui, sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em; }</style>' \
		'<h1>Async, by hand</h1>' '<p><a href="restaurant.html">One waiter, two lunches</a>: the program, run in a page.</p>' '<ul>'
	(cd "$site" && find . -name 'poster.*' -o -path './notes/*' -name '*.md' | sort) | while read -r file; do
		printf '<li><a href="%s">%s</a></li>\n' "${file#./}" "$(title "$site/$file")"
	done
	printf '%s\n' '</ul>' '</html>'
} >"$site/index.html"
echo "$site/index.html"
