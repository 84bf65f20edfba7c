# Rule 23: who is cancelled with a permit already granted passes it on to the next.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(i, permits):
    err = await catch(permits.acquire())
    say(f"{i}: {status_name(err)}")


async def async_main():
    permits = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(work(i, permits)) for i in range(4)]
    await sleep_ms(10)
    tasks[0].cancel()
    permits.release()
    tasks[1].cancel()
    await sleep_ms(10)
    permits.release()
    tasks[3].cancel()
    await asyncio.gather(*tasks)
    say(f"locked: {permits.locked():d}")


run(async_main())
