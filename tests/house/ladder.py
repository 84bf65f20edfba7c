"""ladder.py BUILD [PROGRAM] - one black-box test for every step of notes/ladder, or for a student's program: what it prints, how many
names it asks for at once, and how it takes what a kitchen does to it. The kitchens are this program's own. Prints TAP."""
import concurrent.futures, os, re, resource, socket, subprocess, sys, threading, time

NAMES = "Alice Bob Charlie Diana Eve Frank Grace Heidi Ivan Judith".split()
GENDER = dict.fromkeys(NAMES, "female") | dict.fromkeys("Bob Charlie Frank Ivan".split(), "male")
LINES = sorted("%s %s" % x for x in GENDER.items())
STEPS = ["s%d" % i for i in range(1, 10)]
COOK = 0.1
build, yours = sys.argv[1], sys.argv[2:]


class Kitchen:
    """Answers each guest after COOK seconds, in a thread. drip: byte by byte. nobody: every gender is null. late: nobody is let
    in for half a second, and the queue before the door is full."""

    def __init__(self, drip=False, nobody=False, late=False):
        self.drip, self.nobody, self.late = drip, nobody, late
        self.guests = self.most = 0
        self.asked, self.lock = [], threading.Lock()
        self.door = socket.create_server(("127.0.0.1", 0), backlog=0 if late else 64)
        self.url = "http://localhost:%d" % self.door.getsockname()[1]
        if late:  # whoever connects now cannot send yet
            self.crowd = [socket.socket() for _ in range(3)]
            for c in self.crowd:
                c.setblocking(False)
                c.connect_ex(self.door.getsockname())
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        if self.late:
            time.sleep(0.5)
            for c in self.crowd:
                c.close()
            self.door.listen(64)
        while True:
            guest, _ = self.door.accept()
            guest.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.answer, args=(guest,), daemon=True).start()

    def answer(self, guest):
        with guest:
            text = b""
            while b"\r\n\r\n" not in text:
                more = guest.recv(4096)
                if not more:
                    return
                text += more
            with self.lock:
                self.guests += 1
                self.most = max(self.most, self.guests)
            name = re.match(rb"GET /\?name=(\w+) HTTP/1\.1\r\n", text)[1].decode()
            time.sleep(COOK)
            gender = "null" if self.nobody else '"%s"' % GENDER.get(name, "?")
            body = '{"name":"%s","gender":%s}' % (name, gender)
            out = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body.encode())
            with self.lock:
                self.asked.append(name)
                self.guests -= 1
            try:
                for part in [out[i:i + 1] for i in range(len(out))] if self.drip else [out]:
                    guest.sendall(part)
            except OSError:  # it has left
                pass


def run(*argv):  # status, lines of output, errors, seconds
    start = time.monotonic()
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=10 if yours else 60)
    except subprocess.TimeoutExpired:
        return None, [], "it does not end", time.monotonic() - start
    return done.returncode, done.stdout.splitlines(), done.stderr, time.monotonic() - start


def right(rc, lines):  # a line for each name, and the time
    return rc == 0 and sorted(lines[:-1]) == LINES and re.fullmatch(r"Time taken: \d+\.\d\d seconds", lines[-1])


def at_once(program, n, argv):  # asks for n names at once, neither more nor fewer
    k = Kitchen()
    rc, lines, err, took = run(program, k.url, *argv)
    rounds = -(-10 // n)
    yield right(rc, lines), "prints a line for each name, and the time", lines, err
    yield sorted(k.asked) == NAMES, "asks for each name once", k.asked
    yield k.most == n, "asks for %d at once" % n, k.most
    yield took >= rounds * COOK, "takes %d times as long as an answer" % rounds, took
    if n == 1:
        yield [x.split()[0] for x in lines[:-1]] == NAMES, "takes them in order", lines


def troubles(program):
    rc, lines, err, _ = run(program, Kitchen(drip=True).url)
    yield right(rc, lines), "puts together an answer that comes byte by byte", lines, err
    rc, lines, err, took = run(program, Kitchen(late=True).url)
    yield right(rc, lines) and took >= 0.5, "waits for a kitchen that opens late", lines, err, took
    rc, lines, err, _ = run(program, Kitchen(nobody=True).url)
    yield rc == 0 and sum(x.endswith(" ?") for x in lines) == 10, "prints null as ?", lines, err
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))
    rc, _, err, _ = run(program, "http://localhost:%d" % closed.getsockname()[1])
    yield rc == 1 and "refused" in err, "says that nobody listens", rc, err
    rc, _, err, _ = run(program)
    yield rc == 2 and "usage" in err, "says how it is used", rc, err


def check(step, program=None, counts=None):
    program = program or os.path.join(build, "ladder", step)
    for n in counts or ((1,) if step == "s1" else (10, 3, 1)):
        for verdict, *rest in at_once(program, n, [] if n == 10 or step == "s1" else [str(n)]):
            yield verdict, step, *rest
    if not counts:
        for verdict, *rest in troubles(program):
            yield verdict, step, *rest


def counted(step, url, *argv):  # system calls, and CPU seconds
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    err = run(os.path.join(build, "ladder/counted", step), url, *argv)[2]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int(re.search(r"(\d+) system calls", err)[1]), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def whole():  # what the chapters say of the ladder as a whole
    url = Kitchen().url
    calls = [counted(s, url)[0] for s in STEPS]
    yield calls[1] > 10 * calls[2], "s2", "makes more than ten times the calls of s3", calls
    for _ in range(5):  # a busy machine leaves little for one who spins
        spins, sleeps = (counted(s, url, "1")[1] for s in ("s2", "s3"))
        if spins > 5 * sleeps:
            break
    yield spins > 5 * sleeps, "s2", "needs more than five times the CPU of s3", spins, sleeps
    yield max(calls[2:]) < 3 * calls[0], "s3 to s9", "make few calls", calls
    _, lines, _, took = run(os.path.join(build, "ladder/lunch"))
    yield lines[-1] == "Lunch took 10.00 seconds" and took < 5, "lunch", "takes ten seconds of virtual time", lines, took
    yield lines == run(os.path.join(build, "ladder/lunch_library"))[1], "lunch", "is the same on tiny.h and on the library"
    text = re.sub(r"/\*.*?\*/", "", open("notes/ladder/tiny.h").read(), flags=re.S)
    yield sum(1 for x in text.splitlines() if x.strip()) <= 220, "tiny.h", "has at most 220 lines of code"
    yield not all(x[0] for x in check("s6_wrong")), "this test", "notices s6_wrong"
    s1 = os.path.join(build, "ladder/s1")
    yield not all(x[0] for x in check("s2", s1, (10,))), "this test", "notices one who stands still"
    marks = [run(sys.executable, __file__, build, os.path.join(build, "ladder", x))[0] for x in ("s5", "s6_wrong")]
    yield marks == [0, 1], "this test", "grades a program of one's own", marks


number = failed = 0
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    results = [x for part in pool.map(lambda s: list(check(s)), STEPS if not yours else ()) for x in part]
for verdict, step, words, *seen in check("it", os.path.abspath(yours[0])) if yours else [*results, *whole()]:
    number += 1
    print("%s %d - %s %s" % ("ok" if verdict else "not ok", number, step, words))
    if not verdict:
        failed = 1
        print("# saw:", *seen)
print("1..%d" % number)
sys.exit(failed)
