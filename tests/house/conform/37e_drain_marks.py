# Rule 37: to drain waits only when more than 64 KiB are queued, and then until no more than 16 KiB are.
import asyncio
from virtual import run, say, sleep_ms

may_read = asyncio.Event()


async def serve(reader, writer):
    reader._transport.pause_reading()  # as a server here, which reads only when it is asked to
    await may_read.wait()
    reader._transport.resume_reading()
    while await reader.read(4096):
        pass
    writer.close()


# Until the kernel takes no more, even after a while.
async def fill(writer):
    queued = writer.transport.get_write_buffer_size
    while not queued():
        while not queued():
            writer.write(bytes(65536))
        for _ in range(20):
            await sleep_ms(0)


async def async_main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    low, high = writer.transport.get_write_buffer_limits()
    await fill(writer)
    writer.write(bytes(high - writer.transport.get_write_buffer_size()))
    await writer.drain()
    say("at the mark: at once")
    writer.write(b"!")
    drains = asyncio.create_task(writer.drain())
    for _ in range(5):
        await sleep_ms(0)
    say(f"above it: {'at once' if drains.done() else 'waits'}")
    may_read.set()
    await drains
    say(f"until few are left: {writer.transport.get_write_buffer_size() <= low}")
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


run(async_main())
