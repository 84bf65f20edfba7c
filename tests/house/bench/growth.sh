#!/bin/sh
# growth.sh BUILD [MOST] - how time and memory grow: with the number of names, 10 to MOST (a million), over at most 100
# connections; and with the number of connections, 1 to 10,000, for 20,000 requests. Prints tables in Markdown. The kitchen
# answers at once.
build=$1 most=${2:-1000000}
here=$(dirname "$0")
kitchen='' client='' server=''
trap close_kitchen EXIT
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

open_kitchen 0 $server
echo '| names | connections at most | wall, s | CPU, s | CPU a request, us | peak RSS, MB | errors |'
echo '| --- | --- | --- | --- | --- | --- | --- |'
for n in 10 100 1000 10000 100000 1000000; do
	[ $n -le "$most" ] && row $n 100 cold
done
echo
echo '| requests | connections open | wall, s | CPU, s | CPU a request, us | peak RSS, MB | errors |'
echo '| --- | --- | --- | --- | --- | --- | --- |'
for c in 1 10 100 1000 10000; do
	row $((most < 20000 ? most : 20000)) $c keep
done
