# Rule 18: gather's results stand in the order of its arguments; it raises the first error at once, and the
# others run on.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ms, error):
    await sleep_ms(ms)
    say(f"{ms} ends")
    if error:
        raise error
    return ms * ms


async def async_main():
    tasks = [asyncio.create_task(work(ms, None)) for ms in (30, 10, 20)]
    results = await asyncio.gather(*tasks)
    say(f"results: {results[0]} {results[1]} {results[2]}")
    errors = None, ConnectionResetError(), ValueError()
    tasks = [asyncio.create_task(work(ms, error)) for ms, error in zip((30, 10, 20), errors)]
    err = await catch(asyncio.gather(*tasks))
    say(f"gather: {status_name(err)}, running: {sum(not t.done() for t in tasks)}")
    await sleep_ms(30)
    say(f"running: {sum(not t.done() for t in tasks)}, {tasks[0].result()}")


run(async_main())
