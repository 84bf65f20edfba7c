#!/bin/sh
# site.sh BUILD - puts the page, the notes with their pictures, and a poster if there is one, into BUILD/site: static files, to be
# put on any server, or opened from disk.
set -e
site=$1/site
rm -rf "$site"
mkdir -p "$site/notes"
cp "$1/restaurant.html" "$site/"
cp notes/*.md notes/*.svg "$site/notes/"
for poster in notes/poster.* "$1"/poster.*; do
	[ ! -e "$poster" ] || cp "$poster" "$site/"
done

{
	printf '%s\n' '<!DOCTYPE html>' '<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' \
		'<title>Async, by hand</title>' '<style>:root{color-scheme:light dark}body{font:17px/1.6 system-ui,sans-serif;max-width:40em;margin:2em auto;padding:0 1em}</style>' \
		'<h1>Async, by hand</h1>' '<p><a href="restaurant.html">One waiter, two lunches</a>: the program, run in a page.</p>' '<ul>'
	for file in "$site"/poster.* "$site"/notes/*; do
		[ ! -e "$file" ] || case $file in
		*.md) printf '<li><a href="notes/%s">%s</a></li>\n' "${file##*/}" "$(sed -n 's/^# //p;/^# /q' "$file")" ;;
		*) printf '<li><a href="%s">%s</a></li>\n' "${file#"$site"/}" "${file##*/}" ;;
		esac
	done
	printf '%s\n' '</ul>' '</html>'
} >"$site/index.html"
echo "$site/index.html"
