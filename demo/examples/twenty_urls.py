"""twenty_urls.py - the twin of twenty_urls.c."""
import asyncio
import sys

import little_http as aiohttp


async def fetch(url, session, five):
    async with five:
        try:
            async with session.get(url) as response:
                body = await response.read()
                print(f"{url}: {response.status}, {len(body)} bytes")
        except (aiohttp.ClientError, TimeoutError) as error:
            print(f"{url}: {error}")


async def fetch_all(urls):
    five = asyncio.Semaphore(5)
    async with aiohttp.ClientSession(timeout=2) as session:
        tasks = [asyncio.create_task(fetch(url, session, five)) for url in urls]
        await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(fetch_all(sys.argv[1:]))
