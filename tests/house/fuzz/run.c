/* run.c - a main for a target, without libFuzzer: run RUNS SEED…
 *
 * Gives it each seed, then RUNS copies in which something is changed. What is changed comes from a generator with a
 * fixed start, so each run of this program is the same. */
#include "tests/house/fuzz/fuzz.h"

enum { SIZE_MAX_ = 4096, SEEDS_MAX = 64, CHANGES_MAX = 4 };

static struct seed {
	size_t size;
	uint8_t bytes[SIZE_MAX_];
} seeds[SEEDS_MAX];
static int nseeds;

static uint32_t draw(size_t below) /* xorshift32 (Marsaglia) */
{
	static uint32_t x = 2463534242;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return below ? x % (uint32_t)below : 0;
}

static bool read_seed(const char *path)
{
	FILE *file = nseeds < SEEDS_MAX ? fopen(path, "rb") : NULL;

	if (!file)
		return false;
	seeds[nseeds].size = fread(seeds[nseeds].bytes, 1, SIZE_MAX_, file);
	nseeds++;
	return fclose(file) == 0;
}

/* Puts a piece of any seed in the place of some bytes of this one. */
static void splice(struct seed *s, size_t at, size_t gone)
{
	const struct seed *from = &seeds[draw((size_t)nseeds)];
	size_t begin = draw(from->size), len = draw(from->size - begin + 1), rest = s->size - at - gone;

	if (at + len + rest > SIZE_MAX_)
		return;
	memmove(s->bytes + at + len, s->bytes + at + gone, rest);
	memcpy(s->bytes + at, from->bytes + begin, len);
	s->size = at + len + rest;
}

static void change(struct seed *s)
{
	static const uint8_t telling[] = {0, '\n', '\r', ' ', '%', '"', '\\', '0', '9', '-', ':', 0x7f, 0x80, 0xff};
	size_t at = draw(s->size + 1), left = s->size - at;

	switch (draw(5)) {
	case 0:
		splice(s, at, 0);
		break;
	case 1:
		splice(s, at, draw(left + 1));
		break;
	case 2:
		s->size = at; /* cut short */
		break;
	case 3:
		if (left)
			s->bytes[at] = telling[draw(sizeof telling)];
		break;
	default:
		if (left)
			s->bytes[at] ^= (uint8_t)(1u << draw(8));
	}
}

int main(int argc, char **argv)
{
	long runs = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
	static struct seed s;

	for (int i = 2; i < argc; i++)
		if (!read_seed(argv[i]))
			return fprintf(stderr, "run: %s: cannot be read\n", argv[i]), 2;
	if (runs < 1 || nseeds == 0)
		return fprintf(stderr, "Usage: run RUNS SEED...\n"), 2;
	for (int i = 0; i < nseeds; i++)
		LLVMFuzzerTestOneInput(seeds[i].bytes, seeds[i].size);
	for (long i = 0; i < runs; i++) {
		s = seeds[draw((size_t)nseeds)];
		for (uint32_t n = 1 + draw(CHANGES_MAX); n > 0; n--)
			change(&s);
		LLVMFuzzerTestOneInput(s.bytes, s.size);
	}
	return 0;
}
