"""terminal.py COMMAND <LINES - what a reader sees who starts COMMAND on a terminal and types LINES at gdb's prompt, one after
the other. The terminal is 160 columns wide; its colours are left out."""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

PROMPT, PATIENCE = b"(gdb) ", 30


def read_to_prompt(terminal):
    seen, until = b"", time.monotonic() + PATIENCE
    while not seen.endswith(PROMPT) and time.monotonic() < until:
        if select.select([terminal], [], [], 1)[0]:
            try:
                seen += os.read(terminal, 65536)
            except OSError:  # it has ended
                break
    return seen


child, terminal = pty.fork()
if child == 0:
    for name in "MAKEFLAGS", "MAKELEVEL", "MFLAGS":
        os.environ.pop(name, None)
    os.environ.update(TERM="xterm", LC_ALL=os.environ.get("LC_ALL", "C.UTF-8"), HOME="/nonexistent", DEBUGINFOD_URLS="")
    os.execvp("sh", ["sh", "-c", sys.argv[1]])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
seen = read_to_prompt(terminal)
for line in sys.stdin:
    os.write(terminal, line.encode())
    seen += read_to_prompt(terminal)
os.write(terminal, b"quit\n")
seen = seen[:-len(PROMPT)]
os.close(terminal)
os.waitpid(child, 0)
sys.stdout.buffer.write(re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]|\r", b"", seen))
