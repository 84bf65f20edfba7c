/* still.c - replaces live.c where the loop cannot wait for an fd, and so not for a key: nothing moves, and
 * the end of the lunch is shown. */
#include "demo/restaurant/view.h"

bool live_show(struct view *view)
{
	(void)view;
	return true;
}
