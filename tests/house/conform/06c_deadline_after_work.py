# Rule 6: a deadline counts from the moment in which it is asked for, however long the turn has worked before.
import asyncio
import time

WORK_MS, OTHER_MS, OWN_MS = 400, 300, 350


def ms():
    return time.monotonic() * 1000


def block():
    begin = ms()
    while ms() - begin < WORK_MS:
        pass


async def other(begin):
    await asyncio.sleep(OTHER_MS / 1000)
    print(f"the other's lasts: {ms() - begin >= OTHER_MS:d}")


async def busy():
    block()
    begin = ms()
    await asyncio.sleep(OWN_MS / 1000)
    took = ms() - begin
    print(f"one's own lasts from the work on: {took >= OWN_MS:d}")


async def async_main():
    begin = ms()
    tasks = [asyncio.create_task(other(begin)), asyncio.create_task(busy())]
    for task in tasks:
        await task


asyncio.run(async_main())
