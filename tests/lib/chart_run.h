/* chart_run.h - build/chart, run by a test, and the file in which it may draw. */
#ifndef TESTS_LIB_CHART_RUN_H
#define TESTS_LIB_CHART_RUN_H

#include "demo/chart/chart.h"
#include "tests/lib/process.h"

#include <stdlib.h>
#include <unistd.h>

static struct process chart;
static char svg_path[] = "/tmp/test_chart.XXXXXX";

static inline int begin_chart(void **state)
{
	int fd = mkstemp(svg_path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static inline int end_chart(void **state)
{
	unlink(svg_path);
	return process_kill_all(state);
}

#endif
