"""virtual.py - what the Python half of each pair needs: asyncio's own event loop on a clock that jumps, and
the words of conform.h. Nothing of asyncio is replaced but its clock and its sleep in the selector."""

import asyncio
import selectors


class Clock(selectors.DefaultSelector):
    """Time stands still while anybody is ready. It jumps to the next deadline when nobody is, unless a real
    fd is watched: then the selector really waits for that. (The rule of loop/loop.c.)"""

    now = 0.0

    def select(self, timeout=None):
        sleeps = timeout is None or timeout > 0
        only_the_loops_own_pipe = len(self.get_map()) == 1
        if timeout is None or not only_the_loops_own_pipe:
            return super().select(None if sleeps else 0)
        events = super().select(0)
        if sleeps and not events:
            Clock.now += timeout
        return events


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__(Clock())

    def time(self):
        return Clock.now


def run(main):
    """asyncio.run(main) on the virtual clock."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


def say(words):
    """Prints a line that begins with the time, in whole milliseconds."""
    print(f"{round(Clock.now * 1000):4d} ms  {words}", flush=True)


async def sleep_ms(ms):
    await asyncio.sleep(ms / 1000)


def spend(ms):
    """Works for so long without an await."""
    Clock.now += ms / 1000


STATUS_NAMES = {
    "NoneType": "ok",
    "CancelledError": "cancelled",
    "TimeoutError": "timeout",
    "ValueError": "invalid request",
    "ConnectionResetError": "disconnected",
    "OSError": "system error",
    "QueueShutDown": "closed",
}


def status_name(error):
    """The C side's name of an exception, or of None."""
    return STATUS_NAMES[type(error).__name__]


async def catch(awaitable):
    """AWAIT_CATCH_ALL: the outcome as a value."""
    try:
        await awaitable
    except BaseException as error:
        return error


def task_result(task):
    """The outcome of a task that is done."""
    return asyncio.CancelledError() if task.cancelled() else task.exception()
