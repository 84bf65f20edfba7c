/* dump.c - what every worker does, and where: as a table, and as the tree of who awaits whom. Not on the way
 * of any request. coro/watch/gdb_view.py prints the same from outside, byte for byte. */
#include "coro/many/gather.h"
#include "coro/timeout.h"
#include "coro/watch/trace.h"

#define FOREVER (INT64_MAX - 1) /* see clock_after */

static const char *const states[] = {"new", "ready", "running", "waiting", "done"};

static double ms(int64_t ns)
{
	return (double)ns / NS_PER_MS;
}

/* In its innermost frame, a timeout around one of its awaits, or that of the set for which it waits? */
static bool ends_wait(const struct timer *timer, const struct task *t)
{
	const struct coro *leaf = task_leaf(t);
	bool in_leaf = leaf && (uintptr_t)timer - (uintptr_t)leaf < leaf->fn->size;

	return in_leaf || timeout_task(timer) == t || task_set_waiting(timer) == t;
}

/* When its wait ends at the latest. */
static int64_t latest_end(const struct task *t)
{
	int64_t due = FOREVER;

	for (unsigned i = 0; t->root && i < loop.timers.count; i++) {
		const struct deadline *d = &loop.timers.heap[i];

		if (d->due < due && ends_wait(d->timer, t))
			due = d->due;
	}
	return due;
}

static void print_row(FILE *out, const struct task *t)
{
	const struct site *asks = coro_asking_site(t->root), *at = asks ? asks : t->spawned;
	const struct task_times none = {{0}, 0}, *times = task_times(t) ? task_times(t) : &none;
	int64_t due = latest_end(t);
	char what[128] = "-", left[24] = "-";

	if (t->waiting)
		task_describe_wait(t, what, sizeof what);
	if (due != FOREVER)
		snprintf(left, sizeof left, "%.3f", ms(due - loop.now));
	fprintf(out, "%4u  %-16s %-7s %9.3f %9s %7u", t->id, t->name, states[t->state],
		ms(loop.now - t->since), left, t->resumes);
	if (loop.record)
		fprintf(out, " %9.3f %9.3f %9.3f", ms(times->spent[TASK_RUNNING]),
			ms(times->spent[TASK_READY]), ms(times->spent[TASK_WAITING]));
	fprintf(out, "  %-26s %s%s:%d %s\n", what, asks ? "" : "created ", at->file, at->line, at->func);
}

void task_ps(FILE *out)
{
	fprintf(out, "now %.3f ms\n  ID  NAME             STATE       SINCE      LEFT RESUMES%s  %-26s WHERE\n",
		ms(loop.now - loop.record_start), loop.record ? "       RUN     READY      WAIT" : "",
		"WAITS FOR");
	for (const struct list *l = task_all.next; l != &task_all; l = l->next)
		print_row(out, container_of(l, const struct task, all));
}

/* Does `by` wait for t's end? by NULL: does anybody? */
static bool is_awaited(const struct task *t, const struct task *by)
{
	for (const struct list *l = t->watchers.next; l != &t->watchers; l = l->next) {
		const struct wait *w = container_of(l, const struct task_link, link)->wait;

		if (w && w->task && (!by || w->task == by))
			return true;
	}
	return false;
}

/* Outermost first, as one reads. Returns how far the next one is set in. */
static int print_chain(FILE *out, const struct coro *c, int indent)
{
	for (; c; c = c->child, indent += 2)
		if (c->at)
			fprintf(out, "%*s%s:%d %s: await %s\n", indent, "", c->at->file, c->at->line, c->at->func,
				c->at->what);
	return indent;
}

static void print_tree(FILE *out, struct task *t, int indent)
{
	static const char *const before[] = {"", ": a ring", ", see above"};
	bool known = t->dumped, awaits = t->waiting && t->waiting->kind->by_worker;
	char what[128];

	task_describe_wait(t, what, sizeof what);
	fprintf(out, "%*stask %u (%s), created at %s:%d, %s%s%s%s\n", indent, "", t->id, t->name,
		t->spawned->file, t->spawned->line, states[t->state], t->waiting ? " for " : "",
		t->waiting ? what : "", before[t->dumped]);
	if (known)
		return;
	t->dumped = 1;
	indent = print_chain(out, t->root, indent + 2);
	for (struct list *l = task_all.next; awaits && l != &task_all; l = l->next)
		if (is_awaited(container_of(l, struct task, all), t))
			print_tree(out, container_of(l, struct task, all), indent);
	t->dumped = 2;
}

/* First the tasks that no other awaits, with all others below them; those in a ring follow. */
void task_dump(FILE *out)
{
	for (struct list *l = task_all.next; l != &task_all; l = l->next)
		container_of(l, struct task, all)->dumped = 0;
	for (int rings = 0; rings < 2; rings++)
		for (struct list *l = task_all.next; l != &task_all; l = l->next)
			if (rings ? !container_of(l, struct task, all)->dumped
				  : !is_awaited(container_of(l, struct task, all), NULL))
				print_tree(out, container_of(l, struct task, all), 0);
}
