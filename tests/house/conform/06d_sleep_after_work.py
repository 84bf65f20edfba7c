# Rule 6: the loop sleeps until the next deadline, counted from when it goes to sleep: work that took longer than
# another's sleep does not make that longer still.
import asyncio
import time

WORK_MS, OTHER_MS, OWN_MS, SLACK_MS = 400, 300, 350, 200


def ms():
    return time.monotonic() * 1000


def block():
    begin = ms()
    while ms() - begin < WORK_MS:
        pass


async def other(begin):
    await asyncio.sleep(OTHER_MS / 1000)
    late = ms() - begin - WORK_MS
    print(f"the other's sleep is over when the work is: {late < SLACK_MS:d}")


async def busy():
    block()
    await asyncio.sleep(OWN_MS / 1000)
    print("one's own is over")


async def async_main():
    begin = ms()
    tasks = [asyncio.create_task(other(begin)), asyncio.create_task(busy())]
    for task in tasks:
        await task


asyncio.run(async_main())
