# Rule 26: what a cleanup creates while run ends may be awaited by it; nobody waits for what is not: it has a few turns
# more, and never goes on after that.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name

tasks = []


async def late():
    for i in range(20):
        say(f"late: turn {i}")
        await sleep_ms(0)


async def sleeper():
    say("sleeper begins")
    await sleep_ms(5)
    say("sleeper wakes")
    await sleep_ms(1000)
    say("sleeper wakes again")


async def helper():
    await sleep_ms(10)
    say("helper ends")


async def work():
    err = await catch(sleep_ms(50))
    say(f"work: {status_name(err)}")
    for coroutine in sleeper, helper:
        tasks.append(asyncio.create_task(coroutine()))
    await tasks[-1]
    tasks.append(asyncio.create_task(late()))
    say("work, after its cleanup")


async def async_main():
    tasks.append(asyncio.create_task(work()))
    await sleep_ms(20)
    say("main ends")
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)


run(async_main())
say("run ends")
