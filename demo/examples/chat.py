"""chat.py - the twin of chat.c."""
import asyncio
import sys

BACKLOG = 65536
guests = set()


def tell_others(speaker, line):
    for guest in guests:
        if guest is not speaker and guest.transport.get_write_buffer_size() < BACKLOG:
            guest.write(line)


async def talk(reader, writer):
    guests.add(writer)
    try:
        while line := await reader.readline():
            tell_others(writer, line)
    except (ConnectionError, ValueError):  # a guest who breaks off, or says too much at once, has left
        pass
    finally:
        guests.remove(writer)
        writer.close()


async def chat(port):
    server = await asyncio.start_server(talk, "127.0.0.1", port, limit=512)
    async with server:
        print("listening on port", server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


asyncio.run(chat(int(sys.argv[1]) if len(sys.argv) > 1 else 7777))
