# Rule 33: who waits for a condition has put the lock down, and goes on with it; a cancel waits for the lock, too.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name

stock = 0


async def take(i, changed):
    global stock
    async with changed:
        while stock == 0:
            await changed.wait()
            say(f"{i} looks, locked: {changed.locked():d}, stock {stock}")
        stock -= 1
        await sleep_ms(5)


async def work(i, changed):
    err = await catch(take(i, changed))
    say(f"{i}: {status_name(err)}")


async def async_main():
    global stock
    changed = asyncio.Condition()
    tasks = [asyncio.create_task(work(i, changed)) for i in range(5)]
    await sleep_ms(10)
    await changed.acquire()
    say("the lock was free")
    stock = 1
    changed.notify(1)
    tasks[1].cancel()
    await sleep_ms(10)
    changed.release()
    await sleep_ms(10)
    async with changed:
        stock = 2
        changed.notify(1)
        tasks[2].cancel()
    await sleep_ms(20)
    async with changed:
        changed.notify_all()
        stock = 9
    await asyncio.gather(*tasks)


run(async_main())
