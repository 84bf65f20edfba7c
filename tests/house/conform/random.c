/* Not one rule but all at once: random programs (tests/lib/program.h), which random.py runs on asyncio.
 *
 *     random               one line for each of the stored seeds: its number, and the hash of its trace
 *     random FIRST COUNT   the same for other seeds
 *     random SEED          the trace itself */
#include "tests/lib/program.h"

#include <inttypes.h>
#include <stdlib.h>

static void print_hashes(uint64_t first, uint64_t count)
{
	for (uint64_t seed = first; seed < first + count; seed++) {
		program_run(seed, 0);
		printf("%" PRIu64 " %08" PRIx32 "\n", seed, program_hash());
	}
}

int main(int argc, char **argv)
{
	enum { SEEDS = 1000 };
	uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;

	if (loop_open(LOOP_VIRTUAL) < 0)
		return 2;
	if (argc == 2) {
		program_run(first, 0);
		fwrite(program.trace, 1, program.used, stdout);
	} else {
		print_hashes(first, argc > 2 ? strtoull(argv[2], NULL, 10) : SEEDS);
	}
	loop_close();
	return 0;
}
