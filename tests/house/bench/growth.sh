#!/bin/sh
# growth.sh BUILD [MOST] - how time and memory grow: with the number of names, 10 to MOST (a million), over at most 100
# connections; and with the number of connections, 1 to 10,000, for 20,000 requests. Prints tables in Markdown, and draws them as
# BUILD/growth-names.svg and BUILD/growth-connections.svg where there is gnuplot. The kitchen answers at once.
build=$1 most=${2:-1000000}
here=$(dirname "$0")
work=$(mktemp -d) || exit 1
kitchen='' client='' server=''
trap 'close_kitchen; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
. "$here/counted.sh"
taskset -c 1 true 2>/dev/null && client='taskset -c 0' server='taskset -c 1'

# row N C MODE: a row of Markdown.
row() {
	echo "  $1 requests, C=$2, load $(cut -d ' ' -f 1 /proc/loadavg)" >&2
	$client "$build/bench-client" "$url" "$ca" "$1" "$2" "$3" 2>/dev/null | awk -F '[:,}]' -v c="$2" '{
		cpu = $8 + $10
		mb = $14 / 1024
		printf "| %d | %d | %.3f | %.3f | %.1f | %.1f | %d |\n", $2, c, $6, cpu, cpu / $2 * 1e6, mb, $16
	}'
}

# draw NAME COLUMN ACROSS: the table on standard input goes on; of its rows a picture is drawn, over that column.
draw() {
	tee "$work/$1"
	command -v gnuplot >/dev/null || { echo "no picture of $1: there is no gnuplot" >&2; return; }
	gnuplot <<-end
		set terminal svg size 720,420 dynamic background "white" font "sans-serif,13"
		set output "$build/growth-$1.svg"
		set datafile separator "|"
		set logscale xy
		set grid
		set key outside top center horizontal
		set xlabel "$3"
		set format x "%.0s%c"
		plot for [i = 4:7] "$work/$1" every ::2 using $2:i with linespoints linewidth 2 \
			title word("'wall, s' 'CPU, s' 'CPU a request, µs' 'peak RSS, MB'", i - 3)
	end
}

open_kitchen 0 $server
{
	echo '| names | connections at most | wall, s | CPU, s | CPU a request, us | peak RSS, MB | errors |'
	echo '| --- | --- | --- | --- | --- | --- | --- |'
	for n in 10 100 1000 10000 100000 1000000; do
		[ $n -le "$most" ] && row $n 100 cold
	done
} | draw names 2 'names, over at most 100 connections'
echo
{
	echo '| requests | connections open | wall, s | CPU, s | CPU a request, us | peak RSS, MB | errors |'
	echo '| --- | --- | --- | --- | --- | --- | --- |'
	for c in 1 10 100 1000 10000; do
		row $((most < 20000 ? most : 20000)) $c keep
	done
} | draw connections 3 'connections open, 20,000 requests'
