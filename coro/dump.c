/* dump.c - the await tree as text: what every worker does, and where. Not on the way of any request. */
#include "coro/trace.h"

static const char *state_name(enum task_state state)
{
	static const char *const names[] = {"new", "ready", "running", "waiting", "done"};

	return names[state];
}

/* Outermost first, as one reads: the chain is linked the other way, so it is counted and walked. */
static void dump_chain(FILE *out, const struct coro *leaf)
{
	int depth = 0;

	for (const struct coro *c = leaf; c; c = c->parent)
		depth++;
	for (int level = 0; level < depth; level++) {
		const struct coro *c = leaf;

		for (int up = depth - 1 - level; up > 0; up--)
			c = c->parent;
		if (c->at)
			fprintf(out, "  %*s%s:%d %s: await %s\n", 2 * level, "", c->at->file, c->at->line,
				c->at->func, c->at->what);
	}
}

void task_dump(FILE *out)
{
	char what[128];

	for (struct list *l = task_all.next; l != &task_all; l = l->next) {
		const struct task *t = container_of(l, struct task, all);

		task_describe_wait(t, what, sizeof what);
		fprintf(out, "task %u (%s), created at %s:%d, %s%s%s\n", t->id, t->name, t->spawned->file,
			t->spawned->line, state_name(t->state), t->waiting ? " for " : "",
			t->waiting ? what : "");
		dump_chain(out, t->leaf);
	}
}
