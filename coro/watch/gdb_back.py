# gdb_back.py - back in time, by running again: a program on the virtual clock, with nobody outside, does the same each time.
import gdb
import gdb_stop as stop
from gdb_break import Point
from gdb_memory import text, the

MOVES = stop.EVENTS["start"] | stop.EVENTS["resume"]
OTHER = "this run was another one: it is the same only on the virtual clock, with nobody outside"


# A start or resume, by which it is known in another run too: in which async_run and turn, whose, and how manieth.
def moment(task):
    return stop.starts.count, int(the("loop")["turn"]), int(task["id"]), int(task["resumes"])


# With none of the user's breakpoints, nor of co break.
def run_again(events=0, accept=None, but=None):
    points = [point for point in gdb.breakpoints() if point.visible or isinstance(point, Point)]
    enabled, before = [point for point in points if point.enabled and point is not but], stop.wanted.now
    for point in enabled:
        point.enabled = False
    stop.wanted.set(events, 0, "", accept)
    stop.starts.count = 0
    stop.muted("run")
    stop.wanted.set(*before)
    for point in enabled:
        point.enabled = True


def run_to_move(accept):
    run_again(MOVES, lambda event, task: accept(moment(task)))


# Once to this moment, to see how many resumes lead to it; and once to the one before it, or `count` earlier.
def back(count):
    running, seen = the("task_running"), []
    here = moment(running.dereference()) if int(running) else (stop.starts.count, int(the("loop")["turn"]))
    run_to_move(lambda now: now == here or now[:2] > here[:2] or seen.append(now))
    if count < 1 or count > len(seen):
        raise gdb.GdbError("%d resumes lead to this moment: co back 1 to %d" % (len(seen), len(seen)))
    goal = len(seen) - count
    left = iter(range(goal + 1))
    run_to_move(lambda now: next(left) == goal)
    if not stop.is_here() or moment(stop.here("t")) != seen[goal]:
        raise gdb.GdbError(OTHER)


# To the event of the record that has this number; a program that keeps no record keeps one meanwhile.
def goto(seq):
    run = max(stop.starts.count, 1)
    if "LOOP_RECORD = " not in gdb.execute("show environment LOOP_RECORD", to_string=True):
        gdb.execute("set environment LOOP_RECORD /dev/null")
    event = Point("record_begin", lambda frame: text(frame.read_var("event")) if (
        stop.starts.count == run and int(the("loop")["record_seq"]) + 1 == seq) else None)
    run_again(but=event)
    event.delete()
    if not stop.is_alive():
        raise gdb.GdbError("the record of this run has no event %d" % seq)
    print("event %d: %s" % (seq, event.words))
    stop.select_user()
