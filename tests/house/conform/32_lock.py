# Rule 32: a lock is handed over in order of arrival; who was called and is cancelled passes it on.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def use(i, lock):
    async with lock:
        say(f"{i} has it")
        await sleep_ms(10)


async def work(i, lock):
    err = await catch(use(i, lock))
    say(f"{i}: {status_name(err)}, locked: {lock.locked():d}")


async def async_main():
    lock = asyncio.Lock()
    say(f"locked: {lock.locked():d}")
    await lock.acquire()
    tasks = [asyncio.create_task(work(i, lock)) for i in range(5)]
    await sleep_ms(10)
    tasks[1].cancel()
    lock.release()
    tasks[0].cancel()
    say(f"handed over, locked: {lock.locked():d}")
    await sleep_ms(15)
    tasks[3].cancel()
    await asyncio.gather(*tasks)
    say(f"locked: {lock.locked():d}")


run(async_main())
