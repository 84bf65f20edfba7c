#!/bin/sh
# poster.sh FOLDER - makes FOLDER/poster.html from the files that it shows; and FOLDER/poster.pdf, an A3 page, if there is a
# chromium to print it.
set -eu
cd "$(dirname "$0")/.."
out=$1/poster
mkdir -p "$1"
LC_ALL=C awk -v python=tests/house/article/6_async.py -v loop=loop/loop.c -v page=notes/poster.html -f notes/poster.awk \
	demo/article/predict_async.c >"$out.new"
mv "$out.new" "$out.html"
echo "$out.html"
for browser in chromium chromium-browser google-chrome; do
	command -v "$browser" >/dev/null || continue
	home=$(mktemp -d)
	trap 'rm -rf "$home"' EXIT
	"$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$home" --no-pdf-header-footer --print-to-pdf="$PWD/$out.pdf" \
		"file://$PWD/$out.html" 2>"$home/said" || { cat "$home/said" >&2; exit 1; }
	echo "$out.pdf"
	exit
done
echo "no PDF: no chromium is here to print it"
