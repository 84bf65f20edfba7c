"""rate_limiter.py - the twin of rate_limiter.c."""
import asyncio


class RateLimiter:
    def __init__(self, rate, burst):
        self.interval = 1 / rate
        self.burst = burst / rate
        self.next = float("-inf")

    async def wait(self):
        now = asyncio.get_running_loop().time()
        self.next = max(self.next, now - self.burst) + self.interval
        await asyncio.sleep(self.next - now)


async def call(number, limiter, begin):
    await limiter.wait()
    print(f"{asyncio.get_running_loop().time() - begin:.1f} s: call {number}")


async def call_often():
    limiter = RateLimiter(rate=10, burst=3)
    begin = asyncio.get_running_loop().time()
    await asyncio.gather(*(call(number, limiter, begin) for number in range(8)))


asyncio.run(call_often())
