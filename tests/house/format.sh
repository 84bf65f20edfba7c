#!/bin/sh
# format.sh [FILE…] - is the code laid out as .clang-format says? Prints as a patch what clang-format would change; exit
# status 1 if anything. Without FILE it looks at all of ours. Free is how far to the right a comment or a \ stands, and what
# clang-format has no rule for: a } with the ASYNC_EXIT or ASYNC_FINALLY of its block, an enum or a macro's braces on one
# line, a chain of ?:, strings side by side, several designated initialisers on one line.
cd "$(dirname "$0")/../.." || exit 2
case $(clang-format --version 2>/dev/null) in
*' version 14.'*) ;;
*) # each version has rules of its own
	echo 'format.sh is skipped: it needs clang-format 14 (Debian 12: clang-format)'
	exit 0
	;;
esac
[ $# -gt 0 ] || set -- $(find async.h loop coro http demo tests notes -name '*.[ch]')
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
for folder in $(dirname "$@" | sort -u); do
	mkdir -p "$dir/as-it-is/$folder" "$dir/formatted/$folder"
done
awk -v dir="$dir" '
	FNR == 1 { close(old); close(new); old = dir "/as-it-is/" FILENAME; new = dir "/formatted/" FILENAME; off = 0 }
	{ print >old }
	/\/\* clang-format o/ { off = /off/ }
	!off && (/^\t*\} ASYNC_(EXIT|FINALLY)\(/ || /^[^"]*enum [a-z_ ]*\{.*\}/ || /^#define .*\{.*\}$/ || /^[A-Z]+\(.*\)$/ ||
		/ \? .* : .* \? .* : / || /[A-Za-z0-9]" "[A-Za-z0-9\\]/ || /^\t([^(]*[\t{])?[.[][^(]*, [.[].*[^\\]$/) {
		print "// clang-format off\n" $0 "\n// clang-format on" >new
		next
	}
	{ print >new }' "$@"
cp .clang-format "$dir"
cd "$dir/formatted" && clang-format -i --style=file "$@" && cd .. || exit 2
find as-it-is formatted -type f -exec sed -Ei -e '/^[ \t]*\/\/ clang-format o/d' -e 's|[ \t]* /\*| /*|' -e 's|[ \t]+\\$| \\|' {} +
diff -rU1 as-it-is formatted
