# gdb_loop.py - the supervisor, shown: its turn and the phase it is in, who is ready, the next deadline, the fds; and who
# stands in one line. Reads only, as gdb_view.py does.
import gdb
import gdb_stop as stop
from gdb_memory import container, function, symbol_of
from gdb_view import FOREVER, choose, fds, ms

PHASES = ("sleeps until something happens", "wait_for_events("), ("runs who is ready", "run_ready("), (
    "wakes whose time has come", "timers_fire(")


# Each with its line of loop_run_once, and an arrow at the one that it is in.
def phases():
    turn, frame = symbol_of("loop_run_once"), stop.outward(gdb.newest_frame(), lambda f: f.name() == "loop_run_once")
    now, path = frame.find_sal().line if frame else 0, turn.symtab.filename
    lines = gdb.execute("list %s:%d,%d" % (path, turn.line, turn.line + 20), to_string=True).splitlines()
    for words, call in PHASES:
        number, code = next((line.split(None, 1) for line in lines if call in line), ("0", call))
        yield "%s %-30s  %s:%s  %s" % ("=>" if int(number) == now else "  ", words, path, number, code.split("/*")[0].rstrip())


# Who stands in it, in order: tasks, and else what is called.
def queue(world, handle):
    names = []
    while int(handle):
        who = world.by_address.get(int(container(handle, "task", "handle").address))
        called = function(handle["run"])
        names.append(str(who) if called == "task_step" and who else called or "?")
        handle = handle["next"]
    return ", ".join(names) or "nobody"


def loop(world):
    state = world.loop
    clock = "virtual" if int(state["is_virtual"]) else "real"
    yield "turn %d, %s ms on the %s clock" % (int(state["turn"]), ms(world.now - int(state["record_start"])), clock)
    yield from phases()
    yield "runs now:         %s" % (stop.worker_running() or "the supervisor")
    yield "then, this turn:  " + queue(world, state["turns"])
    yield "in the next one:  " + queue(world, state["ready"])
    due, timer, worker = next(world.timers(), (FOREVER, None, None))
    when = "in %s ms, %s" % (ms(due - world.now), worker or function(timer["fire"])) if due < FOREVER else "none"
    yield "next deadline:    " + when
    yield from fds(world)


# ---- a line in which several wait ----

# The workers before this one in its line, first come first: of a semaphore, an event, a queue.
def places(world, worker):
    if not worker.frames or worker.frames[-1].func != "wait_queue_join" or not int(worker.wait):
        return None
    join, before = symbol_of("wait_queue_join").value().address, []
    link = container(worker.wait, "wait_place", "wait", join)["link"]
    while True:
        link = link["prev"].dereference()
        task = container(link.address, "wait_place", "link", join)["wait"]["task"]
        other = world.by_address.get(int(task))
        if other is None or other in before or other is worker:
            return before[::-1]
        before.append(other)


# Who has come further in the same coroutine, by the blocks that are open: into the one for which this worker waits.
def holders(world, worker):
    asks = next((f for f in reversed(worker.frames) if f.at and f.at.what.startswith(("semaphore_acquire(", "lock_acquire("))), None)
    return [other for other in world.workers for f in other.frames
            if asks and other is not worker and int(f.coro["fn"]) == int(asks.coro["fn"]) and f.coro["open"] > asks.coro["open"]]


def line(world, worker):
    before = places(world, worker)
    if before is None:
        return
    yield "   before it in line: %s" % (", ".join(map(str, before)) or "nobody")
    inside = holders(world, worker)
    if inside:
        yield "   inside, by their place in the same coroutine: %s" % ", ".join(map(str, inside))


# ---- where a worker sleeps ----

# The source around the await of one of its frames, with an arrow; $my is then what `my` is there.
def where(worker, level):
    if level is None:
        level = next((i for i, f in enumerate(worker.frames[::-1]) if f.at is worker.asks()), 0)
    frame = choose(worker, level)
    at = frame.at or worker.spawned
    yield "%s is %s: %s" % (worker, worker.doing(), "frame %d, %s" % (level, at) if frame.at else "created %s" % at)
    for line in gdb.execute("list %s:%d,%d" % (at.file, max(1, at.line - 4), at.line + 4), to_string=True).splitlines():
        yield ("=> " if line.startswith("%d\t" % at.line) else "   ") + line
