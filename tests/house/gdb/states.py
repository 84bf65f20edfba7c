"""states.py - in gdb, in the state in which it was called: every command, with right and wrong arguments, answers in sentences
of its own. Printed is which one did not."""
import gdb

ARGUMENTS = ("", "1", "one", "nobody", "x", "-1", "99", "0", "1 2", "all", "off", "off 7", "turn", "turn x", "turn 0", "slow x", "error x",
             "two start done", "1 0", "1 x", "1 -1", "1 99", "\"", "4294967296", "99999999999999999999")
NAMES = [usage.split()[0] for usage, _ in helps]  # noqa: F821 - of gdb.py
wrong = 0
for name in ["", "nonsense"] + NAMES:
    for arguments in ARGUMENTS if wrong < 5 else ():
        words = ("co %s %s" % (name, arguments)).rstrip()
        try:
            gdb.execute(words, to_string=True)
        except gdb.error as error:
            if any(sign in str(error) for sign in ("\n", "Python", "Traceback", "Error ")):
                print("%s: %s" % (words, error))
                wrong += 1
        except BaseException as error:
            print("%s: %s: %s" % (words, type(error).__name__, error))
            wrong += 1
print("all answered" if not wrong else "%d wrong" % wrong)
