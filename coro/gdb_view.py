"""gdb_view.py - what the workers do, read from a program's memory: of one that runs, or of its core file.

Nothing here calls a function of the program or writes to it. ps() and tree() print what coro/dump.c prints
from inside, byte for byte: whoever changes one of them changes the other (tests/test_gdb.c compares them)."""
import bisect
import gdb

NEW, READY, RUNNING, WAITING, DONE = range(5)
STATES = "new", "ready", "running", "waiting", "done"
FOREVER = 2 ** 63 - 2  # see clock_after

def the(name):
    """A global of the program. (An expression would find a local variable of that name first.)"""
    symbol = gdb.lookup_global_symbol(name)
    if symbol is None:
        raise gdb.GdbError("no %s here: is this a program of this library, built with -g?" % name)
    return symbol.value()


def ms(ns):
    return "%.3f" % (ns / 1e6)


def text(pointer):
    return pointer.string("utf-8", "replace")


def pad(words, width):
    """As C pads, which counts bytes."""
    return words + " " * (width - len(words.encode()))


def container(address, type_name, member):
    """C's container_of: the struct whose member lies at this address."""
    kind = gdb.lookup_type("struct " + type_name)
    return gdb.Value(int(address) - kind[member].bitpos // 8).cast(kind.pointer()).dereference()


def members(head, type_name, member="link"):
    """Those who stand in a list."""
    link = head["next"]
    while link != head.address:
        yield container(link, type_name, member)
        link = link["next"]


def function(pointer):
    """The name of the function that a pointer points to, or None."""
    block = gdb.block_for_pc(int(pointer)) if int(pointer) else None
    return block.function.name if block and block.function else None

# ---- what a worker waits for, in words: as the describe functions of the program tell it ----

def describe_sleep(waiter):
    ns = int(container(waiter, "sleep", "wait")["ns"])
    return "a timer, %d.%03d ms" % (ns // 1000000, ns // 1000 % 1000)


def describe_task(waiter):
    task = container(waiter, "task_wait", "wait")["end"]["task"]
    return "task %d %s" % (task["id"], text(task["name"]))


def describe_set(waiter):
    return "tasks, %d running" % container(waiter, "task_set", "wait")["nrunning"]


def describe_io(waiter):
    wait = container(waiter, "io_wait", "wait")
    what = "a client" if wait["io"]["listens"] else "readable" if int(wait["bits"]) & 1 else "writable"
    return "connection %d, %s" % (wait["io"]["id"], what)


TELLERS = {f.__name__: f for f in (describe_sleep, describe_task, describe_set, describe_io)}


class Site:
    """A place in the source."""
    def __init__(self, pointer):
        self.file, self.func, self.what = (text(pointer[f]) for f in ("file", "func", "what"))
        self.line = int(pointer["line"])

    def __str__(self):
        return "%s:%d %s" % (self.file, self.line, self.func)


class Worker:
    """A struct task, read."""
    def __init__(self, value):
        self.value, self.address = value, int(value.address)
        self.id, self.state, self.resumes = (int(value[f]) for f in ("id", "state", "resumes"))
        self.name, self.spawned = text(value["name"]), Site(value["spawned"])
        self.since = int(value["since"])
        self.leaf, self.waiter = value["leaf"], value["waiting"]

    def __str__(self):
        return "task %d (%s)" % (self.id, self.name)

    def is_running(self):
        """Now, not when it was read: is it this worker still, and does it run?"""
        return int(self.value["id"]) == self.id and int(self.value["state"]) == RUNNING

    def frames(self):
        """Innermost first: (pointer to its struct coro, the await it stands at or None)."""
        coro = self.leaf
        while int(coro):
            yield coro, Site(coro["at"]) if int(coro["at"]) else None
            coro = coro["parent"]

    def asks(self):
        """The innermost await outside of the library; if there is none, the outermost (coro/ledger.c)."""
        found = None
        for _, at in self.frames():
            if found and not found.file.startswith(("coro/", "http/")):
                break
            found = at or found
        return found

    def where(self):
        return str(self.asks() or "created %s" % self.spawned)

    def waits_for(self):
        if not int(self.waiter):
            return "-"
        kind = self.waiter["kind"]
        tell = TELLERS.get(function(kind["describe"]))
        words = tell(self.waiter) if tell else text(kind["what"])
        return words.encode()[:127].decode("utf-8", "replace")

    def doing(self):
        words = STATES[self.state]
        return words + " for " + self.waits_for() if int(self.waiter) else words

    def askers(self):
        """The addresses of the tasks that wait for the end of this one."""
        waiters = [link["waiter"] for link in members(self.value["watchers"], "task_link")]
        return [int(waiter["task"]) for waiter in waiters if int(waiter) and int(waiter["task"])]


class World:
    """All workers at this moment, and who awaits whom."""
    def __init__(self):
        self.loop = the("loop")
        self.now = int(self.loop["now"])
        self.record = int(self.loop["record"]) != 0
        self.workers = [Worker(task) for task in members(the("task_all"), "task", "all")]
        self.by_address = {worker.address: worker for worker in self.workers}
        self.askers = {w: [self.by_address[a] for a in w.askers() if a in self.by_address] for w in self.workers}

    def awaited(self, worker):
        """Whom this one waits for, in order of creation."""
        return [other for other in self.workers if worker in self.askers[other]]

    def timers(self):
        """(due, order of arrival, struct timer, worker or None), unsorted. A timer is a worker's if it lies
        in his innermost frame, or if it is a timeout around one of his awaits."""
        leaves = sorted((int(w.leaf), w.id, w) for w in self.workers if int(w.leaf))
        for entry in (self.loop["timers"]["heap"][i] for i in range(int(self.loop["timers"]["count"]))):
            timer = entry["timer"].dereference()
            worker = None
            if function(timer["fire"]) == "time_is_up":
                worker = self.by_address.get(int(container(timer.address, "timeout", "timer")["task"]))
            place = bisect.bisect(leaves, (int(timer.address), FOREVER)) - 1
            if worker is None and place >= 0:
                start, _, owner = leaves[place]
                worker = owner if int(timer.address) < start + int(owner.leaf["size"]) else None
            yield int(entry["due"]), int(entry["seq"]), timer, worker

    def find(self, words):
        """The worker with this number or this name; of "Bob: salad" Bob is enough."""
        for worker in self.workers:
            if words in (str(worker.id), worker.name, worker.name.split(":")[0]):
                return worker
        raise gdb.GdbError("no worker \"%s\" is alive; co ps lists those who are" % words)


def ps(world):
    left = {}
    for due, _, _, worker in world.timers():
        if due < FOREVER:
            left[worker] = min(due, left.get(worker, FOREVER))
    yield "now %s ms" % ms(world.now - int(world.loop["record_start"]))
    yield "  ID  NAME             STATE       SINCE      LEFT RESUMES%s  %-26s WHERE" % (
        "       RUN     READY      WAIT" if world.record else "", "WAITS FOR")
    for w in world.workers:
        row = "%4d  %s %-7s %9s %9s %7d" % (w.id, pad(w.name, 16), STATES[w.state], ms(world.now - w.since),
                                            ms(left[w] - world.now) if w in left else "-", w.resumes)
        if world.record:
            row += "".join(" %9s" % ms(int(w.value["spent"][state])) for state in (RUNNING, READY, WAITING))
        yield "%s  %s %s" % (row, pad(w.waits_for(), 26), w.where())


def tree(world):
    begun, ended = set(), set()

    def branch(worker, indent):
        again = ": a ring" if worker in begun - ended else ", see above" if worker in ended else ""
        yield "%*s%s, created at %s:%d, %s%s" % (indent, "", worker, worker.spawned.file, worker.spawned.line,
                                                 worker.doing(), again)
        if again:
            return
        begun.add(worker)
        for _, at in reversed(list(worker.frames())):
            indent += 2
            if at:
                yield "%*s%s: await %s" % (indent, "", at, at.what)
        for other in world.awaited(worker):
            yield from branch(other, indent + 2)
        ended.add(worker)

    for worker in world.workers:
        if not world.askers[worker]:
            yield from branch(worker, 0)
    for worker in world.workers:
        if worker not in begun:
            yield from branch(worker, 0)


def why(world, worker):
    """Above it those who wait for it, below it whom it waits for."""
    above, below = [], []
    asker = worker
    while world.askers[asker]:
        asker = world.askers[asker][0]
        if asker is worker or asker in above:
            break
        above.insert(0, asker)

    def down(awaiting, path):
        for other in world.awaited(awaiting):
            below.append((other, len(path), other in path))
            if other not in path:
                down(other, path + [other])

    down(worker, [worker])
    lines = [(w, i - len(above), False) for i, w in enumerate(above)] + [(worker, 0, False)] + below
    for w, depth, ring in lines:
        arrow = "=> " if w is worker and not ring else "   "
        indent = "  " * (depth + len(above))
        yield "%s%s%s is %s, %s%s" % (arrow, indent, w, w.doing(), w.where(), ": a ring" if ring else "")


def bt(worker):
    yield "%s is %s" % (worker, worker.doing())
    for level, (_, at) in enumerate(worker.frames()):
        yield "#%-3d%s" % (level, "%s: await %s" % (at, at.what) if at else "(runs, or has not awaited yet)")


def argument_type(at, thunk):
    """A pointer to the frame of the coroutine at this place. At -O2 that may have become a part of its thunk."""
    for symbol in gdb.lookup_static_symbols(at.func) + [gdb.lookup_global_symbol(at.func)]:
        if symbol and symbol.symtab.filename.endswith(at.file):
            return symbol.type.fields()[0].type
    for pc in range(thunk, gdb.block_for_pc(thunk).end):
        block = gdb.block_for_pc(pc)
        while block:
            if block.function and block.function.name == at.func:
                return next(symbol.type for symbol in block if symbol.is_argument)
            block = block.superblock
    return None


def fields(worker, level):
    frames = list(worker.frames())
    if level >= len(frames) or not frames[level][1]:
        raise gdb.GdbError("%s has no such frame, or it stands at no await; co bt shows them" % worker)
    coro, at = frames[level]
    kind = argument_type(at, int(worker.value["fn"]))
    if kind is None:
        raise gdb.GdbError("the compiler has left nothing of %s" % at.func)
    frame = coro.cast(kind).dereference()
    yield "%s: await %s" % (at, at.what)
    for field in frame.type.fields():
        yield "  %s = %s" % (field.name, frame[field.name].format_string(max_depth=1))


def timers(world):
    if not int(world.loop["timers"]["count"]):
        yield "no timer is set"
    for due, _, timer, worker in sorted(world.timers(), key=lambda t: t[:2]):
        when = "in %s ms" % ms(due - world.now) if due < FOREVER else "never"
        yield "%s  %s  %s" % (pad(when, 18), pad(function(timer["fire"]) or "?", 16), worker or "-")


def fds(world):
    shown = 0
    for w in world.workers:
        if not int(w.waiter) or function(w.waiter["kind"]["describe"]) != "describe_io":
            continue
        io = container(w.waiter, "io_wait", "wait")["io"]
        fd, ready = int(io["watch"]["fd"]), int(io["watch"]["ready"])
        shown += fd >= 0
        words = [word for bit, word in ((1, "READ"), (2, "WRITE"), (4, "HUP")) if ready & bit]
        yield "%s  %s  ready: %s  %s" % ("fd %-4d" % fd if fd >= 0 else "memory ", pad(w.waits_for(), 26),
                                          pad(" ".join(words) or "-", 14), w)
    watched = int(world.loop["watched"])
    yield "%d fds are watched; nobody waits for %d of them" % (watched, watched - shown)
