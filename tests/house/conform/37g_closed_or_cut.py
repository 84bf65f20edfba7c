# Rule 37: who reads what is closed meanwhile is at the end; what was cut stays cut, however often one reads.
import asyncio
import socket
import struct
from virtual import run, say, status_name


async def serve(reader, writer):
    if await reader.read(1):
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.close()


async def read_twice(reader):
    for _ in range(2):
        try:
            say("data" if await reader.read(1) else "end")
        except OSError as error:
            say(status_name(error))


async def async_main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    for i in range(2):
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        task = asyncio.create_task(read_twice(reader))
        await asyncio.sleep(0)
        if i == 0:
            writer.close()
        else:
            writer.write(b"!")
        await task
        writer.close()
    server.close()
    await server.wait_closed()


run(async_main())
