# Rule 26: when main ends, run() cancels all tasks that are left, and lets their cleanup end before it does.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name

tasks = []


async def work(i):
    say(f"{i} begins")
    err = await catch(sleep_ms(50))
    await sleep_ms(10 * i)
    say(f"{i}, after its cleanup: {status_name(err)}")


async def async_main():
    for i in range(3):
        tasks.append(asyncio.create_task(work(i)))
    await sleep_ms(20)
    say("main ends")


run(async_main())
