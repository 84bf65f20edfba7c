# Rule 2: call_soon is a queue, and what a callback queues runs in the next turn: a b main a'.
import asyncio
from virtual import run, say, sleep_ms


def call(name, then):
    say(name)
    if then:
        asyncio.get_running_loop().call_soon(call, then, None)


async def async_main():
    loop = asyncio.get_running_loop()
    loop.call_soon(call, "a", "a'")
    loop.call_soon(call, "b", None)
    await sleep_ms(0)
    say("main")
    await sleep_ms(0)
    say("done")


run(async_main())
