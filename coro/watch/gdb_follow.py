# gdb_follow.py - gdb's own next and step, which know of workers: `next` stays with its worker over an await, whoever
# runs meanwhile; `step` passes what leads from a pause to the loop, and from the loop to a worker.
#
# gdb calls hook-next and hook-step before these commands, whoever gave them (an editor's -exec-next too), and hook-stop
# before it tells of a stop: of one from which hook-stop lets the program go on it tells nobody. So each way below is a
# generator: it yields one command after the other, until the program stands where its reader is to stop.
import re

import gdb
import gdb_stop as stop
from gdb_memory import container, is_library, start_of, the
from gdb_view import ms

PASSED = "drive", "async_run_entry"  # by step
NOTHING = r"\d*[\s}]*(return true;|loop\.turn\+\+;|ASYNC_END;)?\s*"  # to see on this line
OPTIMIZED = "%s is optimized: one line is in several places there, and next would pass awaits. co step goes on"


# Where the await's call returns to: also each time when it has paused again, which is passed.
class Back(gdb.Breakpoint):
    def __init__(self, frame, worker):
        super().__init__("*%d" % frame.pc(), internal=True)
        self.silent, self.worker, self.come = True, worker, False

    def stop(self):
        self.come = self.worker.is_running()
        return self.come


class Follower:
    way, place = None, None  # the command that is being followed, and where it began

    def begin(self, how):
        if stop.quiet:
            return  # one of our own
        self.end()
        if not stop.is_ours():
            return
        worker, newest = stop.worker_running(), gdb.newest_frame()
        self.place = place_of(newest)
        if stop.is_here() and gdb.selected_frame() == newest:  # an editor selects it
            stop.select_user()
        home = stop.outward(gdb.selected_frame() if stop.is_here() else newest, stop.is_coroutine)
        if how == "step":
            self.way = step(worker, newest)
        elif worker and home and (home == newest or stop.is_here()):
            if stop.is_optimized(home):
                raise gdb.GdbError(OPTIMIZED % stop.file_of(home))
            self.way = next_(worker, home.name())

    def end(self):
        way, self.way = self.way, None
        if way:
            way.close()

    def at_stop(self):
        stop.clock.stop()
        if not self.way:
            return
        stop.quiet = True
        try:
            if stop.is_editor:  # one command a stop, in the background: the editor hears of none of them
                command = next(self.way, None) if stop.is_alive() else None
                if command:
                    gdb.execute(command + " &", to_string=True)
                self.way = self.way if command else None
            else:
                go(self.way, self.place)
                self.way = None
        except BaseException:
            self.end()
            raise
        finally:
            stop.quiet = False


def place_of(frame):
    return int(the("task_running")), frame.name()


# To its end, silently; and then tells where that is, and in whose turn: of the place where it began the line is enough.
def go(way, began):
    moved = False
    while stop.is_alive() and (command := next(way, None)):
        stop.muted(command)
        moved = True
    if moved and (not stop.is_alive() or stop.is_here() or place_of(gdb.newest_frame())[0] != began[0]):
        stop.tell()
    elif moved and place_of(gdb.newest_frame()) == began:
        print(line_of(gdb.newest_frame()), end="")
    elif moved:
        print(re.sub("^#0 +", "", gdb.execute("frame", to_string=True)), end="")


# And not stopped by a breakpoint or a signal.
def was_stepped():
    return "after being stepped" in gdb.execute("info program", to_string=True)


# ---- next ----

# After one next: on, until this worker stands at a line of its function, whoever runs in between.
def next_(worker, name):
    while was_stepped():
        deeper = stop.inside(name)
        if not worker.is_running():
            if not (yield from over_the_await(worker, name)):
                return
        elif deeper:  # co break has stopped in co_break_here
            deeper.select()
            yield "finish"
            if gdb.newest_frame().name() != name:
                return
        elif not stop.is_thunk(gdb.newest_frame()):
            return
        yield "next"


# The same from a co break too, from a worker's start, and, line by line as they come, when the compiler optimizes.
def co_next():
    if stop.is_here() and int(stop.here("event")) == stop.EVENTS["start"]:
        yield from first_line()
        return
    worker, frame = stop.worker_running(), stop.outward(gdb.selected_frame(), stop.is_coroutine)
    if not worker or not frame:
        raise gdb.GdbError("no worker runs here: co step goes to the next one")
    name = frame.name()
    deeper = stop.inside(name)
    if deeper:
        deeper.select()
        yield "finish"
    yield "next"
    yield from next_(worker, name)


# From a worker's start to the first line of its coroutine.
def first_line():
    function = start_of(stop.here("t").dereference())[0].function
    yield "tbreak -source %s -function %s" % (function.symtab.filename, function.name)
    yield "continue"


# Continues, and past each breakpoint that a worker only passes again, on its way down to its await: that tells nothing.
def onward():
    yield "continue"
    while not stop.is_here() and the("coro_resuming"):
        yield "continue"


# From its pause to the line behind the await. Breakpoints stop it.
def over_the_await(worker, name):
    paused, before = int(the("loop")["now"]), stop.wanted.now
    stop.wanted.set(stop.EVENTS["resume"] | stop.EVENTS["done"], worker.id)
    back = None
    try:
        yield from onward()
        if not stop.is_here() or int(stop.here("event")) == stop.EVENTS["done"]:
            return False
        stop.wanted.set(stop.EVENTS["done"], worker.id)
        back = Back(stop.inside(name).older(), worker)
        yield from onward()
        if not back.come:
            return False
    finally:
        stop.wanted.set(*before)
        if back:
            back.delete()
    print("[%s has waited %s ms]" % (worker, ms(int(the("loop")["now"]) - paused)))
    return True


# ---- step ----

# Goes on while there is nothing to see: to the loop once the worker has paused or ended, to where a worker goes
# on, to where the loop sleeps; and out of the helpers of the library's coroutines, and of other libraries.
def step(worker, home):
    awaits = stop.has_local(home, "site_")  # then what it calls is a coroutine, or passes one on
    while was_stepped():
        frame = gdb.newest_frame()
        name, path = frame.name(), stop.file_of(frame)
        if stop.worker_running() and (name == "task_step" or stop.is_thunk(frame) or not worker.is_running()):
            stop.outward(frame, lambda f: f.name() == "task_step").select()
            yield "finish"
            yield "next"
        elif name == "task_step":
            yield from into_the_worker(container(frame.read_var("h"), "task", "handle"))
            worker = stop.worker_running()
        elif name == "wait_for_events":
            yield "advance backend_wait"
        elif frame.older() == home and (is_foreign(frame) or is_helper(frame) and not awaits):
            yield "finish"
            yield "step"
        elif name in PASSED or path.startswith(("coro/", "http/", "loop/")) and re.fullmatch(NOTHING, line_of(frame)):
            home, awaits = frame, stop.has_local(frame, "site_")
            yield "step"
        else:
            return


def is_foreign(frame):
    return gdb.current_progspace().solib_name(frame.pc()) is not None


# Of the library's coroutines; but not what asks the world: coro/net/, request_send, try_read and try_write.
def is_helper(frame):
    path = stop.file_of(frame)
    asks_world = path.startswith("coro/net/") or frame.name().startswith(("try_", "request_send"))
    return is_library(path) and not asks_world and not stop.is_coroutine(frame)


# To the first line of its coroutine, or to the innermost await, which is over now.
def into_the_worker(task):
    before = stop.wanted.now
    stop.wanted.set(stop.EVENTS["start"] | stop.EVENTS["resume"], int(task["id"]))
    yield "continue"
    stop.wanted.set(*before)
    if int(stop.here("event")) == stop.EVENTS["start"]:
        yield from first_line()
    else:
        stop.inside(stop.outward(gdb.newest_frame(), stop.is_coroutine).name()).select()
        yield "finish"
        yield "next"


def line_of(frame):
    path, line = stop.file_of(frame), frame.find_sal().line
    return gdb.execute("list %s:%d,%d" % (path, line, line), to_string=True)


class Hook(gdb.Command):
    """gdb calls this itself, before next, step and detach, and at a stop."""

    def __init__(self):
        super().__init__("co-hook", gdb.COMMAND_OBSCURE)
        self.follower = Follower()
        for command in "next", "step", "stop", "detach":
            gdb.execute("define hook-%s\nco-hook %s\nend" % (command, command))

    def invoke(self, command, from_tty):
        if command == "stop":
            self.follower.at_stop()
        elif command == "detach":
            stop.clock.leave()
        else:
            self.follower.begin(command)


Hook()
