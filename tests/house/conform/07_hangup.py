# Rule 7: that the other end is gone makes an fd readable and writable, whatever was waited for; the call
# that follows then tells what is the matter.
import asyncio
import errno
import os
from virtual import catch, run, say, sleep_ms, status_name


async def wait_for_fd(fd, bits):
    loop = asyncio.get_running_loop()
    ready = loop.create_future()
    add, remove = loop.add_reader, loop.remove_reader
    if bits == "writer":
        add, remove = loop.add_writer, loop.remove_writer
    add(fd, lambda: ready.done() or ready.set_result(None))
    err = await catch(ready)
    remove(fd)
    say(f"{bits}: {status_name(err)}")


async def async_main():
    empty, full = os.pipe(), os.pipe()
    os.set_blocking(full[1], False)
    try:
        while os.write(full[1], bytes(1024)):
            pass
    except BlockingIOError:
        pass
    reader = asyncio.create_task(wait_for_fd(empty[0], "reader"))
    writer = asyncio.create_task(wait_for_fd(full[1], "writer"))
    for _ in range(3):
        await sleep_ms(0)
    say("close the writing end")
    os.close(empty[1])
    for _ in range(3):
        await sleep_ms(0)
    say("close the reading end")
    os.close(full[0])
    for _ in range(3):
        await sleep_ms(0)
    reader.cancel()
    writer.cancel()
    say(f"read: {len(os.read(empty[0], 1))}")
    try:
        os.write(full[1], b"!")
    except OSError as error:
        say(f"write: {errno.errorcode[error.errno]}")
    await sleep_ms(0)


run(async_main())
