"""costs.py - asyncio's prices for what bench-costs measures: a line "KEY NS" for each: CPU time, the
median of the rounds."""
import asyncio, random, statistics, time

CREW, TURNS, ROUNDS = 1000, 20, 5


async def timed(start, turns, operations):
    """Lets the tasks that `start` creates run for so many turns."""
    tasks = start()
    await asyncio.sleep(0)
    began = time.process_time_ns()
    for _ in range(turns):
        await asyncio.sleep(0)
    ns = (time.process_time_ns() - began) / operations
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return ns


async def yield_for_ever():
    while True:
        await asyncio.sleep(0)


def switch(size, turns):
    return timed(lambda: [asyncio.create_task(yield_for_ever()) for _ in range(size)], turns, size * turns)


async def nothing():
    pass


async def awaits(make):
    thing, count = make(), CREW * TURNS
    await asyncio.sleep(0)
    began = time.process_time_ns()
    for _ in range(count):
        await (thing or nothing())
    return (time.process_time_ns() - began) / count


async def create():
    began = time.process_time_ns()
    for _ in range(TURNS):
        await asyncio.gather(*[asyncio.create_task(nothing()) for _ in range(CREW)])
    return (time.process_time_ns() - began) / (CREW * TURNS)


async def survive(stop):
    while not stop:
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            pass


async def cancel():
    stop = []
    tasks = [asyncio.create_task(survive(stop)) for _ in range(CREW)]
    await asyncio.sleep(0)
    began = time.process_time_ns()
    for _ in range(TURNS):
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0)
    ns = (time.process_time_ns() - began) / (CREW * TURNS)
    stop.append(True)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks)
    return ns


handed = 0


async def share(semaphore):
    global handed
    while True:
        async with semaphore:
            handed += 1


async def hand_over():
    global handed
    semaphores = [asyncio.Semaphore(0) for _ in range(CREW // 2)]
    tasks = [asyncio.create_task(share(s)) for s in semaphores for _ in range(2)]
    await asyncio.sleep(0)
    for semaphore in semaphores:
        semaphore.release()  # now that both of a pair wait for it
    handed, began = 0, time.process_time_ns()
    while handed < CREW * TURNS:
        await asyncio.sleep(0)
    ns = (time.process_time_ns() - began) / handed
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return ns


def pending():
    loop = asyncio.get_running_loop()
    return loop, [loop.call_later(60 + random.random(), nothing) for _ in range(CREW)]


async def start_cancel():
    loop, others = pending()
    count = CREW * TURNS
    began = time.process_time_ns()
    for _ in range(count):
        loop.call_later(random.random(), nothing).cancel()
    ns = (time.process_time_ns() - began) / count
    for other in others:
        other.cancel()
    return ns


async def start_fire():
    """Deadlines that are due already: the thousand that fire in this turn start the thousand of the next."""
    loop, fired = asyncio.get_running_loop(), 0

    def fire():
        nonlocal fired
        fired += 1
        loop.call_at(loop.time(), fire)

    handles = [loop.call_at(loop.time(), fire) for _ in range(CREW)]
    began = time.process_time_ns()
    while fired < CREW * TURNS:
        await asyncio.sleep(0)
    ns = (time.process_time_ns() - began) / fired
    del handles
    return ns


COSTS = {
    "turn": lambda: switch(1, CREW),
    "switch-few": lambda: switch(10, CREW),
    "switch": lambda: switch(CREW, TURNS),
    "await": lambda: awaits(lambda: None),
    "finished": lambda: awaits(lambda: asyncio.create_task(nothing())),
    "create": create,
    "cancel": cancel,
    "semaphore": hand_over,
    "start-cancel": start_cancel,
    "start-fire": start_fire,
}

for key, cost in COSTS.items():
    print(key, statistics.median(asyncio.run(cost()) for _ in range(ROUNDS)), flush=True)
