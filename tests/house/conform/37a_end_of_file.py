# Rule 37: at the end of the file a line is what is left of it, and then nothing, as often as one asks.
import asyncio
from virtual import run, say


async def serve(reader, writer):
    writer.write(b"first\nrest")
    writer.close()


async def async_main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for _ in range(4):
        line = await reader.readline()
        say(f"line of {len(line)}")
    some = await reader.read(80)
    say(f"read {len(some)}")
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


run(async_main())
