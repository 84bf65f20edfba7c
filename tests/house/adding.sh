#!/bin/sh
# adding.sh FOLDER - a file dropped into a room, a test beside its room's tests and a program among the examples are found
# with no line of any makefile changed, and leave no trace when they are gone. Tried in a copy of the tree, with what
# FOLDER has compiled already. Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
folder=$1 number=0 failed=0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT

tell() { # tell STATUS NAME
	number=$((number + 1))
	[ "$1" -eq 0 ] && echo "ok $number - $2" && return
	echo "not ok $number - $2"
	tail -n 20 said | sed 's/^/# /'
	failed=1
}

# The tree, and the objects of the rooms and of the tests' helpers: with their times, or all of it would be compiled again.
mkdir -p "$dir/$folder/tests/house" &&
	for each in *; do
		[ "$each" = "${folder%%/*}" ] || [ "$each" = build ] || cp -Rp "$each" "$dir" || exit 2
	done &&
	cp -Rp "$folder"/loop "$folder"/coro "$folder"/http "$folder"/demo "$folder"/*.a "$folder"/*.list "$dir/$folder" &&
	cp -Rp "$folder"/tests/lib "$folder"/tests/libshared.* "$dir/$folder/tests" || exit 2
[ ! -d "$folder/tests/house/shim" ] || cp -Rp "$folder/tests/house/shim" "$dir/$folder/tests/house" || exit 2
cd "$dir" || exit 2
MAKEFLAGS=$(echo "${MAKEFLAGS-}" | sed 's/SUITE=[^ \\]*\(\\.[^ \\]*\)*//') # make test SUITE=… is for the make outside
export MAKEFLAGS
find demo/examples -name '*.txt' ! -name hello.txt -exec rm {} + # of the examples one is run, and the one that is dropped here

cat >coro/many/dropped.c <<'C'
/* dropped.c - a file that nobody has announced. */
int dropped(void);
int dropped(void)
{
	return 42;
}
C
sed 's/return 42/return 43/; s/dropped(/dropped_part(/' coro/many/dropped.c >demo/chart/dropped_part.c
cat >coro/watch/dropped.c <<'C'
#include "coro/watch/trace.h"

void dropped_watch(struct task *t);
void dropped_watch(struct task *t)
{
	trace_spawn(t);
}
C
sed 's/dropped_watch/&_too/' coro/watch/dropped.c >loop/watch/dropped_too.c
cat >tests/coro/test_dropped.c <<'C'
#include "tests/lib/support.h"

int dropped(void), dropped_part(void);

static void the_dropped_file_is_linked(void **state)
{
	(void)state;
	assert_int_equal(dropped(), 42);
	assert_int_equal(dropped_part(), 43);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_dropped_file_is_linked)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
C
cat >demo/examples/dropped.c <<'C'
#include "async.h"

int dropped(void);

static async greet(const char *whom)
{
	ASYNC();
	printf("%s %d\n", whom, dropped());
	ASYNC_END;
}
ASYNC_ENTRY(greet, const char *);

int main(int argc, char **argv)
{
	return async_failed(async_run(greet, argv[argc - 1]));
}
C
printf '$ dropped "two words"\ntwo words 42\n' >demo/examples/dropped.txt

make -n 2>said | grep -q " $folder/dropped\$"
tell $? "make builds the program"
make -n test 2>said >asked
grep "run.sh.* $folder/tests/test_dropped " asked | grep -q " $folder/tests/examples.sh"
tell $? "make test runs the test, and the examples"
make "$folder/dropped" "$folder/hello" "$folder/tests/test_dropped" "$folder/tests/examples.sh" >said 2>&1 &&
	sh tests/house/run.sh "$folder/tests/test_dropped" "$folder/tests/examples.sh" >>said 2>&1 &&
	grep -q '^3 passed, 0 failed' said
tell $? "the test passes, and the program prints what it should"
printf '$ dropped\nanything else\n' >demo/examples/dropped.txt
! sh tests/house/run.sh "$folder/tests/examples.sh" >said 2>&1 && grep -q '^1 passed, 1 failed' said
tell $? "a program that prints anything else is noticed"

make "$folder/tests/core_three" "$folder/tests/core_hello" >said 2>&1 && "$folder/tests/core_hello" >>said 2>&1
tell $? "the core is linked without what was dropped among its listeners"

sed 's/"poll"/"other"/' loop/poll.c >loop/other.c
! make -n 2>said | grep -q loop/other && make -n BACKEND=other build/other/hello 2>>said | grep -q 'loop/other\.c' &&
	sh tests/house/budget.sh | grep -q '^loop/other\.c '
tell $? "a backend is built when it is asked for, into a folder of its own, and only then"
! make -n BACKEND=nosuch >said 2>&1 && grep -q 'BACKEND=nosuch is none of these' said
tell $? "one that is not there is told"
rm loop/other.c
mkdir -p tests/net && cp tests/coro/test_dropped.c tests/net && ! make -n >said 2>&1 && grep -q 'two tests are named test_dropped.c' said
tell $? "two tests of one name are told"
rm tests/net/test_dropped.c
cp demo/examples/dropped.c demo/chart/dropped.c && ! make -n >said 2>&1 && grep -q 'two programs are named dropped.c' said
tell $? "and two programs"
rm demo/chart/dropped.c

mkdir bin && printf '#!/bin/sh\nprintf "<%%s>" "$@"\n' >bin/gdb && chmod +x bin/gdb
PATH=$dir/bin:$PATH sh demo/debug.sh "$folder" dropped one >said 2>&1
grep -q "<tbreak greet>.*<--args><$folder/dropped><one>\$" said
tell $? "make debug stops in its first coroutine"

rm coro/many/dropped.c coro/watch/dropped.c loop/watch/dropped_too.c demo/chart/dropped_part.c tests/coro/test_dropped.c \
	demo/examples/dropped.*
make "$folder/libasync.a" "$folder/libdemo.a" "$folder/hello" >said 2>&1 &&
	! ar t "$folder/libasync.a" | grep dropped >>said && ! ar t "$folder/libdemo.a" | grep dropped >>said
tell $? "the archives keep none of it"
! { make -n && make -n test; } 2>&1 | grep dropped >said
tell $? "make and make test know nothing of it"
echo "1..$number"
exit $failed
