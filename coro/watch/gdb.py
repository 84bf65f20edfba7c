# gdb.py - the debugger's view of the workers: gdb -x coro/watch/gdb.py PROGRAM, then `co help`.
#
# The commands call no function of the program, so those that only look work on a core file too. gdb_view.py is
# what they show, as gdb_memory.py reads it; gdb_stop.py is what moves.
import inspect
import os
import sys

import gdb
from gdb.FrameDecorator import FrameDecorator

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import gdb_back  # noqa: E402
import gdb_break  # noqa: E402
import gdb_follow  # noqa: E402
import gdb_loop  # noqa: E402
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
for passed in ("-gfi coro/mistakes.c", "-gfi coro/stack.c", "-gfi coro/owner.c", "-gfi coro/task.c",
               "-gfi loop/list.h", "-gfi loop/clock.c", "-gfi loop/doorbell.c", "-gfi loop/timer.c",
               "-gfi loop/watch/record.c", "-gfi coro/watch/trace.c -rfu ^(trace_.*|filter)$",
               "-rfu ^(can_go_on|longest_sleep|virtual_sleep)$",
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
AT_REST = "help", "break", "goto"  # need no process


def command(usage):
    def define(fn):
        class Command(gdb.Command):
            __doc__ = fn.__doc__

            def invoke(self, words, from_tty):
                try:
                    arguments = inspect.signature(fn).bind(*gdb.string_to_argv(words))
                except TypeError:
                    raise gdb.GdbError("so it is used: co " + usage)
                if not (stop.is_alive() or usage.split()[0] in AT_REST):
                    raise gdb.GdbError("the program does not run")
                try:
                    fn(*arguments.args)
                except (gdb.error, TypeError, ValueError, OverflowError) as error:  # by what is no list, no text, no type
                    raise gdb.GdbError("that is not to be read here (%s): another program's core file?" % error)

        helps.append((usage, fn.__doc__))
        Command("co " + usage.split()[0], gdb.COMMAND_USER)
        return fn
    return define


def number(words):
    try:
        return int(words)
    except ValueError:
        raise gdb.GdbError("%s is no number" % words)


def the_world():
    world = view.World()
    world.now = stop.clock.now()
    return world


def put(lines):
    for line in lines:
        print(line)


@command("ps [all]")
def ps(all=None):
    """Every worker: its state, since when, for what it waits, where; all: more."""
    if all not in (None, "all"):
        raise gdb.GdbError("so it is used: co ps [all]")
    put(view.ps_all(view.World()) if all else view.ps(the_world()))


@command("tree")
def tree():
    """Who awaits whom, and where each was created."""
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "C")
    put((view.draw if "utf" in locale.lower() else iter)(view.tree(the_world())))


@command("why ID")
def why(who):
    """Who waits for this worker, for whom it waits; who is before it in a line."""
    world = the_world()
    put(view.why(world, world.find(who)))
    put(gdb_loop.line(world, world.find(who)))


@command("loop")
def loop():
    """The supervisor: its turn and phase, who is ready, next deadline, fds."""
    put(gdb_loop.loop(the_world()))


@command("where ID [N]")
def where(who, level=None):
    """The source at its await, or at that of its frame N; then print $my->FIELD."""
    put(gdb_loop.where(the_world().find(who), None if level is None else number(level)))


chosen = None


@command("bt ID")
def bt(who):
    """The awaits of one that does not run now, with the fields of each frame."""
    global chosen
    world = the_world()
    chosen = world.find(who).id
    put(view.bt(world.find(who)))


@command("frame N")
def frame(level):
    """More of frame N of what co bt has shown last; then print $my->FIELD."""
    if chosen is None:
        raise gdb.GdbError("of whom? first co bt ID")
    put(view.look_into(the_world().find(str(chosen)), number(level)))


@command("trace ID")
def trace(who):
    """The latest error of a worker, ended or not: where it was raised, its way."""
    put(view.trace(int(who) if who.isdigit() else the_world().find(who).id))


@command("break NAME|ID [EVENT]")
def break_(*words):
    """Stop at its resume, start, suspend, done; turn N, error, slow MS; off [N]."""
    if not words:
        put("%d  %s" % (number, text) for number, (text, _) in gdb_break.breaks.all.items())
    elif stop.is_alive() and not stop.is_live():
        raise gdb.GdbError("this is a core file: nothing runs here")
    else:
        gdb_break.command(words)


@command("next")
def next_():
    """To this worker's next line, over an await too, whoever runs meanwhile."""
    stop.move(lambda: [stop.muted(command) for command in gdb_follow.co_next() if stop.is_alive()])


@command("step")
def step():
    """To the next resume, or the start, of any worker."""
    stop.move(lambda: stop.run_until(stop.EVENTS["start"] | stop.EVENTS["resume"]))


@command("back [N]")
def back(count="1"):
    """To the resume before this moment, or the Nth before it: by running again."""
    stop.move(lambda: gdb_back.back(number(count)))


@command("goto SEQ")
def goto(seq):
    """To the event of the record with this number ("seq"): by running again."""
    stop.move(lambda: gdb_back.goto(number(seq)), needs_process=False)


@command("timers")
def timers():
    """Who is to be woken when."""
    put(view.timers(the_world()))


@command("fds")
def fds():
    """Who waits for which connection, and what the loop knows of it."""
    put(view.fds(the_world()))


@command("help")
def help_():
    """These lines."""
    for usage, text in helps:
        print("co %-22s %s" % (usage, text))
