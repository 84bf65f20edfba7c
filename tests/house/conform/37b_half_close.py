# Rule 37: write_eof ends one direction behind what was written; the other goes on.
import asyncio
from virtual import run, say


async def serve(reader, writer):
    every = 0
    while some := await reader.read(80):
        every += len(some)
    say(f"the end, behind {every}")
    writer.write(b"answer")
    writer.close()


async def async_main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"question")
    writer.write_eof()
    some = await reader.readexactly(6)
    say(some.decode())
    some = await reader.read(80)
    say(f"read {len(some)}")
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


run(async_main())
