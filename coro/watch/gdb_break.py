# gdb_break.py - co break: where to stop, by worker and event, by turn, at an error, at a slow step. Several at a time.
#
# One worker is looked for by the program itself, which costs nothing; several by gdb, at each event of anybody: 0.2 ms.
import gdb
import gdb_stop as stop
import gdb_view as view
from gdb_memory import text, the

CANCELLED, RETURNING = 2, 12  # enum status: between them lie the errors


# A place in the library where something may be worth a stop. look: words, or None to go on.
class Point(gdb.Breakpoint):
    def __init__(self, place, look):
        super().__init__(place, internal=True)
        self.silent, self.look, self.words = not stop.is_editor, look, None

    def stop(self):
        self.words = self.look(gdb.newest_frame())
        return self.words is not None


def on_stop(event):
    for point in getattr(event, "breakpoints", []):
        if isinstance(point, Point) and not stop.quiet:
            print(point.words)
            stop.select_user()
            stop.show()


gdb.events.stop.connect(on_stop)
last_raised = None


# Once for each step of a worker: at the innermost coroutine that ends with it.
def look_at_error(frame):
    global last_raised
    task, raised = the("task_running").dereference(), frame.read_var("c")["raised"]
    step = int(task["id"]), int(task["resumes"])
    if not CANCELLED < int(raised) < RETURNING or step == last_raised:
        return None
    last_raised = step
    return "raised: %s" % raised.cast(gdb.lookup_type("enum status"))


class Breaks:
    def __init__(self):
        self.all, self.count = {}, 0  # number: (words, what)

    def add(self, words, what):
        self.count += 1
        self.all[self.count] = words, what
        self.apply()
        print("break %d: %s" % (self.count, words))

    def delete(self, number):
        words, what = self.all.pop(number)
        if isinstance(what, gdb.Breakpoint) and what.is_valid():
            what.delete()
        self.apply()
        print("no more: %s" % words)

    # Tells the program for whom to look.
    def apply(self):
        workers = [what for _, what in self.all.values() if isinstance(what, tuple)]
        if len(workers) == 1:
            stop.wanted.set(*workers[0])
        else:
            stop.wanted.set(sum({1 << bit for events, _, _ in workers for bit in range(4) if events >> bit & 1}), 0, "",
                            lambda event, task: any(is_wanted(event, task, *worker) for worker in workers))


def is_wanted(event, task, events, id, name):
    words = text(task["name"])
    return event & events and (int(task["id"]) == id if id else name in (words, words.split(":")[0]))


breaks = Breaks()


def command(words):
    kind, rest = words[0], words[1:]
    if kind == "off":
        for number in rest or list(map(str, breaks.all)):
            if not number.isdigit() or int(number) not in breaks.all:
                raise gdb.GdbError("there is no break %s" % number)
            breaks.delete(int(number))
    elif kind == "error" and not rest:
        breaks.add("at each error that a worker raises", Point("coro_leave", look_at_error))
    elif kind in ("turn", "slow") and len(rest) == 1 and rest[0].isdigit():
        breaks.add(*(turn if kind == "turn" else slow)(int(rest[0])))
    elif kind in ("turn", "slow", "error"):
        raise gdb.GdbError("so it is used: co break turn N, co break slow MS, co break error")
    else:
        breaks.add(*worker(words))


def turn(n):
    if stop.is_alive() and int(the("loop")["turn"]) >= n:
        raise gdb.GdbError("turn %d is over: run begins anew" % n)
    begins = "turn %d begins" % n
    return "where " + begins, Point("loop_run_once", lambda frame: begins if int(the("loop")["turn"]) + 1 == n else None)


def slow(ms):
    if stop.is_alive():
        raise gdb.GdbError("that is asked before the program runs: kill, co break slow %d, run" % ms)
    gdb.execute("set environment LOOP_DEBUG 1")
    gdb.execute("set environment LOOP_SLOW_MS %d" % ms)
    return "after a step of %d ms or more" % ms, Point("report_slow", lambda frame: "%s has run %.0f ms without pausing" % (
        view.Worker(frame.read_var("t").dereference()), int(frame.read_var("took")) / 1e6))


def worker(words):
    event = words[-1] if len(words) > 1 and words[-1] in stop.EVENTS else "resume"
    who = " ".join(words[:-1] if words[-1] == event else words)
    alive = view.World().workers if stop.is_alive() else []
    known = [w for w in alive if who in (str(w.id), w.name, w.name.split(":")[0])]
    if who.isdigit() and not known and alive and int(who) <= int(the("loop")["workers"]):
        raise gdb.GdbError("task %s has ended; co ps lists those who are alive" % who)
    words = str(known[0]) if len(known) == 1 else "number " + who if who.isdigit() else "whoever is called " + who
    verb = {"start": "starts", "done": "is done"}.get(event, event + "s") + ("" if known else " (not there yet)")
    return "when %s %s" % (words, verb), (stop.EVENTS[event], int(who) if who.isdigit() else 0, "" if who.isdigit() else who)
