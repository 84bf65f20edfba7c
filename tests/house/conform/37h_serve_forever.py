# needs 3.12: wait_closed waits
# Rule 37: closing ends serve_forever, as by a cancel; and several may wait until the server is closed.
import asyncio
from virtual import catch, run, say, status_name


async def serve(reader, writer):
    await reader.read(1)
    say("served")
    writer.close()


async def drain(server):
    server.close()
    await server.wait_closed()
    say("closed")


async def async_main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    forever = asyncio.create_task(server.serve_forever())
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    await asyncio.sleep(0)
    drains = [asyncio.create_task(drain(server)) for _ in range(2)]
    await asyncio.sleep(0)
    writer.close()
    await asyncio.gather(*drains)
    say(f"forever: {status_name(await catch(forever))}")


run(async_main())
