# Rule 20: as_completed gives results in the order in which they come; an error is raised in its turn, and
# the loop may go on.
import asyncio
from virtual import run, say, sleep_ms, status_name


async def work(ms, error):
    await sleep_ms(ms)
    say(f"{ms} ends")
    if error:
        raise error
    return ms


async def async_main():
    errors = None, ConnectionResetError(), None, None
    tasks = [asyncio.create_task(work((40, 20, 30, 10)[i], errors[i])) for i in range(4)]
    for task in asyncio.as_completed(tasks):
        try:
            say(f"taken: {await task}")
        except ConnectionResetError as err:
            say(f"taken: {status_name(err)}")
        await sleep_ms(25)


run(async_main())
