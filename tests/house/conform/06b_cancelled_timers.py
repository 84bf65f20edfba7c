# Rule 6: cancelled timers do not pile up until their time comes (asyncio drops them when they are more than
# half of more than a hundred, this loop at once).
import asyncio
from virtual import run, say, sleep_ms


def fire(ms):
    say(f"due at {ms}")


async def async_main():
    loop = asyncio.get_running_loop()
    later = []
    for i in range(200):
        later.append(loop.call_later((100 + i) / 1000, fire, 100 + i))
    say(f"{len(loop._scheduled)} timers")
    for i in range(200):
        if i % 50:
            later[i].cancel()
    await sleep_ms(0)
    say(f"{len(loop._scheduled)} timers")
    await sleep_ms(300)
    say("done")


run(async_main())
