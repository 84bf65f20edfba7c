/* still.c - in the place of restaurant_live.c where no fd can be waited for, and so no key: nothing moves,
 * and what is shown is the end. */
#include "demo/restaurant/view.h"

bool live_show(struct view *view)
{
	(void)view;
	return true;
}
