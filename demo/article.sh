#!/bin/sh
# article.sh FOLDER COOK - runs the article's programs in the article's order, and prints the command of each. Their URL is
# https://api.genderize.io; here the environment leads them to the kitchen on this machine, which takes COOK milliseconds
# for an answer, and names the CA to trust. FOLDER holds the programs.
set -u
. "$(dirname "$0")/beside.sh"

# run NAME: runs a program as it is. meet NAME: runs it so that it asks the kitchen.
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
