"""crawler.py - the twin of crawler.c."""
import asyncio
import sys

import little_http as aiohttp


class Crawl:
    def __init__(self, session):
        self.session = session
        self.queue = asyncio.Queue()
        self.seen = set()

    def visit(self, url):
        if url not in self.seen:
            self.seen.add(url)
            self.queue.put_nowait(url)

    async def fetch(self, url):
        async with self.session.get(url) as response:
            for link in await response.json():
                self.visit(link)

    async def work(self):
        while True:
            url = await self.queue.get()
            try:
                await self.fetch(url)
                print(f"{url}: fetched")
            except (aiohttp.ClientError, TimeoutError) as error:
                print(f"{url}: {error}")
            self.queue.task_done()


async def crawl(url):
    async with aiohttp.ClientSession(raise_for_status=True) as session, asyncio.TaskGroup() as group:
        self = Crawl(session)
        self.visit(url)
        workers = [group.create_task(self.work()) for _ in range(5)]
        await self.queue.join()
        for worker in workers:
            worker.cancel()


asyncio.run(crawl(sys.argv[1]))
