# gdb_stop.py - where the program stops: in whose turn, at whose pauses; and what a stop costs, which is no time.
#
# Three variables of the program are written: co_filter, by which it tests itself whether to stop; loop_watcher, so that it
# makes the test; and loop.clock_offset.
import os
import re
import sys
import time

import gdb
import gdb_view as view
from gdb_memory import is_library, the

EVENTS = {"start": 1, "suspend": 2, "resume": 4, "done": 8}
OURSELVES = "/proc/self/cmdline"
# An editor talks to gdb through the output (gdb --interpreter=mi): it must miss nothing.
is_editor = os.path.exists(OURSELVES) and re.search(rb"\0--?i(nterpreter)?[=\0](mi|dap)", open(OURSELVES, "rb").read())


def write(value, number):
    size = value.type.sizeof
    gdb.selected_inferior().write_memory(int(value.address), number.to_bytes(size, sys.byteorder, signed=number < 0))


def is_alive():
    return gdb.selected_inferior().pid != 0 and gdb.selected_thread() is not None


def is_live():
    """A process, and not a core file."""
    connection = gdb.selected_inferior().connection
    return is_alive() and connection is not None and connection.type != "core"


# A process, and one of a program of this library.
def is_ours():
    return is_live() and gdb.lookup_global_symbol("co_filter") is not None


# ---- where we are ----

def worker_running():
    running = the("task_running")
    return view.Worker(running.dereference()) if int(running) else None


def is_coroutine(frame):
    """Between ASYNC and ASYNC_END each function has a variable hook_."""
    return has_local(frame, "hook_")


def has_local(frame, name):
    try:
        return gdb.lookup_symbol(name, frame.block())[0] is not None
    except (RuntimeError, gdb.error):
        return False


def outward(frame, accept):
    while frame and not accept(frame):
        frame = frame.older()
    return frame


def file_of(frame):
    table = frame.find_sal().symtab
    return table.filename.removeprefix("./") if table else ""


def is_optimized(frame):
    """gcc says so itself. Of others: without -O each variable has a place in memory."""
    if re.search(" -O[1-3sg]", gdb.execute("info source", to_string=True)):
        return True
    hook = frame.read_var("hook_")
    return hook.is_optimized_out or hook.address is None


def select_user():
    """Selects the coroutine that asked: the innermost that is not the library's. If there is none, the innermost."""
    newest = gdb.newest_frame()
    asks = outward(newest, lambda f: is_coroutine(f) and not is_library(file_of(f)))
    (asks or outward(newest, is_coroutine) or newest).select()


def show(what=""):
    """One line for the place, and the line of the source."""
    frame = gdb.selected_frame()
    path, line = file_of(frame), frame.find_sal().line
    print("%s%s, %s:%d %s" % (worker_running() or "the supervisor", what, path, line, frame.name()))
    if line:
        gdb.execute("list %s:%d,%d" % (path, line, line))


# ---- stops inside of the program's own filter ----

class Filter:
    """co_filter as it should be: remembered here, so that it outlives the process."""

    def __init__(self):
        self.now, self.here = (0, 0, "", None), None

    def set(self, events, id=0, name="", accept=None):
        """accept: asked about each event and its task, if the program's own filter cannot tell."""
        self.now = events, id, name, accept
        self.store()
        self.here = self.here or Here("co_break_here", internal=True)
        self.here.silent = not is_editor  # which must hear why it stops

    def store(self):
        if is_live():
            fields, (events, id, name, _) = the("co_filter"), self.now
            for event in ("start", "suspend", "resume"):  # only while somebody asks does it hear of these itself
                write(the("loop_watcher")[event], int(the("trace_" + event).address))
            write(fields["events"], events)
            write(fields["id"], id)
            gdb.selected_inferior().write_memory(int(fields["name"].address), name.encode()[:63] + b"\0")


class Here(gdb.Breakpoint):
    def stop(self):
        accept = wanted.now[3]
        return accept is None or bool(accept(int(here("event")), here("t").dereference()))


class AtStart(gdb.Breakpoint):
    """A process that has just begun knows nothing of the filter yet. And it counts: each async_run passes here."""
    count = 0

    def stop(self):
        self.count += 1
        wanted.store()
        return False


wanted = Filter()
starts = AtStart("debug_open", internal=True)
quiet = False  # a command of ours is on the way: it will tell itself


def is_here():
    return is_alive() and gdb.newest_frame().name() == "co_break_here"


def here(variable):
    return gdb.newest_frame().read_var(variable)


def tell():
    """Where the program has stopped."""
    if not is_alive():
        print("The program has ended.")
        return
    event = int(here("event")) if is_here() else 0
    if event == EVENTS["resume"] or event == EVENTS["suspend"]:
        select_user()
        show(" resumes" if event == EVENTS["resume"] else " suspends")
    elif event:
        worker = view.Worker(here("t").dereference())
        print("%s %s, created at %s" % (worker, "is done" if event == EVENTS["done"] else "starts", worker.spawned))
    else:
        show()


def run_until(events):
    """Continues to one of these events of any worker, if nothing else stops us before."""
    before = wanted.now
    wanted.set(events)
    try:
        muted("continue")
    finally:
        wanted.set(*before)


def muted(command):
    """Executes it without a word: what gdb prints at a stop goes past to_string, straight to the output."""
    if is_editor:
        gdb.execute(command, to_string=True)
        return
    gdb.flush()
    output, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        gdb.execute(command, to_string=True)
    finally:
        gdb.flush()
        os.dup2(output, 1)
        os.close(output)
        os.close(nowhere)


def is_thunk(frame):
    """What ASYNC_ENTRY makes. At -O2 a line of the coroutine inside of it may count as its own."""
    return (frame.name() or "").endswith("_task") and frame.older() and frame.older().name() == "task_step"


def inside(name):
    """The frame that the coroutine `name` has called, if we are deeper than that one."""
    frame = gdb.newest_frame()
    if frame.name() == name:
        return None
    callee = outward(frame, lambda f: f.older() is None or f.older().name() == name)
    return callee if callee.older() else None


# ---- a stop costs no time ----

class Clock:
    """Time that passes while the program stands still is taken out of the loop's count."""
    stopped = seen = None

    def stop(self, event=None):
        self.stopped = self.seen = time.monotonic_ns()

    def attached(self):
        """gdb -p has stopped the process before it read this file: not before gdb began, nor the loop's last reading."""
        self.seen = time.monotonic_ns()
        began = float(open("/proc/self/stat").read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        since_boot = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - time.monotonic_ns()
        self.stopped = max(int(began * 1e9) - since_boot, int(the("loop")["now"]) + int(the("loop")["clock_offset"]))

    def now(self):
        """The loop's clock at the stop. loop.now is what the loop has read last, perhaps before a long sleep."""
        loop = the("loop")
        if self.stopped is None or int(loop["is_virtual"]) or not int(loop["is_open"]) or not is_live():
            return int(loop["now"])
        return self.seen - int(loop["clock_offset"])

    def go_on(self, event=None):
        since, self.stopped = self.stopped, None
        if since is None or not is_live():
            return
        try:
            loop = the("loop")
            if int(loop["is_open"]) and not int(loop["is_virtual"]):
                write(loop["clock_offset"], int(loop["clock_offset"]) + time.monotonic_ns() - since)
        except (gdb.MemoryError, gdb.GdbError):
            pass  # another process, which has just begun; or another program

    def leave(self, event=None):
        """It is detached, as at the end of gdb too, and runs on without us."""
        if is_ours():
            wanted.set(0)
            self.go_on()


clock = Clock()
gdb.events.stop.connect(clock.stop)
gdb.events.cont.connect(clock.go_on)
gdb.events.exited.connect(lambda event: setattr(clock, "stopped", None) or setattr(starts, "count", 0))
gdb.events.gdb_exiting.connect(clock.leave)
if is_ours():
    clock.attached()


def on_stop(event):
    if not quiet and is_here():
        tell()


gdb.events.stop.connect(on_stop)


# ---- moving ----

def move(how, needs_process=True):
    global quiet
    if needs_process and not is_live():
        raise gdb.GdbError("the program does not run")
    quiet = True
    try:
        how()
    finally:
        quiet = False
    tell()
