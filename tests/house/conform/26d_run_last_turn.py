# Rule 26: who is ready when main ends still has its turn, before those who are left are cancelled.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name

tasks = []


async def work(i):
    say(f"{i} begins")
    err = await catch(sleep_ms(10 * i))
    say(f"{i}: {status_name(err)}")


async def async_main():
    tasks.append(asyncio.create_task(work(0)))
    await sleep_ms(0)
    tasks.append(asyncio.create_task(work(1)))
    say("main ends")


run(async_main())
