# Rule 6: the kernel counts in milliseconds, and what is given to it is rounded up: rounded down, a nap on
# the real clock would end in a busy loop of turns that find nothing due.
import asyncio
import selectors

turns = 0


class Counting(selectors.DefaultSelector):
    def select(self, timeout=None):
        global turns
        turns += 1
        return super().select(timeout)


async def async_main():
    for us in 300, 1000, 2500, 4999:
        before = turns
        await asyncio.sleep(us / 1e6)
        print(f"{us} us: {turns - before} turns")


with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(Counting())) as runner:
    runner.run(async_main())
