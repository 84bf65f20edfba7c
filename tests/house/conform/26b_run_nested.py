# Rule 26: run() inside of run() is refused.
import asyncio
from virtual import run, say, sleep_ms


async def inner():
    say("inner runs")
    await sleep_ms(10)


def refuses(main):
    try:
        asyncio.run(main)
    except RuntimeError:
        main.close()
        return True
    return False


async def async_main():
    await sleep_ms(10)
    say(f"inside of run: refused {refuses(inner()):d}")


run(async_main())
