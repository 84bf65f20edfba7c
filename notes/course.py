"""course.py [--write] BUILD [CHAPTER…] - is the course what the code is today? Without chapters: all of notes/course, and whether they
show the whole ladder. Says what is wrong, a line each; exit status 1 if anything is.

In a chapter, above a block: `<!-- cut FILE NAME -->` shows a function, struct or macro (notes/cut.sh); `<!-- expand FILE NAME -->`
shows a function as the compiler sees it, its macros expanded; `<!-- any order -->` says that lines may come in any order. A block of
```console is a terminal: each line after `$ ` is run, with a plain kitchen's address in $URL, and prints what stands below it. Times
may differ a little, and counts of system calls. --write puts in today's listings and outputs."""
import os, re, subprocess, sys, tempfile, time

WORDS_MAX, BLOCK_MAX, LIBRARY_MAX, PROSE_MAX, TRIES = 1800, 100, 110, 110, 5
SCRATCH = tempfile.TemporaryDirectory()
faults = []


def fault(place, words):
    faults.append("%s: %s" % (place, words))


# ---- a function as the compiler sees it, laid out to be read ----


def end_of(text, at):  # of the pair that opens at text[at]
    depth = 0
    for m in re.compile(r'"(?:[^"\\]|\\.)*"|[({})]').finditer(text, at):
        depth += (m[0] in "({") - (m[0] in ")}")
        if depth == 0:
            return m.end()
    raise ValueError(text[at:at + 40])


def statements(text):  # ["if (…)", "return x;", "{", …]
    at, out = 0, []
    while True:
        text = text[at:].lstrip()
        if not text:
            return out
        if text[0] in "{}":
            at = 1
        elif m := re.match(r"(if|for|while|switch) ?(?=\()", text):
            at = end_of(text, m.end())
            at += bool(m[1] == "while" and out[-1] == "}" and text[at:at + 1] == ";")
        elif m := re.match(r"(case \w+|default|\w+):|do\b|else\b", text):
            at = m.end()
        else:  # up to a ; or to the brace of a block
            m = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^;{}"])*(;|(?=[{}]))').match(text)
            at = m.end() if m and m.end() else 1
            if text[at:at + 1] == "{" and re.search(r"=\s*$", text[:at]):  # an initializer
                at = text.index(";", end_of(text, at)) + 1
        out.append(re.sub(r"\s+", " ", text[:at].strip()))


def wrap(line):  # behind a comma or an operator, outside of strings
    room = BLOCK_MAX - len(line.expandtabs(8)) + len(line)
    if len(line) <= room:
        return [line]
    places = [m.end() for m in re.finditer(r'"(?:[^"\\]|\\.)*"|(?:,| \+| \?| :| &&) ', line) if m[0][0] != '"' and m.end() <= room]
    tabs = line[:len(line) - len(line.lstrip("\t"))]
    return [line[:places[-1]].rstrip(), *wrap(tabs + "\t" + line[places[-1]:])] if places else [line]


def lay_out(text):
    lines, depths, single = [], [0], 0  # depths: of the blocks that are open
    for s in statements(text):
        label = re.match(r"(case .*|default|\w+):$", s)
        if s == "}":
            depths.pop()
        if s == "{" and lines and len(depths) > 1:  # stays behind its head
            lines[-1] += " {"
        elif lines and lines[-1].strip() == "}" and (s.startswith("while") or re.match(r"\*?\w*;$", s)):
            lines[-1] += (" " + s) * (s != ";")
        else:
            lines.append("\t" * (closing if s == "}" else depths[-1] - bool(label) + single) + s)
        if s == "{":
            depths.append(len(lines[-1]) - len(lines[-1].lstrip("\t")) + 1)
        closing = depths[-1] - 1
        single = bool(re.match(r"(if|for|switch|while) ?\(.*\)$", s))
    return [x for line in lines for x in wrap(line)]


def expand(path, name):
    cc = os.environ.get("CC", "cc").split()
    flags = "-E -P -std=c11 -D_POSIX_C_SOURCE=200809L -I.".split()
    text = subprocess.run([*cc, *flags, path], capture_output=True, text=True, check=True).stdout
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.M)
    m = re.search(r"^[^\n;}]*\b%s\(" % name, text, re.M)
    if not m:
        return None
    head = text[m.start():text.index("{", m.end())].strip()
    body = text[text.index("{", m.end()):]
    return [head, *lay_out(body[:end_of(body, 0)])]


# ---- a terminal ----


def kitchen(build):
    server = subprocess.Popen([build + "/kitchen", "--plain"], stdout=subprocess.PIPE, text=True)
    return server, server.stdout.readline().strip()


def typed(command, build, url):
    command = re.sub(r"\bbuild/", build + "/", command).replace("/tmp/", SCRATCH.name + "/")  # another may run this, too
    done = subprocess.run(["stdbuf", "-oL", "bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
                          stdin=subprocess.DEVNULL, env={**os.environ, "URL": url, "LC_ALL": "C.UTF-8"})
    return done.stdout.replace(build + "/", "build/").splitlines()


def same_number(then, now, loosely):
    a, b = float(then), float(now)
    if loosely and max(a, b) > 1000:  # calls of one who spins: so many thousands
        return a / 100 <= b <= a * 100
    if loosely:  # a few calls more or less; or the processor's time, which others may want too
        return abs(a - b) <= 3 + max(a, b) / 2 if "." not in then else a / 40 - 0.02 <= b <= a * 4 + 0.1
    if "." in then:  # a time
        return a * 0.93 - 0.02 <= b <= a * 1.3 + 0.1
    return then == now


def same_line(then, now):
    number = r"\d+(?:\.\d+)?"
    if re.split(number, then) != re.split(number, now):
        return False
    loosely = any(x in then for x in ("CPU time", " recv ", " ms: "))
    return all(same_number(a, b, loosely) for a, b in zip(re.findall(number, then), re.findall(number, now)))


def same(then, now, any_order):
    if any_order:
        then, now = sorted(then), sorted(now)
    return len(then) == len(now) and all(map(same_line, then, now))


def session(lines):  # [(command, what it printed)]
    out = []
    for line in lines:
        if out and out[-1][0].endswith("\\"):
            out[-1] = (out[-1][0] + "\n" + line, [])
        elif line.startswith("$ "):
            out.append((line[2:], []))
        elif out:
            out[-1][1].append(line)
    return out


def run_session(place, lines, any_order, build, url, write):
    new = []
    for command, then in session(lines):
        for n in range(1 if write and not then else TRIES):  # the machine may be busy
            now = typed(command, build, url)
            if same(then, now, any_order):
                now = then
                break
            time.sleep(0.2 * n)
        else:
            write or fault(place, "`%s` prints something else today: %s" % (command, " / ".join(now)[:300]))
        new += [*("$ " + command).split("\n"), *now]
    return new


# ---- a chapter ----


def blocks(lines):  # (first line, last line, info string, the comment above)
    start = None
    for i, line in enumerate(lines):
        if not line.startswith("```"):
            continue
        if start is None:
            start = i
        else:
            above = lines[start - 1] if start and lines[start - 1].startswith("<!-- ") else ""
            yield start, i, lines[start][3:], above[5:-4]
            start = None


def renew(path, lines, build, url, write):  # the chapter with what its blocks show today
    new = list(lines)
    for start, end, info, above in reversed(list(blocks(lines))):
        place, now = "%s:%d" % (path, start + 1), None
        if info == "console":
            now = run_session(place, lines[start + 1:end], above == "any order", build, url, write)
        elif above.startswith("expand "):
            now = expand(*above.split()[1:])
            if now is None:
                fault(place, above.split()[2] + " is there not at all")
            elif now != lines[start + 1:end] and not write:
                fault(place, "what the compiler sees is another thing today")
        if now is not None:
            new[start + 1:end] = now
    return new


def slug(heading):  # as a link names it
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def look_at_links(path, prose):
    for n, line in prose:
        for to in re.findall(r"\]\(([^)\s]+)\)", line):
            if re.match(r"https?:", to):
                continue
            name, _, anchor = to.partition("#")
            file = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
            if not os.path.exists(file):
                fault("%s:%d" % (path, n), "there is no " + to)
            elif anchor and anchor not in [slug(x.lstrip("#")) for x in open(file) if x.startswith("#")]:
                fault("%s:%d" % (path, n), "there is no " + to)


def look_at_free_blocks(path, lines):  # a line or two of code, without a comment above: they stand in the ladder, or in the article
    for start, end, info, above in blocks(lines):
        if info in ("c", "python") and not above.startswith(("cut ", "expand ")):
            folders = {"c": ["notes/ladder"], "python": ["notes/ladder", "tests/house/article"]}[info]
            ending = (".c", ".h") if info == "c" else ".py"
            files = [os.path.join(f, x) for f in folders for x in os.listdir(f) if x.endswith(ending)]
            if not any(plain("\n".join(lines[start + 1:end])) in plain(open(x).read()) for x in files):
                fault("%s:%d" % (path, start + 1), "no such code")


def look(path, lines):
    look_at_free_blocks(path, lines)
    most = {}  # of the lines in blocks; the library's own are as wide as its files
    for start, end, _, above in blocks(lines):
        library = above.startswith("cut ") and not above.startswith("cut notes/")
        most.update(dict.fromkeys(range(start, end + 1), LIBRARY_MAX if library else BLOCK_MAX))
    prose = [(i + 1, line) for i, line in enumerate(lines) if i not in most]
    for i, line in enumerate(lines):
        if len(line.expandtabs(8)) > most.get(i, PROSE_MAX) and not line.startswith("|"):
            fault("%s:%d" % (path, i + 1), "more than %d columns" % most.get(i, PROSE_MAX))
    look_at_links(path, prose)
    head = lines[:30]
    if sum(bool(re.match(r"\d\. .*", x)) for x in head) < 2 or not any(x.endswith("?") for x in head):
        fault(path, "does not open with its questions")
    if "## The questions again" not in lines:
        fault(path, "does not come back to its questions")
    if not any(x.startswith("> ") for x in head):
        fault(path, "does not open with what it mirrors")
    words = sum(len(line.split()) for _, line in prose if not line.startswith("<!--"))
    if words > WORDS_MAX:
        fault(path, "%d words, at most %d" % (words, WORDS_MAX))


# ---- the ladder, and what is shown of it ----


def plain(text):  # as it is compared: without blanks and comments, and a header's `inline`
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S).replace("static inline", "static")
    return re.sub(r"[\s\\]+", " ", text).strip()


def definitions(path):  # (name, text) of each function, struct, enum and macro
    text = re.sub(r" *(/\*.*?\*/)", "", open(path).read(), flags=re.S)
    for m in re.finditer(r"^#define (\w+)(?:.*\\\n)*.*$", text, re.M):
        yield m[1], m[0]
    for m in re.finditer(r"^(?:struct|enum|static struct) (\w+) ?\{(?:[^\n]*\};$|.*?^\})", text, re.M | re.S):
        yield m[1], m[0]
    for m in re.finditer(r"^(?:static |int )[^;={}]*?(\w+)\([^;{}]*\)\n\{.*?^\}", text, re.M | re.S):
        yield m[1], m[0]


def look_at_ladder(folder, chapters):
    shown = []
    for lines in chapters:
        shown += [plain("\n".join(lines[a + 1:b])) for a, b, _, above in blocks(lines) if above.startswith("cut ")]
    for file in sorted(os.listdir(folder)):
        if not re.match(r"(s\d|lunch|order|ten|tiny)\w*\.[ch]$", file):
            continue
        for name, text in definitions(os.path.join(folder, file)):
            if not any(plain(text) in x for x in shown):
                fault("%s/%s" % (folder, file), "no chapter shows %s" % name)


def look_at_table(path):  # lines, and new and gone; what is measured is another thing each time
    sys.path.insert(0, "notes/ladder")
    from table import sizes
    rows = {r[1]: r for r in ([x.strip() for x in line.split("|")] for line in open(path) if line.startswith("| s"))}
    for step, lines, new, gone in sizes():
        if rows.get(step, [""] * 5)[3:5] != [str(lines), "+%d −%d" % (new, gone)]:
            fault(path, "%s has %d lines, +%d −%d: make ladder-table" % (step, lines, new, gone))


def main(arguments):
    write = "--write" in arguments
    build, *paths = [x for x in arguments if x != "--write"]
    whole = not paths
    folder = os.environ.get("LADDER", "notes/ladder")
    paths = paths or ["notes/course/" + x for x in sorted(os.listdir("notes/course")) if x.endswith(".md")]
    mode = [] if write else ["--check"]
    if subprocess.run(["sh", "notes/cut.sh", *mode, *paths], env={**os.environ, "BUILD": build}).returncode:
        fault("listings", "see above; `make course-write` renews them")
    server, url = kitchen(build)
    chapters = []
    for path in paths:
        lines = open(path).read().splitlines()
        new = renew(path, lines, build, url, write)
        if write and new != lines:
            open(path, "w").write("\n".join(new) + "\n")
            print("written:", path)
            lines = new
        look(path, lines)
        chapters.append(lines)
    server.terminate()
    if whole or "LADDER" in os.environ:
        look_at_ladder(folder, chapters)
    if whole or "OUTLINE" in os.environ:
        look_at_table(os.environ.get("OUTLINE", "notes/outline.md"))
    for x in faults:
        print(x, file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
