# amalgam.awk - the library as two files, for a project that wants no more (make amalgam):
#
#     awk -f amalgam.awk TO_FOLDER async.h SOURCE… loop/BACKEND.c…
#
# Each #include "…" becomes the text of that file where it is met first; those of the system stay. Comments say where a part
# comes from. No #line does: a debugger would look for files that the project does not have.

function say(text) {
	if (label != "" && text != "") { print "\n/* ======== " label " ======== */" >out; label = "" }
	print text >out
}

function part(name) { label = name }

# What a backend asks the system's headers to show is said before the first of them.
function is_feature(line) { return line ~ /^#(define|undef) _[A-Z_]+_SOURCE/ }

function take(file,    line, name) {
	taken[file] = 1
	part(file)
	while ((getline line <file) > 0) {
		if (is_feature(line)) continue
		if (line !~ /^#include "/) { say(line); continue }
		name = line
		sub(/^#include "/, "", name); sub(/".*/, "", name)
		if (sub(/^[^\/]*[^ ]* *\/\*/, "/* " name ":", line)) say(line)
		if (name in taken) continue
		take(name)
		part("back in " file)
	}
	close(file)
}

function features(file,    line, word) {
	while ((getline line <file) > 0) {
		if (!is_feature(line)) continue
		split(line, word, " ")
		say(word[1] == "#undef" ? line : "#ifndef " word[2] "\n" line "\n#endif")
	}
	close(file)
}

function macro(file) { sub(/.*\//, "", file); sub(/\.c/, "", file); return "ASYNC_" toupper(file) }

# Its two notices go with every copy.
function license(    line) {
	say("\n/* LICENSE\n *")
	while ((getline line <"LICENSE") > 0) say(line == "" ? " *" : " * " line)
	say(" */")
	close("LICENSE")
}

# Each backend's text, or what it asks for, where it is the chosen one.
function backends(what,    i) {
	for (i = 3; i < ARGC; i++)
		if (ARGV[i] ~ BACKEND) {
			say("\n#ifdef " macro(ARGV[i]))
			if (what == "text") take(ARGV[i]); else features(ARGV[i])
			say("#endif /* " macro(ARGV[i]) " */")
		}
}

BEGIN {
	BACKEND = "^loop/(epoll|kqueue|poll)\\.c$"

	out = ARGV[1] "/async.h"
	say("/* async.h and async.c are a whole library: event loop, coroutines, HTTP (made by `make amalgam`).\n *")
	say(" *     cc -std=c11 -pthread -D_POSIX_C_SOURCE=200809L -I. mine.c async.c -lssl -lcrypto -lm -o mine\n *")
	say(" * Besides OpenSSL 3 they need jsmn.h (libjsmn-dev, or github.com/zserge/jsmn) in a folder that -I names. */")
	license()
	take(ARGV[2])

	out = ARGV[1] "/async.c"
	say("/* async.c - the other half of async.h, which says how it is compiled.\n *")
	say(" * The backend: epoll on Linux, kqueue on macOS and the BSDs, poll elsewhere; or which of -DASYNC_EPOLL, -DASYNC_KQUEUE")
	say(" * and -DASYNC_POLL is given. */")
	license()
	say("\n#if defined ASYNC_EPOLL || defined ASYNC_KQUEUE || defined ASYNC_POLL")
	say("#elif defined __linux__\n#define ASYNC_EPOLL")
	say("#elif defined __APPLE__ || defined __FreeBSD__ || defined __NetBSD__ || defined __OpenBSD__ || defined __DragonFly__")
	say("#define ASYNC_KQUEUE\n#else\n#define ASYNC_POLL\n#endif\n")
	say("#ifndef _POSIX_C_SOURCE\n#define _POSIX_C_SOURCE 200809L\n#endif")
	backends("features")
	say("\n/* What is static in one part, a local of another may be called; and a message that does not fit is cut. */")
	say("#pragma GCC diagnostic ignored \"-Wshadow\"")
	say("#if defined __GNUC__ && !defined __clang__\n#pragma GCC diagnostic ignored \"-Wformat-truncation\"\n#endif")
	say("\n#define JSMN_STATIC /* jsmn's code is in this file */\n#define JSMN_PARENT_LINKS")
	say("#include \"async.h\"\nextern struct loop loop; /* a name that async.h leaves to the program */")
	for (i = 3; i < ARGC; i++)
		if (!(ARGV[i] ~ BACKEND)) take(ARGV[i])
	backends("text")
}
