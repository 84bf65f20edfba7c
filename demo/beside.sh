# beside.sh - for other scripts to source: starts a kitchen that runs as long as the script. $1 is the folder of the
# programs, $2 the milliseconds for an answer. Sets build, cook, here, dir (removed at the end), url and ca.
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

# The kitchen's first line is its URL and the file of the CA that a client must trust.
mkfifo "$dir/ready"
"$build/kitchen" --cook "$cook" >"$dir/ready" &
kitchen=$!
read -r url ca <"$dir/ready" || { echo "$(basename "$0" .sh): the kitchen does not open" >&2; exit 1; }
