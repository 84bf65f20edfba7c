# gdb_memory.py - a program's memory, read by its types: lists, the frames of coroutines, the arguments of tasks.
#
# A struct is looked up in the file of who uses it, since another file may have another one of that name. Nothing
# here calls a function of the program or writes to it.
import gdb

NEW, READY, RUNNING, WAITING, DONE = range(5)  # enum task_state


def symbol_of(name):
    symbol = gdb.lookup_global_symbol(name)
    if symbol is None:
        raise gdb.GdbError("no %s here: is this a program of this library, built with -g?" % name)
    return symbol


def the(name):
    """A global of the program. (An expression would find a local variable of that name first.)"""
    return symbol_of(name).value()


def static_of(name, function_name):
    """A static variable of the file in which this function stands."""
    return gdb.lookup_symbol(name, symbol_of(function_name).symtab.static_block())[0].value()


def text(pointer):
    return pointer.string("utf-8", "replace")


def is_library(file):
    return file.startswith(("coro/", "http/"))


# ---- functions and structs ----

def function_block(pointer):
    """The block of the function to which a pointer points, or None. At -O2 it may begin with another one, inlined."""
    block, found = gdb.block_for_pc(int(pointer)) if int(pointer) else None, None
    while block:
        found = block if block.function else found
        block = block.superblock
    return found


def function(pointer):
    """The name of the function to which a pointer points, or None."""
    block = function_block(pointer)
    return block.function.name if block else None


def functions(name):
    """The blocks of all functions of this name."""
    for symbol in gdb.lookup_static_symbols(name) + [gdb.lookup_global_symbol(name)]:
        if symbol and symbol.type.code == gdb.TYPE_CODE_FUNC:
            yield function_block(symbol.value().address)


def struct(name, block):
    """The struct of this name that a block knows. (lookup_type would take that of any file.)"""
    symbol = gdb.lookup_symbol(name, block, gdb.SYMBOL_STRUCT_DOMAIN)[0]
    if symbol is None:
        raise gdb.GdbError("the compiler has left nothing of struct %s" % name)
    return symbol.type


def container(address, type_name, member, user=None):
    """C's container_of: the struct whose member lies at this address. user: a function of the program that knows it."""
    block = function_block(user) if user else symbol_of("task_all").symtab.static_block()
    kind = struct(type_name, block)
    return gdb.Value(int(address) - kind[member].bitpos // 8).cast(kind.pointer()).dereference()


def members(head, type_name, member="link"):
    """Those who stand in a list."""
    link, known = head["next"], set()
    while link != head.address:
        if int(link) in known:
            raise gdb.GdbError("a list without an end: another program's core file?")
        known.add(int(link))
        yield container(link, type_name, member)
        link = link["next"]


# ---- frames and arguments ----

class Site:
    """A place in the source: of an await, which is told in what, or of a coroutine."""
    def __init__(self, pointer):
        self.file, self.func, self.line = text(pointer["file"]), text(pointer["func"]), int(pointer["line"])
        is_await = pointer.type.target().unqualified().tag == "site" and int(pointer["what"])
        self.what = text(pointer["what"]) if is_await else None

    def __str__(self):
        return "%s:%d %s" % (self.file, self.line, self.func)


class Frame:
    """The frame of a coroutine. Its struct has no name, and only its function knows it."""
    def __init__(self, coro):
        self.coro, self.func, self.size = coro, text(coro["fn"]["func"]), int(coro["fn"]["size"])
        self.at = Site(coro["at"]) if int(coro["at"]) else None

    def tell(self, arguments=""):
        what = "await " + self.at.what if self.at else "runs, or has not awaited yet"
        return "%s%s: %s" % (self.at or Site(self.coro["fn"]), arguments, what)

    def my(self):
        """What the variable `my` of its function points to, by type; None: the compiler has left nothing of it. The
        function is the one whose record this is: others may have its name."""
        for block in functions(self.func):
            local = {symbol.name: symbol for symbol in block}
            if "my" in local and "here_" in local and local["here_"].value().address == self.coro["fn"]:
                return self.coro.cast(local["my"].type)
        return None

    def fields(self, depth):
        my = self.my()
        if my is None:
            yield "(its fields are not known: built without -g?)"
            return
        for field in my.dereference().type.fields():
            if field.name != "coro":
                yield "%s = %s" % (field.name, my[field].format_string(max_depth=depth))


def frames(task):
    """Those of a task, outermost first."""
    coro = task["root"]
    while int(coro):
        yield Frame(coro)
        coro = coro["child"]


def start_of(task):
    """The block of the function with which a task was started, and its arguments; None once it is done."""
    if int(task["state"]) == DONE or not int(task["args"]):
        return None
    block = function_block(task["args"].cast(gdb.lookup_type("long").pointer()).dereference())
    if block is None:
        return None
    kind = struct(block.function.name + "_args", block)
    return block, task["args"].cast(kind.pointer()).dereference()


def in_words(value):
    """As gdb prints an argument, but a text without its address."""
    kind = value.type.strip_typedefs()
    target = kind.target().strip_typedefs() if kind.code == gdb.TYPE_CODE_PTR and int(value) else None
    is_text = target is not None and target.code == gdb.TYPE_CODE_INT and target.sizeof == 1
    return value.format_string(max_depth=1, address=not is_text)


def started_as(task):
    """As start_of, in words: ("work", " (ms=20, name="x")")."""
    start = start_of(task)
    if start is None:
        return None, ""
    block, arguments = start
    names = [symbol.name for symbol in block if symbol.is_argument]
    values = [in_words(arguments[field]) for field in arguments.type.fields()[1:]]
    return block.function.name, " (%s)" % ", ".join("%s=%s" % pair for pair in zip(names, values))
