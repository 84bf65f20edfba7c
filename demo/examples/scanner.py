"""scanner.py - the twin of scanner.c."""
import asyncio
import sys


async def probe(host, port, limit):
    async with limit:
        try:
            async with asyncio.timeout(1):
                _, writer = await asyncio.open_connection(host, port)
        except (ConnectionError, TimeoutError):
            return False
        writer.close()
        return True


async def scan(host, first, last):
    limit = asyncio.Semaphore(100)
    async with asyncio.TaskGroup() as group:
        probes = {
            port: group.create_task(probe(host, port, limit))
            for port in range(first, last + 1)
        }
    for port, task in probes.items():
        if task.result():
            print(f"port {port} is open")


asyncio.run(scan(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
