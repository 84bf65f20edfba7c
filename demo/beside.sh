# beside.sh - to be sourced with $1, the folder of the programs, and $2, the milliseconds an answer takes: opens a
# kitchen for as long as the script runs. Sets build, cook, here, dir (removed at the end), url and ca.
build=$1 cook=$2
here=$(dirname "$0")
dir=$(mktemp -d) || exit 1
kitchen=

clean_up() {
	[ -n "$kitchen" ] && kill "$kitchen" 2>/dev/null && wait "$kitchen"
	rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# The kitchen says where it listens, and whom a client must trust, in its first line.
mkfifo "$dir/ready"
"$build/kitchen" --cook "$cook" >"$dir/ready" &
kitchen=$!
read -r url ca <"$dir/ready" || { echo "$(basename "$0" .sh): the kitchen does not open" >&2; exit 1; }
