# Rule 13: who catches errors does not catch a cancel: it passes, through the exits of all blocks, and nothing behind the
# await runs. An error of its own is caught, and the task goes on.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def fail():
    await sleep_ms(10)
    raise TimeoutError


class Block:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *raised):
        say(f"leaves: {status_name(raised[1])}")


async def work():
    try:
        await fail()
    except Exception as err:
        say(f"caught: {status_name(err)}")
    async with Block():
        try:
            await sleep_ms(100)
            err = None
        except Exception as caught:
            err = caught
        say(f"went on: {status_name(err)}")
    say("went on")


async def async_main():
    task = asyncio.create_task(work())
    await sleep_ms(50)
    task.cancel()
    err = await catch(task)
    say(f"worker: {status_name(err)}")


run(async_main())
