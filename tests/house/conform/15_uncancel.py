# needs 3.13
# Rule 15: uncancel() takes one request back; at none left, a cancel that was not delivered yet never is.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def async_main():
    me = asyncio.current_task()

    me.cancel()
    say(f"one request, {me.uncancel()} left")
    err = await catch(sleep_ms(10))
    say(f"sleep: {status_name(err)}")
    me.cancel()
    me.cancel()
    say(f"two requests, {me.uncancel()} left")
    err = await catch(sleep_ms(10))
    say(f"sleep: {status_name(err)}, {me.cancelling()} left")
    say(f"none: {me.uncancel()}, never fewer: {me.uncancel()}")
    err = await catch(sleep_ms(10))
    say(f"sleep: {status_name(err)}")


run(async_main())
