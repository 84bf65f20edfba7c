# Rule 37: so many bytes, or an error that says how many came.
import asyncio
from virtual import run, say


async def serve(reader, writer):
    writer.write(b"abcdef")
    writer.close()


async def async_main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for _ in range(3):
        try:
            some = await reader.readexactly(4)
            say(f"{len(some)} of 4")
        except asyncio.IncompleteReadError as error:
            say(f"only {len(error.partial)} of {error.expected}")
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


run(async_main())
