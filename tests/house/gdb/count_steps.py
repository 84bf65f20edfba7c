"""count_steps.py - in gdb, at an await: how many `step`s are there to the line that calls $to? At most $most, or it is told."""
import linecache

import gdb

to, most = gdb.convenience_variable("to").string(), int(gdb.convenience_variable("most"))
seen, line = [], ""
while to not in line and len(seen) < most:
    gdb.execute("step", to_string=True)
    place = gdb.selected_frame().find_sal()
    line = linecache.getline(place.symtab.filename, place.line)
    seen.append("%s:%d" % (place.symtab.filename, place.line))
print("came to " + to if to in line else "%d steps, and no %s: %s" % (len(seen), to, " ".join(seen)))
