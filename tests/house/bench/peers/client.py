"""peers.py CLIENT URL CAFILE N C MODE - other clients under the bench client's contract: the same JSON line.

CLIENT is aiohttp or wrk. One that is not installed, or does not know the mode, prints nothing. wrk checks
neither certificate nor body, and its bill holds its start and its handshakes too."""
import json, os, re, resource, shutil, ssl, subprocess, sys, time

NAMES = ("Alice Bob Charlie Diana Eve Frank Grace Heidi Ivan Judy Kim Laura Mallory Niaj Olivia Peggy").split()


def memory(field):
    for line in open("/proc/self/status"):
        if line.startswith(field):
            return int(line.split()[1])
    return 0


class Bill:
    def __init__(self, who):
        self.who = who
        open("/proc/self/clear_refs", "w").write("5")
        self.rss0, self.before, self.start = memory("VmRSS:"), resource.getrusage(who), time.perf_counter()

    def show(self, n, c, errors):
        wall, after = time.perf_counter() - self.start, resource.getrusage(self.who)
        print(json.dumps({
            "n": n, "c": c, "wall_s": wall, "user_s": after.ru_utime - self.before.ru_utime,
            "sys_s": after.ru_stime - self.before.ru_stime, "rss0_kb": self.rss0, "peak_kb": memory("VmHWM:"),
            "errors": errors}, separators=(",", ":")))


async def measure_aiohttp(url, cafile, n, c, mode):
    import aiohttp, asyncio

    errors, left = 0, 0
    context = ssl.create_default_context(cafile=cafile)
    connector = aiohttp.TCPConnector(limit=c, ssl=context, force_close=mode == "close")

    async def work(session, gate=None):
        nonlocal left, errors
        while left > 0:
            left -= 1
            name = NAMES[left % len(NAMES)]
            async with session.get(f"{url}?name={name}") as response:
                if gate:
                    gate.append(1)
                    while len(gate) < c:  # until everybody has a connection
                        await asyncio.sleep(0.001)
                data = await response.json()
                errors += data["name"] != name or not {"gender", "probability", "count"} <= data.keys()

    async with aiohttp.ClientSession(connector=connector) as session:
        if mode in ("keep", "warm"):
            left = c
            gate = []
            await asyncio.gather(*[work(session, gate) for _ in range(c)])
        bill = Bill(resource.RUSAGE_SELF)
        left = n = c if mode == "warm" else n
        await asyncio.gather(*[work(session) for _ in range(min(n, c))])
        bill.show(n, c, errors)


def measure_wrk(url, c):
    bill = Bill(resource.RUSAGE_CHILDREN)
    output = subprocess.run(["wrk", "-t1", f"-c{c}", "-d1s", url], capture_output=True, text=True).stdout
    done = re.search(r"(\d+) requests in", output)
    if done:
        bill.show(int(done[1]), c, 0)


def main(client, url, cafile, n, c, mode):
    n, c = int(n), int(c)
    if client == "aiohttp":
        try:
            import aiohttp, asyncio
        except ImportError:
            return
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        asyncio.run(measure_aiohttp(url, cafile, n, c, mode))
    elif client == "wrk" and mode == "keep" and shutil.which("wrk"):
        measure_wrk(url + "/?name=Bob", c)


main(*sys.argv[1:])
