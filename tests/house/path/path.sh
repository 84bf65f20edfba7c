#!/bin/sh
# path.sh FOLDER COVERED LIMITS [fill] - the article's asynchronous program, which counts (COVERED/on_the_path), against the
# kitchen of FOLDER: a line for each file that it runs through, in the order in which it comes there. Exit status 1 if there is
# more of anything than the file LIMITS allows, or if notes/00-map.md lists other files. fill: that list is written anew.
set -u
covered=$2 limits=$3 fill=${4-}
root=$(cd "$(dirname "$0")/../../.." && pwd)
cd "$root" || exit 2
set -- "$1" 20
. demo/beside.sh

find "$covered" -name '*.gcda' -exec rm {} +
for run in 1 2 3; do # not every run has to wait at each place: what counts is what any of them did
	CONNECT_TO=${url#https://} SSL_CERT_FILE=$ca PATH_ORDER=$dir/order "$covered/on_the_path" >"$dir/said" || exit 2
	[ $run -gt 1 ] || cp "$dir/order" "$dir/first"
done
addr2line -f -e "$covered/on_the_path" <"$dir/first" | sed "s|^$root/||; s|^\./||" >"$dir/names"
find "$covered" -name '*.gcda' | sort | while read -r data; do
	gcov -t -b "$data" 2>/dev/null
done >"$dir/counts"
awk -f tests/house/path/path.awk "$dir/names" "$dir/counts" | tee "$dir/path"

awk '$2 ~ /^[0-9]+$/ { print $1 }' "$dir/path" >"$dir/files"
tr '\n' ' ' <"$dir/files" | sed 's/ $//' | fold -s -w 100 | sed 's/ *$//' | awk '{ print "    " $0 }' >"$dir/block"
if [ "$fill" ]; then
	awk -v block="$dir/block" '/^<!-- end of the path -->/ { while ((getline line <block) > 0) print line; print ""; inside = 0 }
		!inside { print } /^<!-- the path/ { inside = 1; print "" }' notes/00-map.md >"$dir/map" && cp "$dir/map" notes/00-map.md
fi
status=0
sed -n '/^<!-- the path/,/^<!-- end/p' notes/00-map.md | grep '^    ' | tr -s ' ' '\n' | grep . | sort >"$dir/listed"
sort "$dir/files" | comm -3 "$dir/listed" - >"$dir/other"
if [ -s "$dir/other" ]; then
	sed 's|^[^	]|path: notes/00-map.md has &|; s|^	|path: notes/00-map.md lacks |' "$dir/other" >&2
	status=1
fi
tail -n 1 "$dir/path" | sed 's/ lines//g; s/, /\n/g' | awk 'FNR == NR { most[$2] = $1; next }
	$1 > most[$2] { print "path: " $1 " " $2 ", at most " most[$2]; over = 1 }
	END { exit over }' "$limits" - >&2 || status=1
exit $status
