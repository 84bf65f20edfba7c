# Rule 31: to_thread: others run while the thread works; its error is raised; a cancel ends the wait, not the thread.
import asyncio
import threading
from virtual import catch, run, say, status_name

gate = threading.Semaphore(0)
ended = threading.Semaphore(0)


def square(number):
    gate.acquire()
    ended.release()
    if number == 0:
        raise OSError
    return number * number


async def work(number):
    squared = 0

    async def call():
        nonlocal squared
        squared = await asyncio.to_thread(square, number)

    err = await catch(call())
    say(f"{number}: {status_name(err)}, {squared}")


async def async_main():
    for number in 7, 0:
        task = asyncio.create_task(work(number))
        await asyncio.sleep(0)
        say("others run")
        gate.release()
        await task
        ended.acquire()
    task = asyncio.create_task(work(8))
    await asyncio.sleep(0)
    task.cancel()
    await task
    say("the thread still works")
    gate.release()
    ended.acquire()


run(async_main())
