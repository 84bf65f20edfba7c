# Rule 14: each cancel is delivered once, so a second one hits the await inside the cleanup.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def clean_up():
    say("cleaning up")
    err = await catch(sleep_ms(100))
    say(f"cleanup: {status_name(err)}")
    await sleep_ms(10)
    say("cleaned up")
    if err:
        raise err


async def work():
    err = await catch(sleep_ms(100))
    say(f"work: {status_name(err)}")
    await clean_up()
    say("not reached")


async def async_main():
    task = asyncio.create_task(work())
    await sleep_ms(10)
    task.cancel()
    await sleep_ms(10)
    task.cancel()
    err = await catch(task)
    say(f"worker: {status_name(err)}, cancelling: {task.cancelling()}")


run(async_main())
