# gdb_view.py - what the workers do, read from a program's memory: of one that runs, or of its core file.
#
# Nothing here calls a function of the program or writes to it. ps_all() and tree() print what coro/watch/dump.c prints
# from inside, byte for byte: whoever changes one of them changes the other (tests/house/gdb.sh compares them).
import bisect
import re

import gdb
from gdb_memory import (DONE, READY, RUNNING, WAITING, Frame, Site, container, frames, function, is_library, members,
                        started_as, static_of, text, the)

STATES = "new", "ready", "running", "waiting", "done"
FOREVER = 2 ** 63 - 2  # see clock_after
WIDTH = 110


def ms(ns):
    return "%.3f" % (ns / 1e6)


def pad(words, width):
    """As C pads, which counts bytes."""
    return words + " " * (width - len(words.encode()))


# ---- what a worker waits for, in words: as the describe functions of the program tell it ----

def describe_sleep(wait, user):
    ns = int(container(wait, "nap", "wait", user)["ns"])
    return "a timer, %d.%03d ms" % (ns // 1000000, ns // 1000 % 1000)


def describe_task(wait, user):
    task = container(wait, "end_wait", "wait", user)["end"]["task"]
    return "task %d %s" % (task["id"], text(task["name"]))


def describe_set(wait, user):
    return "tasks, %d running" % container(wait, "task_set", "wait", user)["nrunning"]


def describe_io(wait, user):
    wait = container(wait, "io_wait", "wait", user)
    what = "a client" if wait["io"]["listens"] else "readable" if int(wait["bits"]) & 1 else "writable"
    return "connection %d, %s" % (wait["io"]["id"], what)


def describe_drain(wait, user):
    conn = container(wait, "drain", "wait", user)["c"]
    return "connection %d, room for %d bytes" % (conn["stream"]["io"]["id"], conn["out_end"] - conn["out_begin"])


TELLERS = {f.__name__: f for f in (describe_sleep, describe_task, describe_set, describe_io, describe_drain)}

# Whose wait a timer ends that lies in no frame of the library's: by the function that fires.
ENDERS = {"time_is_up": lambda timer: container(timer.address, "timeout", "timer", timer["fire"])["task"],
          "stop_waiting": lambda timer: container(timer.address, "task_set", "timer", timer["fire"])["wait"]["task"]}


class Worker:
    """A struct task, read."""
    def __init__(self, value):
        self.value, self.address = value, int(value.address)
        self.id, self.state, self.resumes = (int(value[f]) for f in ("id", "state", "resumes"))
        self.name, self.spawned = text(value["name"]), Site(value["spawned"])
        self.since = int(value["since"])
        self.wait, self.frames = value["waiting"], list(frames(value))  # outermost first

    def __str__(self):
        return "task %d (%s)" % (self.id, self.name)

    def is_running(self):
        """Now, not when it was read: is it this worker still, and does it run?"""
        now = self.value.address.dereference()  # gdb keeps of a value what it has read
        return int(now["id"]) == self.id and int(now["state"]) == RUNNING

    def asks(self):
        """The innermost await outside of the library; if there is none, the outermost (coro/watch/ledger.c)."""
        found = None
        for frame in self.frames:
            if frame.at and not (found and is_library(frame.at.file)):
                found = frame.at
        return found

    def where(self):
        return str(self.asks() or "created %s" % self.spawned)

    # How long it ran, was ready, and has waited: that lies below its arguments, if a record was open at its creation.
    def times(self):
        if not self.value["is_timed"] or self.state == DONE:
            return 0, 0, 0
        spent = self.value["args"].cast(gdb.lookup_type("struct task_times").pointer())[-1]["spent"]
        return [int(spent[state]) for state in (RUNNING, READY, WAITING)]

    def waits_for(self):
        if not int(self.wait):
            return "-"
        kind = self.wait["kind"]
        tell = TELLERS.get(function(kind["describe"]))
        words = tell(self.wait, kind["describe"]) if tell else text(kind["what"])
        return words.encode()[:127].decode("utf-8", "replace")

    def doing(self):
        words = STATES[self.state]
        return words + " for " + self.waits_for() if int(self.wait) else words

    def askers(self):
        """The addresses of the tasks that wait for the end of this one."""
        waits = [link["wait"] for link in members(self.value["watchers"], "task_link")]
        return [int(wait["task"]) for wait in waits if int(wait) and int(wait["task"])]


class World:
    """All workers at this moment, and who awaits whom."""
    def __init__(self):
        self.loop = the("loop")
        self.now = int(self.loop["now"])  # gdb.py knows it better, in a process that sleeps
        self.workers = [Worker(task) for task in members(the("task_all"), "task", "all")]
        self.by_address = {worker.address: worker for worker in self.workers}
        self.askers = {w: [self.by_address[a] for a in w.askers() if a in self.by_address] for w in self.workers}

    def awaited(self, worker):
        """Whom this one waits for, in order of creation."""
        return [other for other in self.workers if worker in self.askers[other]]

    def timers(self):
        """(due, struct timer, worker or None), in the order in which they fire. A timer is a worker's if it lies
        in its innermost frame, or if it ends one of its awaits."""
        leaves = sorted((int(w.frames[-1].coro), w.id, w) for w in self.workers if w.frames)
        heap = (self.loop["timers"]["heap"][i] for i in range(int(self.loop["timers"]["count"])))
        for entry in sorted(heap, key=lambda entry: (int(entry["due"]), int(entry["seq"]))):
            timer = entry["timer"].dereference()
            ends = ENDERS.get(function(timer["fire"]))
            worker = self.by_address.get(int(ends(timer))) if ends else None
            place = bisect.bisect(leaves, (int(timer.address), FOREVER)) - 1
            if worker is None and place >= 0:
                start, _, owner = leaves[place]
                worker = owner if int(timer.address) < start + owner.frames[-1].size else None
            yield int(entry["due"]), timer, worker

    def find(self, words):
        """The worker with this number or this name; of "Bob: salad" Bob is enough."""
        for worker in self.workers:
            if words in (str(worker.id), worker.name, worker.name.split(":")[0]):
                return worker
        raise gdb.GdbError("no worker \"%s\" is alive; co ps lists those who are" % words)


def time_left(world):
    """In words, of each worker's wait: until the first of its timers."""
    left = {worker: due for due, _, worker in reversed(list(world.timers())) if due < FOREVER}
    return {w: ms(left[w] - world.now) if w in left else "-" for w in world.workers}


def fit(words, width):
    return words if len(words) <= width else words[:width - 3] + "..."


def ps(world):
    """In 100 columns: without the counts, and of a path only the file."""
    left = time_left(world)
    yield "now %s ms" % ms(world.now - int(world.loop["record_start"]))
    yield " ID  NAME         STATE       SINCE      LEFT  WAITS FOR               WHERE"
    for w in world.workers:
        row = "%3d  %s %-7s %9.9s %9.9s  %s" % (w.id, pad(fit(w.name, 12), 12), STATES[w.state], ms(world.now - w.since), left[w],
                                            pad(fit(w.waits_for(), 23), 23))
        yield fit("%s %s" % (row, re.sub("[^ ]*/", "", w.where())), 100)


def ps_all(world):
    left = time_left(world)
    yield "now %s ms" % ms(world.now - int(world.loop["record_start"]))
    yield "  ID  NAME             STATE       SINCE      LEFT RESUMES%s  %-26s WHERE" % (
        "       RUN     READY      WAIT" if world.loop["record"] else "", "WAITS FOR")
    for w in world.workers:
        row = "%4d  %s %-7s %9s %9s %7d" % (w.id, pad(w.name, 16), STATES[w.state], ms(world.now - w.since),
                                            left[w], w.resumes)
        if world.loop["record"]:
            row += "".join(" %9s" % ms(spent) for spent in w.times())
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
        for frame in worker.frames:
            indent += 2
            if frame.at:
                yield "%*s%s" % (indent, "", frame.tell())
        for other in world.awaited(worker):
            yield from branch(other, indent + 2)
        ended.add(worker)

    for worker in world.workers:
        if not world.askers[worker]:
            yield from branch(worker, 0)
    for worker in world.workers:
        if worker not in begun:
            yield from branch(worker, 0)


def draw(lines):
    """Lines between parents and children, in place of the blanks before each."""
    lines = list(lines)
    depths = [(len(line) - len(line.lstrip())) // 2 for line in lines]
    for i, line in enumerate(lines):
        bars = []
        for depth in range(1, depths[i] + 1):
            later = next((d for d in depths[i + 1:] if d <= depth), 0)
            bars.append(("│ " if later == depth else "  ") if depth < depths[i] else "├─" if later == depth else "└─")
        yield "".join(bars) + line.lstrip()


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


def trace(number):
    """The latest error of the task with this number, which may have ended: its words and its way (coro/error.c)."""
    errors, count = static_of("latest", "coro_raise"), int(static_of("next", "coro_raise"))
    kept = errors.type.range()[1] + 1
    for error in (errors[(count - back) % kept] for back in range(1, min(kept, count) + 1)):
        if int(error["task"]) == number and int(error["status"]):
            break
    else:
        raise gdb.GdbError("no error of task %d is known" % number)
    yield ("task %d: %s: %s" % (number, error["status"], text(error["text"]))).rstrip(": ")
    length, shown = int(error["length"]), error["way"].type.range()[1] + 1
    for i, at in enumerate(Site(error["way"][i]) for i in range(min(length, shown))):
        yield "  %s: %s" % (at, "await " + at.what if at.what else "raised again" if i else "raised")
    if length > shown:
        yield "  ... %d more" % (length - shown)


def shorten(line):
    return line if len(line) <= WIDTH else line[:WIDTH - 5].rpartition(",")[0] + ", ..."


def chain(worker):
    """Innermost first: its frames, and for each its line. Only of the arguments that a task was started with is a copy
    kept: a coroutine that is resumed is passed its own anew."""
    start, arguments = started_as(worker.value)
    for frame in reversed(worker.frames):
        is_started = frame is worker.frames[0] and frame.func == start
        yield frame, frame.tell(arguments if is_started else "")


def bt(worker):
    yield "%s is %s" % (worker, worker.doing())
    for level, (frame, line) in enumerate(chain(worker)):
        yield "#%-3d%s" % (level, line)
        yield from (shorten("      " + field) for field in frame.fields(1))
    start, arguments = started_as(worker.value)
    if start and (not worker.frames or worker.frames[0].func != start):
        yield "    started as %s%s" % (start, arguments)


def choose(worker, level):
    """One frame; the debugger's own variable $my is then what `my` is in its function."""
    if not 0 <= level < len(worker.frames):
        raise gdb.GdbError("%s has no such frame; co bt shows them" % worker)
    frame = worker.frames[::-1][level]
    gdb.set_convenience_variable("my", frame.my())
    return frame


def look_into(worker, level):
    """One frame, with more of its fields."""
    frame = choose(worker, level)
    yield list(chain(worker))[level][1]
    yield "  coro = %s" % frame.coro.dereference()
    yield from ("  " + field for field in frame.fields(2))


def timers(world):
    if not int(world.loop["timers"]["count"]):
        yield "no timer is set"
    for due, timer, worker in world.timers():
        when = "in %s ms" % ms(due - world.now) if due < FOREVER else "never"
        yield "%s  %s  %s" % (pad(when, 18), pad(function(timer["fire"]) or "?", 16), worker or "-")


def fds(world):
    shown = 0
    for w in world.workers:
        if not int(w.wait) or function(w.wait["kind"]["describe"]) != "describe_io":
            continue
        io = container(w.wait, "io_wait", "wait", w.wait["kind"]["describe"])["io"]
        fd, ready = int(io["watch"]["fd"]), int(io["watch"]["ready"])
        shown += fd >= 0
        words = [word for bit, word in ((1, "READ"), (2, "WRITE"), (4, "HUP")) if ready & bit]
        yield "%s  %s  ready: %s  %s" % ("fd %-4d" % fd if fd >= 0 else "memory ", pad(w.waits_for(), 26),
                                          pad(" ".join(words) or "-", 14), w)
    watched = int(world.loop["watched"])
    yield "%d fds are watched; nobody waits for %d of them" % (watched, watched - shown)


# ---- how gdb's own print shows them (print/r: as they are) ----

PRINTERS = {"slice": lambda v: '"%s"' % v["at"].string("utf-8", "replace", length=int(v["len"])) if int(v["at"]) else "none",
            "coro": lambda v: Frame(v).tell() if int(v["fn"]) else "none", "timer": lambda v: tell_timer(v)}


def tell_timer(timer):
    due = int(the("loop")["timers"]["heap"][int(timer["place"]) - 1]["due"]) if int(timer["place"]) else FOREVER
    when = "in %s ms" % ms(due - int(the("loop")["now"])) if due < FOREVER else "never"
    return "%s (%s)" % (when, function(timer["fire"])) if int(timer["place"]) else "not set"


class Shown:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        return PRINTERS[self.value.type.strip_typedefs().tag](self.value)


gdb.pretty_printers.append(lambda value: Shown(value) if value.type.strip_typedefs().tag in PRINTERS else None)
