/* test_property.c - what must hold in every program: thousands of random ones, each run as it is, once more, and with
 * the order of those who are ready shuffled.
 *
 *     PROPERTY_SEED=n build/tests/test_property     one of them alone, with its trace */
#include "coro/watch/ledger.h"
#include "tests/lib/program.h"
#include "tests/lib/support.h"

#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { SEEDS = 20000, SEEDS_UNDER_A_TOOL = 60, COVERING = 400 }; /* valgrind is a hundred times as slow */

static uint64_t first_seed = 1, last_seed = SEEDS;

static size_t allocated(void)
{
#ifdef __GLIBC__
	return mallinfo2().uordblks;
#else
	return 0;
#endif
}

static void run_and_check(uint64_t seed, uint64_t shuffle)
{
	program_run(seed, shuffle);
	if (program.broken)
		fail_msg("%s, in PROPERTY_SEED=%llu%s", program.broken, (unsigned long long)seed,
			shuffle ? ", shuffled" : "");
}

static void the_rules_hold(void **state)
{
	(void)state;
	for (uint64_t seed = first_seed; seed <= last_seed; seed++)
		run_and_check(seed, 0);
	if (first_seed == last_seed)
		print_message("%.*s", (int)program.used, program.trace);
}

/* Frames lie where others lay before, and are zeroed. Nothing is allocated: the heap of timers and the stacks
 * have grown already. */
static void a_second_run_leaves_the_same_trace_and_no_memory(void **state)
{
	static char first[TRACE];

	(void)state;
	for (uint64_t seed = first_seed; seed <= last_seed; seed++) {
		size_t before;

		run_and_check(seed, 0);
		memcpy(first, program.trace, sizeof first);
		before = allocated();
		run_and_check(seed, 0);
		if (allocated() != before)
			fail_msg("memory was left by PROPERTY_SEED=%llu", (unsigned long long)seed);
		if (memcmp(first, program.trace, sizeof first) != 0)
			fail_msg("another trace in the second run of PROPERTY_SEED=%llu",
				(unsigned long long)seed);
	}
}

static void the_rules_hold_in_any_order(void **state)
{
	unsigned others = 0;

	(void)state;
	for (uint64_t seed = first_seed; seed <= last_seed; seed++) {
		uint32_t usual;

		run_and_check(seed, 0);
		usual = program_hash();
		run_and_check(seed, seed);
		others += program_hash() != usual;
	}
	if (first_seed == last_seed)
		print_message("shuffled:\n%.*s", (int)program.used, program.trace);
	else
		assert_true(others > last_seed / 2); /* the order did matter */
}

static void note_outcomes(unsigned *ended, const char *outcome)
{
	char words[64];

	for (unsigned kind = 0; kind < operation_kind_count; kind++) {
		snprintf(words, sizeof words, " %s: %s", operation_kinds[kind].name, outcome);
		ended[kind] += strstr(program.trace, words) != NULL;
	}
}

/* Programs that do too little would hold every rule. */
static void the_programs_do_all_there_is(void **state)
{
	static unsigned ok[64], failed[64], cancelled[64];

	(void)state;
	for (uint64_t seed = 1; seed <= COVERING; seed++) {
		program_run(seed, 0);
		note_outcomes(ok, "ok");
		note_outcomes(failed, "bad");
		note_outcomes(cancelled, "cancelled");
	}
	for (unsigned kind = 0; kind < operation_kind_count; kind++)
		if (ok[kind] + failed[kind] == 0 ||
			((operation_kinds[kind].flags & PAUSES) && !cancelled[kind]))
			fail_msg("%s: %u well, %u cancelled", operation_kinds[kind].name, ok[kind],
				cancelled[kind]);
}

static int open_loop(void **state)
{
	(void)state;
	return loop_open(LOOP_VIRTUAL); /* without LOOP_DEBUG: these programs are slow on purpose */
}

static int close_loop(void **state)
{
	(void)state;
	loop_close();
	ledger_close(NULL); /* errors that nobody looked at are no fault here */
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_rules_hold),
		cmocka_unit_test(a_second_run_leaves_the_same_trace_and_no_memory),
		cmocka_unit_test(the_rules_hold_in_any_order),
		cmocka_unit_test(the_programs_do_all_there_is),
	};

	if (getenv("TEST_UNDER"))
		last_seed = SEEDS_UNDER_A_TOOL;
	if (getenv("PROPERTY_SEED"))
		first_seed = last_seed = strtoull(getenv("PROPERTY_SEED"), NULL, 10);
	return cmocka_run_group_tests(tests, open_loop, close_loop);
}
