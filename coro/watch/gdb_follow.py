"""gdb_follow.py - gdb's own next and step, which know of workers: `next` stays with its worker over an await, whoever
runs meanwhile; `step` passes what leads from a pause to the loop, and from the loop to a worker.

gdb calls hook-next and hook-step before these commands, whoever gave them (an editor's -exec-next too), and hook-stop
before it tells of a stop: of one from which hook-stop lets the program go on it tells nobody. So each way below is a
generator: it yields one command after the other, and returns the last one, which ends where the reader is to stop."""
import re

import gdb
import gdb_stop as stop
from gdb_memory import container, is_library, the
from gdb_view import ms

PASSED = "drive", "async_run_entry"  # by step
NOTHING = r"[\s}]*(return true;|loop\.turn\+\+;|ASYNC_END;)?\s*"  # to see on this line
OPTIMIZED = "%s is optimized: one line is in several places there, and next would pass awaits. co step goes on"


class Back(gdb.Breakpoint):
    """Where the await's call returns to: also each time when it has paused again, which is passed."""

    def __init__(self, frame, worker):
        super().__init__("*%d" % frame.pc(), internal=True)
        self.silent, self.worker, self.come = True, worker, False

    def stop(self):
        self.come = self.worker.is_running()
        return self.come


class Follower:
    way = None  # the command that is being followed

    def begin(self, how):
        if stop.quiet:
            return  # one of our own
        self.end()
        if not stop.is_live():
            return
        worker, newest = stop.worker_running(), gdb.newest_frame()
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
        if stop.is_editor:  # one command a stop, in the background: the editor hears of none of them
            command, is_last = self.advance()
            if is_last:
                self.way = None
            if command:
                stop.quiet = True
                gdb.execute(command + " &", to_string=True)
                stop.quiet = False
            return
        stop.quiet, is_last, moved = True, False, False
        try:
            while not is_last:
                command, is_last = self.advance()
                if command and is_last:
                    gdb.execute(command)
                elif command:
                    stop.muted(command)
                    moved = True
                elif stop.is_here():
                    stop.tell()
                elif moved and stop.is_alive():
                    print(gdb.execute("frame", to_string=True).lstrip("#0 "), end="")
        finally:
            stop.quiet, self.way = False, None

    def advance(self):
        """The next command of the way, and whether it is the last one: None, if there is nothing more to do."""
        try:
            return (next(self.way), False) if stop.is_alive() else (None, True)
        except StopIteration as end:
            return end.value, True


def was_stepped():
    """And not stopped by a breakpoint or a signal."""
    return "after being stepped" in gdb.execute("info program", to_string=True)


# ---- next ----

def next_(worker, name):
    if not was_stepped():
        return None
    deeper = stop.inside(name)
    if not worker.is_running():
        return (yield from over_the_await(worker, name))
    if deeper:  # co break has stopped in co_break_here
        deeper.select()
        yield "finish"
        return "next"
    return None


def over_the_await(worker, name):
    """From its pause to the line behind the await. Others' breakpoints stop it; its own, which it passes again on its
    way down to the await, tell nothing."""
    paused, before = int(the("loop")["now"]), stop.wanted.now
    stop.wanted.set(stop.EVENTS["resume"] | stop.EVENTS["done"], worker.id)
    back = None
    try:
        yield "continue"
        while not stop.is_here() and worker.is_running() and the("coro_resuming"):
            yield "continue"
        if not stop.is_here() or int(stop.here("event")) == stop.EVENTS["done"]:
            return None
        stop.wanted.set(stop.EVENTS["done"], worker.id)
        back = Back(stop.inside(name).older(), worker)
        yield "continue"
        if not back.come:
            return None
    finally:
        stop.wanted.set(*before)
        if back:
            back.delete()
    print("[%s has waited %s ms]" % (worker, ms(int(the("loop")["now"]) - paused)))
    return "next"


# ---- step ----

def step(worker, home):
    """Goes on while there is nothing to see: to the loop once the worker has paused or ended, to where a worker goes
    on, to where the loop sleeps; and out of the helpers of the library's coroutines, and of other libraries."""
    awaits = is_at_await(home)
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
            home, awaits = frame, is_at_await(frame)
            yield "step"
        else:
            return


def is_foreign(frame):
    return gdb.current_progspace().solib_name(frame.pc()) is not None


def is_helper(frame):
    """Of the library's coroutines; but not what asks the world: coro/net/, and try_read and try_write."""
    path = stop.file_of(frame)
    asks_world = path.startswith("coro/net/") or frame.name().startswith("try_")
    return is_library(path) and not asks_world and not stop.is_coroutine(frame)


def is_at_await(frame):
    """Then what it calls is a coroutine, or passes one on."""
    return stop.has_local(frame, "site_")


def into_the_worker(task):
    """To the first line of its coroutine, or to the innermost await, which is over now."""
    before = stop.wanted.now
    stop.wanted.set(stop.EVENTS["start"] | stop.EVENTS["resume"], int(task["id"]))
    yield "continue"
    stop.wanted.set(*before)
    if int(stop.here("event")) == stop.EVENTS["start"]:
        yield stop.to_first_line()
        yield "continue"
    else:
        stop.inside(stop.outward(gdb.newest_frame(), stop.is_coroutine).name()).select()
        yield "finish"
        yield "next"


def line_of(frame):
    path, line = stop.file_of(frame), frame.find_sal().line
    return gdb.execute("list %s:%d,%d" % (path, line, line), to_string=True).lstrip("0123456789")


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
