"""gdb.py - the debugger's view of the workers: gdb -x coro/watch/gdb.py PROGRAM, then `co help`.

The commands call no function of the program, so those that only look work on a core file too. gdb_view.py is
what they show, as gdb_memory.py reads it; gdb_stop.py is what moves."""
import inspect
import os
import sys

import gdb
from gdb.FrameDecorator import FrameDecorator

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import gdb_follow  # noqa: E402,F401
import gdb_stop as stop  # noqa: E402
import gdb_view as view  # noqa: E402


# ---- backtrace ----

class Await(FrameDecorator):
    def function(self):
        return "[await] %s" % super().function()


class AwaitFilter:
    """In a backtrace, marks the coroutines that wait for the one above them."""
    name, priority, enabled = "await", 100, True

    def filter(self, frames):
        for decorated in frames:
            frame = decorated.inferior_frame()
            yield Await(decorated) if frame.newer() and stop.is_coroutine(frame) else decorated


gdb.frame_filters["await"] = AwaitFilter()


# ---- step ----

# What `step` does not enter: what pushes frames, makes a worker wait, sets timers, reads clocks, links lists, asks for
# memory and writes the record. gdb_follow.py passes more. (info skip; skip disable)
for passed in ("-gfi coro/mistakes.c", "-gfi coro/stack.c", "-gfi coro/owner.c", "-gfi coro/leave.c", "-gfi coro/task.c",
               "-gfi loop/list.h", "-gfi loop/clock.c", "-gfi loop/doorbell.c", "-gfi loop/timer.c",
               "-gfi loop/watch/record.c", "-gfi coro/watch/trace.c -rfu ^(trace_.*|filter)$",
               "-rfu ^(can_go_on|longest_sleep|virtual_sleep|coro_parent)$",
               "-rfu ^[_A-Z]*(libc_)?(malloc|calloc|realloc|free)$", "-rfu ^_*mem(set|cpy|move)(_|$)"):
    gdb.execute("skip " + passed, to_string=True)


# ---- the commands ----

class Co(gdb.Command):
    """The workers: co help."""

    def __init__(self):
        super().__init__("co", gdb.COMMAND_USER, prefix=True)

    def invoke(self, words, from_tty):
        help_()


Co()
helps = []


def command(usage):
    def define(fn):
        class Command(gdb.Command):
            __doc__ = fn.__doc__

            def invoke(self, words, from_tty):
                try:
                    arguments = inspect.signature(fn).bind(*gdb.string_to_argv(words))
                except TypeError:
                    raise gdb.GdbError("so it is used: co " + usage)
                try:
                    fn(*arguments.args)
                except gdb.MemoryError as error:
                    raise gdb.GdbError("%s: does the program run?" % error)

        helps.append((usage, fn.__doc__))
        Command("co " + usage.split()[0], gdb.COMMAND_USER)
        return fn
    return define


def put(lines):
    for line in lines:
        print(line)


@command("ps")
def ps():
    """Every worker: what it does, since when, what it waits for, and where."""
    put(view.ps(view.World()))


@command("tree")
def tree():
    """Who awaits whom, and where each was created."""
    put(view.tree(view.World()))


@command("why ID")
def why(who):
    """Who waits for this worker, and for whom it waits."""
    world = view.World()
    put(view.why(world, world.find(who)))


chosen = None


@command("bt ID")
def bt(who):
    """The chain of awaits of a worker that does not run just now, with the fields of each frame."""
    global chosen
    world = view.World()
    chosen = world.find(who).id
    put(view.bt(world.find(who)))


@command("frame N")
def frame(level):
    """More of frame N of the worker that co bt has shown last. After that: print $my->FIELD."""
    if chosen is None:
        raise gdb.GdbError("of whom? first co bt ID")
    put(view.look_into(view.World().find(str(chosen)), int(level)))


@command("break NAME|ID [EVENT]")
def break_(*words):
    """Stops at this worker's start, suspend, resume (if none is named) or done. co break off: no more."""
    event = words[-1] if words[-1:] and words[-1] in stop.EVENTS else "resume"
    who = " ".join(words[:-1] if words[-1:] == (event,) else words)
    if not who or stop.is_alive() and not stop.is_live():
        raise gdb.GdbError("so it is used: co break NAME|ID [start|suspend|resume|done], in a program that runs")
    if who == "off":
        stop.wanted.set(0)
    elif who.isdigit():
        stop.wanted.set(stop.EVENTS[event], int(who))
    else:
        stop.wanted.set(stop.EVENTS[event], 0, who)


@command("next")
def next_():
    """To the next line of this worker, over an await too: whoever runs meanwhile."""
    stop.move(stop.step_over)


@command("step")
def step():
    """To the next resume, or the start, of any worker."""
    stop.move(lambda: stop.run_until(stop.EVENTS["start"] | stop.EVENTS["resume"]))


@command("timers")
def timers():
    """Who is to be woken when."""
    put(view.timers(view.World()))


@command("fds")
def fds():
    """Who waits for which connection, and what the loop knows of it."""
    put(view.fds(view.World()))


@command("help")
def help_():
    """These lines."""
    for usage, text in helps:
        print("co %-22s %s" % (usage, text))
