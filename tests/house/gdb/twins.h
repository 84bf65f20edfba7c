/* twins.h - what workers.c starts of twins.c. */
#ifndef TESTS_HOUSE_GDB_TWINS_H
#define TESTS_HOUSE_GDB_TWINS_H

#include "coro/task.h"

async twins(void);

#endif
