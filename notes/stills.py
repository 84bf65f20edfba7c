"""stills.py FOLDER OUT - ten pictures for slides, OUT/*.svg, from records of runs on the virtual clock.

FOLDER is make's. Each picture says in words, for those who do not see it, what it shows (<desc>). The runs are the same each time,
and so are the pictures; the last one is drawn from the table in notes/outline.md, which was measured."""
import html
import json
import os
import re
import subprocess
import sys
import tempfile

WIDTH, HEIGHT = 960, 540
INK, GREY, LIGHT, BLUE, RED, GREEN = "#1b1b1b", "#767676", "#e9e9e9", "#1f6feb", "#c0392b", "#2e7d32"
MS, S = 10**6, 10**9


# ---- drawing ----

class Picture:
    def __init__(self, name, title, words):
        self.name, self.title, self.words, self.parts = name, title, words, []
        self.text(40, 52, title, 30, weight="bold")

    def text(self, x, y, words, size=20, colour=INK, anchor="start", weight="normal", font="sans-serif"):
        wide = len(words) * size * (0.61 if font == "monospace" else 0.56) * {"start": 1, "middle": 0.5}[anchor]
        assert x + wide <= WIDTH, f"{self.name}: too long: {words}"
        self.parts.append(f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
                          f'font-weight="{weight}" font-family="{font}">{html.escape(words)}</text>')

    def code(self, x, y, words, size=18, colour=INK, anchor="start"):
        self.text(x, y, words, size, colour, anchor, font="monospace")

    def box(self, x, y, w, h, fill="white", line=INK):
        self.parts.append(f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="6" fill="{fill}" stroke="{line}" stroke-width="2"/>')

    def labelled(self, x, y, w, h, words, fill="white", colour=INK, size=20, line=INK):
        self.box(x, y, w, h, fill, line)
        self.text(x + w / 2, y + h / 2 + size / 3, words, size, colour, "middle")

    def line(self, x1, y1, x2, y2, colour=INK, arrow=False):
        end = ' marker-end="url(#arrow)"' if arrow else ""
        self.parts.append(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}" stroke-width="2"{end}/>')

    def write(self, folder):
        with open(os.path.join(folder, self.name + ".svg"), "w", encoding="utf-8") as out:
            out.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">\n'
                      f'<title>{html.escape(self.title)}</title>\n<desc>{html.escape(self.words)}</desc>\n'
                      '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
                      f'<path d="M0 0 L10 5 L0 10 z" fill="{INK}"/></marker></defs>\n'
                      f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n' + "\n".join(self.parts) + "\n</svg>\n")


# ---- records ----

def record(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][1:]


class Moment:
    """Where everybody stands behind an event: the record, played up to there."""

    def __init__(self, events, seq):
        self.names, self.ready, self.waits, self.running, self.timers = {}, [], {}, None, []
        for e in events:
            if e["seq"] > seq:
                break
            self.play(e)

    def play(self, e):
        who = e["worker"] if "worker" in e else None
        if e["ev"] == "spawn":
            self.names[who] = e["name"].split(":")[0] if e["name"] != "localhost" else "connects"
            self.ready.append(who)
        elif e["ev"] == "ready":
            self.waits.pop(who, None)
            self.ready.append(who)
        elif e["ev"] == "resume":
            self.ready.remove(who)
            self.running = who
            self.timers = [t for t in self.timers if t[1] != who]
        elif e["ev"] in ("suspend", "done"):
            self.running = None
            if e["ev"] == "suspend":
                self.waits[who] = (e["for"], e["at"])
                if e["for"].startswith("a timer"):
                    self.timers.append((e["t"] + int(float(e["for"].split()[2]) * MS), who))

    def waiting_for(self, words):
        return [self.names[who] for who, (what, _) in self.waits.items() if what.startswith(words)]


# ---- the pictures ----

def lunch(name, title, events, words):
    """A lane for each guest: when the waiter is with him, when he waits, when he goes."""
    p, end = Picture(name, title, words), events[-1]["t"]
    guests = [e for e in events if e["ev"] == "spawn" and e["by"]]
    scale = 780 / (36 * S)
    for row, guest in enumerate(guests):
        mine = [e for e in events if e.get("worker") == guest["worker"]]
        at = {e["ev"]: e["t"] for e in reversed(mine)}
        cook = [e["t"] for e in mine if e["ev"] == "suspend" and e["for"].startswith("a timer")]
        y = 100 + row * 62
        x = lambda t: 130 + t * scale
        p.text(40, y + 27, guest["name"].split(":")[0], 22)
        p.line(x(at["spawn"]), y + 20, x(at["resume"]), y + 20, GREY)
        p.box(x(at["resume"]), y, (at["ordered"] - at["resume"]) * scale, 40, BLUE, BLUE)
        if cook:
            p.line(x(at["ordered"]), y + 20, x(cook[0]), y + 20, GREY)
            p.box(x(cook[0]), y, (at["done"] - cook[0]) * scale, 40, LIGHT, GREY)
        else:
            p.box(x(at["ordered"]), y, (at["done"] - at["ordered"]) * scale, 40, RED, RED)
        p.text(x(at["done"]) + 8, y + 27, f'{at["done"] / S:g} s', 18, GREY)
    y = 100 + len(guests) * 62 + 20
    stands = not any(e["ev"] == "suspend" and e["for"].startswith("a timer") for e in events)
    for i, (fill, what) in enumerate([(BLUE, "the waiter takes the order"), (RED, "the waiter stands and waits") if stands
                                      else (LIGHT, "a chef cooks")]):
        p.box(40 + i * 300, y, 24, 24, fill, GREY)
        p.text(72 + i * 300, y + 19, what, 18)
    if not stands:
        p.line(560, y + 12, 584, y + 12, GREY)
        p.text(592, y + 19, "until a chef is free", 18)
    p.text(40, HEIGHT - 24, f"{end / S:g} s in all; two chefs; drawn from the record of build/restaurant", 16, GREY)
    return p


def turn(events):
    """From one sleep of the loop to the next, where most happens."""
    begins = [i for i, e in enumerate(events) if e["ev"] == "poll-end"]
    turns = [events[a:b] for a, b in zip(begins, begins[1:] + [len(events)])]
    chosen = max(turns, key=lambda t: len({e.get("worker") for e in t}))
    names = Moment(events, chosen[-1]["seq"]).names
    woken = [names[e["worker"]] for e in chosen if e["ev"] == "wake" and e["by"] == 0]
    ran = [names[e["worker"]] for e in chosen if e["ev"] == "resume"]
    sleep = next((e["sleep"] for e in chosen if e["ev"] == "poll-begin"), 0)
    p = Picture("turn", f"From one sleep to the next, at {chosen[0]['t'] / S:g} s", "The clock says that a dish is ready and the guest is woken. "
                "Each who is ready runs until the next await. Then the loop sleeps until the next deadline.")
    steps = [("timers_fire", "wake whose time has come", ", ".join(woken)), ("run_ready", "each runs until it waits", ", then ".join(ran)),
             ("wait_for_events", "until something happens", f"for {sleep / S:g} s")]
    for i, (function, what, who) in enumerate(steps):
        x = 40 + i * 305
        p.box(x, 170, 265, 190, LIGHT)
        p.code(x + 18, 210, function, 22, BLUE)
        p.text(x + 18, 250, what, 17)
        p.text(x + 18, 310, who, 26, weight="bold")
        if i < 2:
            p.line(x + 265, 265, x + 303, 265, arrow=True)
    p.parts.append(f'<path d="M 785 362 V 430 H 172 V 364" fill="none" stroke="{INK}" stroke-width="2" marker-end="url(#arrow)"/>')
    p.text(480, 460, "and so on, until nobody is left", 20, GREY, "middle")
    return p


def ready_queue(events):
    """The ready queue at four moments: who runs leaves at its head, who is woken or started joins at its end."""
    p = Picture("ready-queue", "The ready queue", "Five tasks stand in line. The first runs until its first await, and starts another task, "
                "which joins at the end.")
    first = next(e["seq"] for e in events if e["ev"] == "done")
    moments = [first] + [e["seq"] for e in events if e["ev"] == "suspend" and e["seq"] > first][:3]
    for row, seq in enumerate(moments):
        m, y = Moment(events, seq), 100 + row * 95
        before = Moment(events, moments[row - 1]) if row else None
        words = "all five were started" if not row else f"{before.names[before.ready[0]]} has run, and waits"
        p.text(40, y + 20, words, 20, GREY)
        for i, who in enumerate(m.ready):
            new = before and who not in before.ready
            p.labelled(40 + i * 112, y + 32, 104, 42, m.names[who], LIGHT if not new else "white", BLUE if new else INK, 18, BLUE if new else INK)
    p.text(40, HEIGHT - 24, "to start or wake a task puts it at the end, and runs nothing. connects: opens a connection", 18, GREY)
    return p


def deepest(events):
    return max((e for e in events if e["ev"] == "suspend"), key=lambda e: e["at"].count("<"))


def frames(events):
    """The frames of one task that waits, the innermost on top."""
    e = deepest(events)
    p = Picture("frames", "The frames of a task that waits", f"It waits for: {e['for']}. Each coroutine of the chain has a frame on the task's own stack. "
                "The frame says at which line to go on.")
    for i, one in enumerate(e["at"].split(" < ")):
        place, function = one.split(" ")
        p.box(40, 84 + i * 50, 380, 42, LIGHT if i else "white")
        p.code(56, 112 + i * 50, function)
        p.code(450, 112 + i * 50, "goes on at " + place, 18, GREY)
    p.text(40, HEIGHT - 24, "innermost on top; below it, who awaits it; at the bottom the task's first coroutine", 18, GREY)
    return p


def two_stacks(events):
    """C's stack while that task runs, and while it waits."""
    chain = [one.split(" ")[1] for one in deepest(events)["at"].split(" < ")]
    loop = [chain[-1] + "_task", "task_step", "run_ready", "loop_run_once", "drive", "async_run_entry", "main"]
    sleeps = ["backend_wait", "wait_for_events"] + loop[3:]
    sources = "".join(open(path, encoding="utf-8").read() for path in ("loop/loop.c", "loop/epoll.c", "coro/run.c", "coro/step.c"))
    for function in loop[1:-1] + sleeps[:-1]:
        assert re.search(rf"^[a-z].*\b{function}\(", sources, re.M), f"two-stacks: there is no {function}"
    p = Picture("two-stacks", "C's stack, while a task runs and while it waits", "While the task runs, C's stack has the loop's functions and "
                "all of the chain. While it waits, only the loop's are there.")
    for column, (title, calls) in enumerate([("it runs", chain + loop), ("it waits", sleeps)]):
        x = 60 + column * 460
        p.text(x, 84, title, 22, weight="bold")
        for i, function in enumerate(reversed(calls)):
            own = function in chain
            p.box(x, 480 - i * 26, 330, 24, "#dbe9ff" if own else LIGHT, GREY)
            p.code(x + 12, 497 - i * 26, function, 15, BLUE if own else INK)
    p.text(60, HEIGHT - 10, "blue: coroutines of the task. Its frames stay where they are; its C variables do not.", 18, GREY)
    return p


def states(events):
    """The states of a task, with how often each way was gone."""
    ways = {"begin": 0, "wait": 0, "wake": 0, "go on": 0, "end": 0}
    begun = set()
    for e in events:
        if e["ev"] == "resume":
            ways["go on"] += 1
            begun.add(e["worker"])
        ways["begin"] += e["ev"] == "spawn"
        ways["wait"] += e["ev"] == "suspend"
        ways["wake"] += e["ev"] == "ready"
        ways["end"] += e["ev"] == "done"
    p = Picture("states", "The states of a task", f"A task is started, is ready, runs, waits, and is ready again, until it is done. {ways}")
    for x, y, words in [(40, 210, "new"), (270, 210, "ready"), (540, 210, "running"), (790, 210, "done"), (405, 390, "waiting")]:
        p.labelled(x, y, 140, 64, words, LIGHT, size=24)
    for x1, y1, x2, y2, way, tx, ty in [(180, 242, 268, 242, "begin", 224, 200), (410, 242, 538, 242, "go on", 474, 200), (680, 242, 788, 242, "end", 734, 200),
                                        (600, 274, 530, 388, "wait", 625, 345), (420, 388, 345, 276, "wake", 325, 345)]:
        p.line(x1, y1, x2, y2, arrow=True)
        p.text(tx, ty, f"{way}, {ways[way]}×", 20, BLUE, "middle")
    p.text(40, HEIGHT - 24, "how often each way was gone in one lunch of five guests and the door", 18, GREY)
    return p


class Heap:
    """The 4-ary heap of loop/timer.c."""

    def __init__(self):
        self.all = []

    def push(self, one):
        i = len(self.all)
        self.all.append(one)
        while i and self.all[i] < self.all[(i - 1) // 4]:
            self.all[i], self.all[(i - 1) // 4] = self.all[(i - 1) // 4], self.all[i]
            i = (i - 1) // 4


def heap(events):
    """Everybody's deadline, at the moment when most are waiting for one."""
    best = max((Moment(events, e["seq"]) for e in events), key=lambda m: len(m.timers))
    h = Heap()
    for due in best.timers:
        h.push(due)
    p = Picture("heap", f"A heap of {len(h.all)} deadlines", "The earliest deadline stands at the root. No entry is due before its parent, which is "
                "number (i - 1) / 4.")
    place = {0: (480, 110)}
    for i in range(1, len(h.all)):
        parent, child = (i - 1) // 4, (i - 1) % 4
        place[i] = (150 + 220 * child, 240) if not parent else (place[parent][0] - 76 + 51 * child, 400)
        p.line(place[parent][0], place[parent][1] + 46, place[i][0], place[i][1], GREY)
    for i, (due, who) in enumerate(h.all):
        x, y = place[i]
        w = 120 if i < 5 else 47
        p.box(x - w / 2, y, w, 46, "#dbe9ff" if not i else LIGHT)
        p.text(x, y + 20, best.names[who], 18 if i < 5 else 13, anchor="middle")
        p.text(x, y + 39, f"{due / S:g} s", 16 if i < 5 else 12, BLUE, "middle")
    p.text(40, HEIGHT - 24, "equal deadlines fire in the order in which they were started", 18, GREY)
    return p


def semaphore(events):
    """Two permits, at the moment when most stand in line."""
    seq = max((e["seq"] for e in events), key=lambda s: len(Moment(events, s).waiting_for("a permit")))
    m = Moment(events, seq)
    inside, line = m.waiting_for("a timer"), m.waiting_for("a permit")
    p = Picture("semaphore", "A semaphore of two permits", f"{', '.join(inside)} have a permit each; {', '.join(line)} stand in line.")
    p.text(40, 130, "inside, with a permit", 20, GREY)
    for i, who in enumerate(inside):
        p.labelled(40 + i * 170, 150, 150, 80, who, "#dbe9ff", size=26)
    p.text(480, 130, "in line, first come, first served", 20, GREY)
    for i, who in enumerate(line):
        p.labelled(480 + i * 150, 150, 130, 80, who, LIGHT, size=26)
    p.code(40, 320, "semaphore_release: hands the permit to the first in line, inside of the call", 18)
    p.code(40, 360, "value  = permits that are free: 0", 18)
    p.code(40, 400, "called = permits handed to one who has not run yet", 18)
    p.text(40, HEIGHT - 24, f"a lunch with two chefs, at {[e['t'] for e in events if e['seq'] == seq][0] / S:g} s", 18, GREY)
    return p


def wasted(table):
    """The same ten names three times: what s2 does with the processor."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table if re.match(r"\| s[123] ", line)]
    p = Picture("wasted", "Ten names: what it costs to ask again and again",
                "; ".join(f"{r[0]}: {r[4]} on the clock, {r[5]} of the processor, {r[6]} system calls" for r in rows))
    for i, (step, idea, _, _, wall, cpu, calls) in enumerate(r[:7] for r in rows):
        y, wide = 120 + i * 120, float(wall.split()[0]) * 1000 * 0.5
        p.code(40, y, step, 22, BLUE)
        p.text(90, y, idea.replace("`", ""), 18)
        p.box(40, y + 14, wide, 26, LIGHT, GREY)
        p.text(50 + wide, y + 34, f"{wall} on the clock", 16, GREY)
        p.box(40, y + 46, max(3, float(cpu.split()[0]) * 0.5), 26, RED, RED)
        p.text(50 + float(cpu.split()[0]) * 0.5, y + 66, f"{cpu} of the processor, {calls} system calls", 16, RED)
    p.text(40, HEIGHT - 24, "measured: the table in notes/outline.md", 18, GREY)
    return p


def main(folder, out):
    os.makedirs(out, exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        def run(*words):
            subprocess.run([os.path.join(folder, words[0]), *words[1:]], check=True, stdout=subprocess.DEVNULL)
        run("restaurant", "--customers", "5", "--chefs", "2", "--record", tmp + "/lunch")
        run("restaurant", "--customers", "14", "--chefs", "0", "--cook", "20s", "--record", tmp + "/crowd")
        run("genderize", "--kitchen", "--virtual", "--record", tmp + "/names", "Ann", "Bob", "Cem", "Dee", "Eli")
        first, second = record(tmp + "/lunch.sync"), record(tmp + "/lunch.async")
        names, crowd = record(tmp + "/names"), record(tmp + "/crowd.async")
    with open("notes/outline.md", encoding="utf-8") as outline:
        table = outline.read().splitlines()
    pictures = [lunch("one-waiter", "A waiter who stands and waits", first, "One guest after the other: order, dish, order, dish."),
                lunch("many-guests", "A waiter who does not", second, "All orders are taken at once; the dishes overlap, two at a time."),
                wasted(table), turn(second), ready_queue(names), states(second), frames(names), two_stacks(names), heap(crowd), semaphore(second)]
    for picture in pictures:
        picture.write(out)
    print(f"{len(pictures)} pictures in {out}/: " + " ".join(p.name for p in pictures))


main(*sys.argv[1:])
