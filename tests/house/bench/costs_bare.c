/* costs_bare.c - the floors of what tasks cost: the same work without names, states, records or rules. */
#include "tests/house/bench/costs.h"

struct bare { /* a protothread: where it goes on, and what it counts */
	struct bare *next;
	void (*run)(struct bare *);
	int at;
	unsigned steps;
};

static struct bare crew[CREW], *first, **last = &first;

static void push(struct bare *b)
{
	b->next = NULL;
	*last = b;
	last = &b->next;
}

static void run_some(long count)
{
	for (; count > 0; count--) {
		struct bare *b = first;

		first = b->next;
		if (!first)
			last = &first;
		b->run(b);
	}
}

static void yield_for_ever(struct bare *b)
{
	switch (b->at) {
	case 0:
		b->at = 1;
		__attribute__((fallthrough));
	default:
		b->steps++;
		push(b);
	}
}

static void end_at_once(struct bare *b)
{
	b->at = -1;
}

static void hire(int size, void (*run)(struct bare *))
{
	for (int i = 0; i < size; i++) {
		crew[i] = (struct bare){.run = run};
		push(&crew[i]);
	}
}

double bare_switch(int size)
{
	double ns;

	hire(size, yield_for_ever);
	costs_begin();
	run_some(costs_steps);
	ns = costs_end(costs_steps);
	first = NULL;
	last = &first;
	return ns;
}

double bare_create(int size)
{
	costs_begin();
	for (long done = 0; done < costs_steps; done += size) {
		hire(size, end_at_once);
		run_some(size);
	}
	return costs_end(costs_steps);
}

double bare_call(int size)
{
	void (*volatile callee)(struct bare *) = end_at_once; /* volatile: so that it is not inlined */

	costs_begin();
	for (long i = 0; i < costs_steps; i++)
		callee(&crew[size - 1]);
	return costs_end(costs_steps);
}
