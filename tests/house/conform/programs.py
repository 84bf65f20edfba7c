"""programs.py - draws the random programs of random.py from their seeds, as tests/lib/program.c does."""
import asyncio
from virtual import Clock

WORKERS, OPERATIONS, THINGS, ROOM = 7, 10, 2, 2
BITS = (1 << 64) - 1


class Draws:
    """splitmix64."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = z = self.state + 0x9E3779B97F4A7C15 & BITS
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & BITS
        z = (z ^ z >> 27) * 0x94D049BB133111EB & BITS
        return z ^ z >> 31

    def __call__(self, below):
        return self.next() % below


class Operation:
    def __init__(self, draw, kinds):
        at = draw(sum(kind.weight for kind in kinds))
        for self.kind in kinds:
            if at < self.kind.weight:
                break
            at -= self.kind.weight
        self.what = draw(256)
        self.thing = int(draw(4) == 0)
        self.count = draw(4)
        self.catches = draw(4)
        self.us = 1 if draw(4) else 0
        self.us *= 1 + draw(1 << 20)
        self.some_us = self.us or 1 + self.what


class Worker:
    def __init__(self, draw, kinds, number):
        self.number = number
        self.group = self.task = None
        self.ops = []
        for _ in range(1 + draw(OPERATIONS - 1)):
            self.ops.append(Operation(draw, kinds))


class Program:
    def __init__(self, seed, all_kinds):
        draw = Draws(seed)
        self.lines = []
        chosen = draw.next()
        kinds = [kind for i, kind in enumerate(all_kinds) if chosen >> i & 1 or kind.always]
        count = 3 + draw(WORKERS - 2)
        self.at_start = count - draw(1 + count // 2)
        self.semaphores, self.events, self.queues = [], [], []
        for _ in range(THINGS):
            self.semaphores.append(asyncio.Semaphore(1 + draw(1 + draw(3))))
            self.events.append(asyncio.Event())
            self.queues.append(asyncio.Queue(1 + draw(1 + draw(ROOM))))
        self.workers = [Worker(draw, kinds, i) for i in range(count)]
        self.spends = any(op.kind.name == "spend" for w in self.workers for op in w.ops)
        self.waiting_to_start = list(self.workers)
        self.spawned = []

    def trace(self, words):
        self.lines.append(f"{int(Clock.now)} {words}\n")


class NumberedTask(asyncio.Task):
    """Sets of these are in order of creation: so small numbers are their own places in the set's table."""

    created = 0

    def __init__(self, *args, **kwargs):
        self.number = NumberedTask.created
        NumberedTask.created += 1
        super().__init__(*args, **kwargs)

    def __hash__(self):
        return self.number


def hash_of(text):
    """FNV-1a."""
    hash = 0x811C9DC5
    for byte in text.encode():
        hash = (hash ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{hash:08x}"
