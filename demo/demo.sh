#!/bin/sh
# demo.sh FOLDER COOK - the article's comparison, and more: asks the kitchen on this machine for 100 names in four ways,
# and draws a bar for each, split into the parts of its time. notes/chart.md explains the bars.
# FOLDER holds the programs; the kitchen takes COOK milliseconds for each answer.
set -u
. "$(dirname "$0")/beside.sh"

# On a terminal the progress is shown, and the table of --timing, which is for the chart, is erased again.
run() {
	# shellcheck disable=SC2046 # one argument for each name
	set -- "$@" --url "$url" --cacert "$ca" --format table --timing $(cat "$here/names100.txt")
	if [ -t 2 ]; then
		"$@" --progress 2>&1 >"$dir/rows" | tee "$dir/errors" >&2
		printf '\033[9A\033[J' >&2
	else
		"$@" >"$dir/rows" 2>"$dir/errors"
		grep 'Time taken' "$dir/errors" >&2 || : # if it is missing, ask() says why
	fi
}

# ask LABEL COMMAND...: sets seconds, and adds a line to the chart's table, in which they are split by the shares.
ask() {
	label=$1
	shift
	run "$@"
	seconds=$(sed -n 's/.*Time taken: \([0-9.]*\) seconds.*/\1/p' "$dir/errors")
	if [ -z "$seconds" ] || [ "$(wc -l <"$dir/rows")" -ne 101 ]; then
		[ -t 2 ] || grep -v 'Time taken' "$dir/errors" | head -n 5 >&2 # a terminal has shown it
		echo "demo: not all of the 100 names were answered" >&2
		exit 1
	fi
	sed -n '2,4s/ .*//p' "$dir/rows" | awk '{ line = line $1 ", " } END { print "    " line "and 97 more" }'
	awk -v label="$label" -v seconds="$seconds" '$3 == "ms" { name[++n] = $1; sum += share[n] = $6 }
		END { for (i = 1; i <= n; i++) { names = names "\t" name[i]; row = row sprintf("\t%.4f", seconds * share[i] / sum) }
		      print "way" names "\n" label row }' "$dir/errors" >>"$dir/table"
}

long=$(awk -v ms="${cook##*-}" 'BEGIN { print ms / 10 }')
echo "Kitchen: $url, $cook ms an answer: about $long s each for the first two ways."
echo "Synchronously: one name after the other, a new connection for each"
ask "sync, new connections" "$build/genderize_sync"
sync=$seconds
echo "The same over one connection, kept open"
ask "sync, keep-alive" "$build/genderize" --limit 1
keep=$seconds
echo "Asynchronously: all names at once, each answer as it arrives"
ask "async" "$build/genderize"
async=$seconds
echo "Asynchronously, ten names in each request"
ask "async, batches of 10" "$build/genderize" --batch 10
echo
awk 'NR == 1 || !/^way/' "$dir/table" |
	"$build/chart" --title "100 names, $cook ms each" || exit 1
awk -v sync="$sync" -v keep="$keep" -v async="$async" 'BEGIN {
	if (sync > async) {
		print "\nThe gain from the first bar to the third, " sync - async " s:"
		printf "  %5.1f %% due to reuse of connections\n", (sync - keep) / (sync - async) * 100
		printf "  %5.1f %% due to concurrency\n", (keep - async) / (sync - async) * 100
	}
}'
