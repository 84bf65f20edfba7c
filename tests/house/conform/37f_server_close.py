# needs 3.12
# Rule 37: a server that closes takes nobody in any more, and waits for those who are there.
import asyncio
from virtual import run, say, sleep_ms


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line)
    say("served")
    writer.close()


async def drain(server):
    server.close()
    await server.wait_closed()
    say("closed")


async def ask(reader, writer, line):
    writer.write(f"{line}\n".encode())
    answer = await reader.readline()
    say(answer.decode().rstrip("\n"))


async def async_main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    at = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*at)
    await ask(reader, writer, "before")
    drains = asyncio.create_task(drain(server))
    for _ in range(5):
        await sleep_ms(0)
    try:
        await asyncio.open_connection(*at)
        say("let in")
    except ConnectionRefusedError:
        say("refused")
    await ask(reader, writer, "after")
    writer.close()
    await writer.wait_closed()
    await drains


run(async_main())
