#!/bin/sh
# page.sh BUILD - the tests of page.mjs, where there are node and a Chromium. Prints TAP.
cd "$(dirname "$0")/../../.." || exit 2
if ! command -v node >/dev/null; then
	echo 'ok 1 # SKIP the page: no node'
	echo '1..1'
	exit
fi
exec node tests/house/page/page.mjs "$1"
