#!/bin/sh
# article.sh FOLDER COOK - the article's programs in the article's order, each with the command that runs it. They say
# https://api.genderize.io and mean it; here the environment leads them to the kitchen of this machine, which takes
# COOK milliseconds for an answer, and says whom to trust. FOLDER holds the programs.
set -u
. "$(dirname "$0")/beside.sh"

# run NAME: the program as it is. meet NAME: the same, led to the kitchen.
run() {
	echo "\$ $build/$1"
	"$build/$1" || exit 1
}

meet() {
	echo "\$ CONNECT_TO=${url#https://} SSL_CERT_FILE=$ca $build/$1"
	CONNECT_TO=${url#https://} SSL_CERT_FILE=$ca "$build/$1" || exit 1
}

run my_coroutine
meet async_with
meet predict_sync
meet predict_async
