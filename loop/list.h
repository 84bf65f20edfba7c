/* list.h - a ring of links that are fields of their users' structs: joining and leaving allocate nothing,
 * O(1). */
#ifndef LOOP_LIST_H
#define LOOP_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list { /* a list's head, and the link in each member. All zero: an empty list, a link in no list */
	struct list *next, *prev;
};

static inline void list_init(struct list *head)
{
	head->next = head->prev = head;
}

static inline bool list_empty(const struct list *head)
{
	return !head->next || head->next == head;
}

/* The first link; the head itself if there is none. */
static inline struct list *list_first(struct list *head)
{
	return head->next ? head->next : head;
}

static inline void list_append(struct list *head, struct list *link)
{
	if (!head->next)
		list_init(head);
	link->prev = head->prev;
	link->next = head;
	head->prev->next = link;
	head->prev = link;
}

/* Does nothing for a link that stands in no list. */
static inline void list_remove(struct list *link)
{
	if (!link->next)
		return;
	link->prev->next = link->next;
	link->next->prev = link->prev;
	link->next = link->prev = NULL;
}

/* The struct whose field `member` the pointer leads to: from a link to the struct that is linked. */
#define container_of(pointer, type, member) ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

#endif
