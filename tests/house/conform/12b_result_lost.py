# Rule 12b: a cancel that comes after the result, but before the waiter ran, wins: the waiter does not get
# the result, which stays with the task that made it.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def compute(event):
    await sleep_ms(10)
    event.set()  # main is ready now, and so before the consumer
    return 42


async def consume(task):
    say(f"consumed {await task}")


async def async_main():
    event = asyncio.Event()
    computer = asyncio.create_task(compute(event))
    consumer = asyncio.create_task(consume(computer))
    await event.wait()
    say(f"computed: {computer.done():d}, cancel: {consumer.cancel():d}")
    err = await catch(consumer)
    say(f"consumer: {status_name(err)}")
    say(f"result: {await computer}")


run(async_main())
