# Rule 28: in debug mode a step of 100 ms or more is reported; what is slow can be set.
import asyncio
import logging
import re
from virtual import run, say, sleep_ms, spend

slow = []


def report(record):
    took = re.search(r"took ([\d.]+) seconds", record.getMessage())
    if took:
        slow.append(round(float(took[1]) * 1000))
    return False


async def work(ms, more):
    spend(ms)
    await sleep_ms(0)
    spend(more)


async def async_main():
    loop = asyncio.get_running_loop()
    logging.getLogger("asyncio").addFilter(report)
    loop.set_debug(True)
    await asyncio.create_task(work(100, 99))
    await asyncio.create_task(work(75, 75))
    await asyncio.create_task(work(10, 150))
    loop.slow_callback_duration = 0.05
    await asyncio.create_task(work(75, 49))
    say("done")
    for ms in slow:
        say(f"ran {ms} ms")


run(async_main())
