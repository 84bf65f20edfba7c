# Rule 26: the first SIGINT cancels main, which ends through its cleanup; then those who are left, and
# run() tells of it.
import asyncio
import signal
from virtual import catch, run, say, sleep_ms, status_name

tasks = []


async def work(ms):
    err = await catch(sleep_ms(ms))
    say(f"work of {ms}: {status_name(err)}")


async def knock():
    await sleep_ms(10)
    signal.raise_signal(signal.SIGINT)
    say("knocked")


async def async_main():
    tasks.append(asyncio.create_task(work(20)))
    tasks.append(asyncio.create_task(work(90)))
    tasks.append(asyncio.create_task(knock()))
    err = await catch(sleep_ms(50))
    say(f"main: {status_name(err)}")
    await sleep_ms(30)
    say("main, after its cleanup")
    if err:
        raise err


signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    run(async_main())
    say("run: ok")
except KeyboardInterrupt:
    say("run: interrupted")
