# Rule 37: too long a line is an error. It is gone, if its end has come; or else all is gone that has come.
import asyncio
from virtual import run, say


async def serve(reader, writer):
    writer.write(b"12345678\n123456789\nshort\n")
    await reader.read(1)
    writer.write(b"123456789")
    await reader.read(1)
    writer.write(b"more\n")
    writer.close()


async def async_main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname(), limit=8)
    for i in range(6):
        try:
            line = await reader.readline()
        except ValueError:
            line = b"too long"
        say(line.decode().rstrip("\n"))
        if line == b"too long" or line.startswith(b"s"):
            writer.write(b"!" if i >= 2 else b"")
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


run(async_main())
