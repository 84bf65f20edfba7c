/* test_buffer.c - buffers that are lent: how many are kept for the next, and which. */
#include "coro/net/conn.h"
#include "tests/lib/support.h"

#include <string.h>

enum { MANY = 70, KEPT = 64 };

static struct buffer_pool pool;
static struct buffer *lent[MANY];

static void borrow_many(void)
{
	for (int i = 0; i < MANY; i++) {
		lent[i] = buffer_borrow(&pool);
		assert_int_equal(lent[i]->room, BUFFER_SIZE);
		memset(lent[i]->bytes, i, BUFFER_SIZE);
	}
	for (int i = 0; i < MANY; i++)
		for (size_t k = 0; k < BUFFER_SIZE; k++)
			assert_int_equal(lent[i]->bytes[k], i);
	assert_int_equal(pool.lent, MANY);
}

/* What a burst needed beyond 1 MiB goes back to the system, and so does what has grown beyond a record's size. */
static void test_lend(void **state)
{
	(void)state;
	borrow_many();
	assert_int_equal(pool.kept, 0);
	lent[0]->room = BUFFER_LONG + 1;
	buffer_return(&pool, lent[0]);
	assert_int_equal(pool.kept, 0);
	for (int i = 1; i < MANY; i++)
		buffer_return(&pool, lent[i]);
	assert_int_equal(pool.lent, 0);
	assert_int_equal(pool.kept, KEPT);
	assert_ptr_equal(buffer_borrow(&pool), lent[KEPT]); /* the last that came is the warmest */
	assert_int_equal(pool.kept, KEPT - 1);
	buffer_return(&pool, lent[KEPT]);
	borrow_many();
	assert_int_equal(pool.kept, 0);
	for (int i = 0; i < MANY; i++)
		buffer_return(&pool, lent[i]);
	buffer_pool_free(&pool);
	assert_int_equal(pool.kept, 0);
	assert_null(pool.spare);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_lend)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
