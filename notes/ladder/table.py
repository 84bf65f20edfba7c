"""table.py BUILD - the table of the course: what each step adds, and what it costs here and now. Markdown on standard output.

Two jobs: ten names, whose answers take 100 ms; and a thousand at once, whose answers come one after the other within a second. A
job's time and CPU are the median of five runs. System calls are counted inside the program (count.c): a tracer would slow it."""
import difflib, os, platform, re, statistics, subprocess, sys, time

STEPS = ["s%d" % i for i in range(1, 10)]
IDEA = {
    "s1": "every call waits",
    "s2": "no call waits: ask everybody in turn",
    "s3": "`poll`: one call waits for all",
    "s4": "`epoll`, callbacks: the loop in pieces",
    "s5": "a function that can pause",
    "s6": "three macros write it",
    "s7": "frames on a stack: one awaits another",
    "s8": "tasks, and a ready queue",
    "s9": "timers, two clocks: `tiny.h`",
}


def code(path):  # lines of code: without comments, blank ones, and the system's headers
    text = re.sub(r"/\*.*?\*/", "", open(path).read(), flags=re.S)
    return [re.sub(r"\s+", " ", line.replace("static inline", "static")).strip() for line in text.splitlines()
            if line.strip() and not line.startswith("#include <")]


def source(step):
    files = ["tiny.h", "s9.c"] if step == "s9" else [step + ".c"]
    return [line for f in files for line in code("notes/ladder/" + f)]


def sizes():  # for each step: lines of code, new and gone since the last one
    before = []
    for step in STEPS:
        text = source(step)
        diff = list(difflib.ndiff(before, text))
        yield step, len(text), sum(x[:2] == "+ " for x in diff), sum(x[:2] == "- " for x in diff)
        before = text


def kitchen(build, cook):
    server = subprocess.Popen([build + "/kitchen", "--plain", "--cook", cook], stdout=subprocess.PIPE, text=True)
    return server, server.stdout.readline().strip()


def measure(program, *argv):  # wall s, CPU ms, calls
    walls, cpus = [], []
    for _ in range(5):
        start = time.monotonic()
        child = subprocess.Popen([program, *argv], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        walls.append(time.monotonic() - start)
        cpus.append((used.ru_utime + used.ru_stime) * 1e3)
        assert status == 0, program
    counted = os.path.join(os.path.dirname(program), "counted", os.path.basename(program))
    err = subprocess.run([counted, *argv], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
    return statistics.median(walls), statistics.median(cpus), int(re.search(r"(\d+) system calls", err)[1])


def about(n):  # a number that differs from run to run: its first digit
    digits = len(str(n)) - 1
    return "{:,}".format(n if n < 1000 else round(n, -digits))


def row(build, step, size, ten, thousand):
    program = "%s/ladder/%s" % (build, step.split(",")[0])
    at_once = ["1"] if "one" in step else []
    wall, cpu, calls = measure(program, ten, *at_once)
    cells = [step, IDEA.get(step, "the same, one name at a time"), *size, "%.2f s" % wall, "%.0f ms" % cpu, about(calls)]
    if step == "s1" or at_once:
        return cells + ["", ""]
    _, cpu, calls = measure(program, thousand, "1000", "1000")
    return cells + ["%.0f ms" % cpu, about(calls)]


def main(build):
    small, ten = kitchen(build, "100")
    large, thousand = kitchen(build, "100-1100")
    print("| step | idea | lines | new, gone | ten names: wall | CPU | system calls | a thousand: CPU | system calls |")
    print("|---|---|---|---|---|---|---|---|---|")
    for step, lines, new, gone in sizes():
        if step == "s2":
            print("| %s |" % " | ".join(row(build, "s2, one", ["", ""], ten, thousand)))
        print("| %s |" % " | ".join(row(build, step, [str(lines), "+%d −%d" % (new, gone)], ten, thousand)))
    for server in small, large:
        server.terminate()
    compiler = subprocess.run([os.environ.get("CC", "cc"), "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    print("\n%s, %d processors, Linux %s; %s, `-O0`; median of five runs." % (
        platform.machine(), os.cpu_count(), platform.release().split("-")[0], compiler))


if __name__ == "__main__":
    main(sys.argv[1])
