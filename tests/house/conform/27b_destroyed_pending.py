# Rule 27: a task whose memory goes while it waits is reported.
import asyncio
import gc
from virtual import run, say, sleep_ms

reports = 0


def report(loop, context):
    global reports
    reports += "destroyed but it is pending" in context["message"]


async def wait(event):
    say("waits")
    await event.wait()


async def owner():
    event = asyncio.Event()
    task = asyncio.create_task(wait(event))
    await sleep_ms(10)
    say(f"returns, done: {task.done():d}")


async def async_main():
    asyncio.get_running_loop().set_exception_handler(report)
    await owner()
    gc.collect()


run(async_main())
say(f"reports: {reports}")
