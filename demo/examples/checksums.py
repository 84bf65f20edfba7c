"""checksums.py - the twin of checksums.c."""
import asyncio
import sys
import zlib


def read_file(path):  # on a thread: it may block
    try:
        with open(path, "rb") as file:
            return f"{zlib.adler32(file.read()):08x}"
    except OSError:
        return "cannot be read"


async def work(files, results):
    while True:
        path = await files.get()
        result = await asyncio.to_thread(read_file, path)
        await results.put((path, result))


async def run_pipeline(paths):
    files = asyncio.Queue()
    results = asyncio.Queue(4)
    for path in paths:
        files.put_nowait(path)
    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(work(files, results)) for _ in range(3)]
        for _ in paths:
            path, result = await results.get()
            print(f"{path}: {result}")
        for worker in workers:
            worker.cancel()


asyncio.run(run_pipeline(sys.argv[1:]))
