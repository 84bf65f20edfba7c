# needs 3.13: QueueShutDown, and an uncancel that takes a request back
"""random.py - the random programs of tests/lib/program.h on CPython's asyncio: the same draws, the same operations, the
same trace. One second of the loop's clock stands for a microsecond, so that all sums of times are exact."""
import asyncio
import sys
from programs import OPERATIONS, WORKERS, NumberedTask, Program, hash_of
from virtual import Clock, VirtualLoop, status_name

CATCHES_ERRORS, CATCHES_ALL = 2, 3
PATIENCE = 1 << 23
SEEDS = 1000


# ---- the operations: each is called with the program, its worker, itself, and the operations inside of a block ----


async def nap(p, w, op):
    await asyncio.sleep(op.us)


async def pass_on(p, w, op):
    await asyncio.sleep(0)


async def spend(p, w, op):
    Clock.now += op.us


class BadStatus(Exception):
    pass


class BadPayload(Exception):
    pass


async def fail(p, w, op):
    raise BadStatus if op.what % 2 else BadPayload


def spawn_next(p, group):
    if not p.waiting_to_start or (group and group._aborting):
        return -1
    w = p.waiting_to_start.pop(0)
    w.task = (group or asyncio).create_task(run_body(p, w, 0, len(w.ops)))
    p.spawned.append(w.task)
    return w.number


async def spawn(p, w, op):
    return spawn_next(p, w.group)


async def cancel(p, w, op):
    whom = op.what % len(p.workers)
    return int(p.spawned[whom].cancel()) if whom < len(p.spawned) else -1


async def uncancel(p, w, op):
    return w.task.uncancel()


async def lock(p, w, op, inside):
    async with p.semaphores[op.thing]:
        p.trace(f"{w.number} has a permit")
        await inside()


async def set_event(p, w, op):
    p.events[op.thing].set()


async def clear(p, w, op):
    p.events[op.thing].clear()


async def wait_event(p, w, op):
    await p.events[op.thing].wait()


async def put(p, w, op):
    await p.queues[op.thing].put(w.number * OPERATIONS + w.ops.index(op))


async def get(p, w, op):
    return await p.queues[op.thing].get()


async def shut(p, w, op):
    p.queues[op.thing].shutdown(op.count % 2 == 1)


async def await_worker(p, w, op):
    if later := p.spawned[w.number + 1 :]:
        await later[op.what % len(later)]


async def shield_worker(p, w, op):
    if later := p.spawned[w.number + 1 :]:
        await asyncio.shield(later[op.what % len(later)])


def collect(p, w, op):
    return [p.spawned[i] for i in range(w.number + 1, len(p.spawned)) if op.what >> i & 1]


async def gather(p, w, op):
    await asyncio.gather(*collect(p, w, op))


async def gather_outcomes(p, w, op):
    await asyncio.gather(*collect(p, w, op), return_exceptions=True)


async def wait(p, w, op):
    mode = [asyncio.ALL_COMPLETED, asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION][op.count % 3]
    done, _ = await asyncio.wait(collect(p, w, op), timeout=op.us or None, return_when=mode)
    return sum(1 << p.spawned.index(task) for task in done)


async def as_completed(p, w, op):
    count = 0
    timeout = op.us if op.us and not p.spends else None  # tests/lib/program_ops.c says why
    for following in asyncio.as_completed(collect(p, w, op), timeout=timeout):
        error = await outcome(following)
        p.trace(f"{w.number} next: {name(error)}")
        count += 1
        if isinstance(error, asyncio.CancelledError):
            raise error
    return count


async def timeout(p, w, op, inside):
    async with asyncio.timeout(op.some_us):
        await inside()


async def wait_for(p, w, op, inside):
    await asyncio.wait_for(inside(), op.some_us)


async def group(p, w, op, inside):
    outer = w.group
    async with asyncio.TaskGroup() as w.group:
        try:
            await inside()
        finally:
            w.group = outer


class Kind:
    def __init__(self, name, weight, run, is_block=False, always=False):
        self.name, self.weight, self.run, self.is_block, self.always = name, weight, run, is_block, always


# As in tests/lib/program_ops.c.
KINDS = [
    Kind("nap", 6, nap),
    Kind("yield", 8, pass_on, always=True),
    Kind("spend", 2, spend),
    Kind("fail", 3, fail),
    Kind("spawn", 4, spawn, always=True),
    Kind("cancel", 8, cancel, always=True),
    Kind("uncancel", 2, uncancel),
    Kind("lock", 10, lock, is_block=True),
    Kind("set", 5, set_event),
    Kind("clear", 2, clear),
    Kind("wait-event", 6, wait_event),
    Kind("put", 9, put),
    Kind("get", 9, get),
    Kind("shut", 1, shut),
    Kind("await", 5, await_worker),
    Kind("shield", 4, shield_worker),
    Kind("gather", 4, gather),
    Kind("gather-outcomes", 3, gather_outcomes),
    Kind("wait", 4, wait),
    Kind("as-completed", 4, as_completed),
    Kind("timeout", 5, timeout, is_block=True),
    Kind("wait-for", 4, wait_for, is_block=True),
    Kind("group", 6, group, is_block=True),
]


# ---- running ----


async def outcome(awaitable):
    try:
        await awaitable
    except BaseException as error:
        return error


def name(error):
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    own = {BadStatus: "bad status", BadPayload: "bad payload"}
    return own.get(type(error)) or status_name(error)


async def run_body(p, w, at, to):
    while at < to:
        op, error, value, inside = w.ops[at], None, -1, []
        words = f"{w.number}.{at} {op.kind.name}"
        p.trace(words)
        at += 1
        if op.kind.is_block:
            end = min(to, at + op.count + 1)
            inside = [lambda start=at, end=end: run_body(p, w, start, end)]
            at = end
        try:
            value = await op.kind.run(p, w, op, *inside)
            value = -1 if value is None else value
        except BaseException as caught:
            error = caught
        p.trace(f"{words}: {name(error)} {value} cancels {w.task.cancelling()}")
        cancelled = isinstance(error, asyncio.CancelledError)
        if error and op.catches != CATCHES_ALL and (cancelled or op.catches != CATCHES_ERRORS):
            raise error


async def conduct(p):
    for _ in range(p.at_start):
        spawn_next(p, None)
    for round in range(1 + WORKERS * OPERATIONS):
        p.trace(f"round {round}")
        await asyncio.sleep(PATIENCE)
        if not sum([task.cancel() for task in p.spawned]):
            break
    for number, task in enumerate(p.spawned):
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        p.trace(f"{number} ended: {name(error)} cancels {task.cancelling()}")


def trace_of(seed):
    """The trace of this seed's program."""
    Clock.now = 0.0
    NumberedTask.created = 0
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        loop = runner.get_loop()
        loop._clock_resolution = 0.5  # its own would vanish in sums of such large numbers
        loop.set_task_factory(lambda loop, coro, **more: NumberedTask(coro, loop=loop, **more))
        loop.set_exception_handler(lambda loop, context: None)  # errors that nobody retrieved
        program = Program(seed, KINDS)
        runner.run(conduct(program))
    return "".join(program.lines)


if len(sys.argv) == 2:
    print(trace_of(int(sys.argv[1])), end="")
else:
    first, count = map(int, sys.argv[1:] or (1, SEEDS))
    for seed in range(first, first + count):
        print(seed, hash_of(trace_of(seed)))
