"""check.py - the mistakes in coroutines that the compilers pass over.

    python3 check.py GCC_SAYS OPTIONS FILE …

Prints a line for each, "file:line: function: what is wrong and what to write instead"; exit status 1 if there is
one. GCC_SAYS is a file with lines of this kind that gcc has led to.
CLANG names the compiler that reads the files. See check.sh, which calls this."""
import os
import sys

import flow
import rules
from syntax import async_names, begin, functions, line_of, parse, place


def field_of(variable):
    """How to make a field of it."""
    kind, name = variable['type']['qualType'], variable['name']
    if '(' in kind:
        return 'make it a field of ASYNC(…)'
    if '*' not in kind:
        kind = kind.removeprefix('const ')
    base, bracket, length = kind.partition('[')
    space = '' if base.endswith('*') else ' '
    return f'make it a field, ASYNC({base}{space}{name}{bracket}{length})'


class Findings:
    """What is wrong, in words; of the function that is looked at."""

    def __init__(self):
        self.lines, self.function, self.known, self.by_pointer = {}, '', set(), set()

    def enter(self, function):
        self.function, self.known = function['name'], set()

    def say(self, node, words, about=None):
        """About one variable only the first is said."""
        file, line = place(node)
        if about is None or about not in self.known:
            self.lines[file, line, self.function, words] = True
        self.known.add(about)

    def lost(self, variable, node, fact, begins):
        name = variable['name']
        if fact.line < begins:
            words = f"'{name}' is initialised anew at each resume, in line {fact.line}, so that it has another value here"
        elif fact.lost == line_of(node):
            words = f"at each resume this await reads '{name}' again, and what line {fact.line} put there is lost"
        else:
            words = f"'{name}' is read here, but the await in line {fact.lost} lost what line {fact.line} put there"
        advice = f'{field_of(variable)}, and write my->{name}'
        if variable['kind'] == 'ParmVarDecl':
            advice = f'a parameter has its first value again at each resume; {field_of(variable)}, and change that'
        self.say(node, f'{words}: {advice}', variable['id'])

    def pointed(self, variable, node):
        name = variable['name']
        self.say(node, f"this await is given the address of '{name}', which is gone when the coroutine pauses: "
                       f'{field_of(variable)}, and give it &my->{name}', variable['id'])

    def handed(self, variable, node):
        self.say(node, f"a task is given the address of '{variable['name']}', which is gone when this coroutine pauses: "
                       f'{field_of(variable)}', variable['id'])

    def dangling(self, variable, node):
        self.say(node, f"'{variable['name']}' is gone when the coroutine pauses here, and its address is still in use: "
                       f'{field_of(variable)}', variable['id'])

    def before(self, node):
        self.say(node, 'code before ASYNC(…) runs again at each resume: put it behind')

    def initialised_before(self, variable):
        self.say(variable, f"'{variable['name']}' is initialised before ASYNC(…), and so again at each resume: "
                           'assign it behind', variable['id'])

    def changing(self, node):
        self.say(node, 'the arguments of an await are evaluated again at each resume: change nothing in them')

    def may_change(self, node, name):
        self.say(node, f'{name}(…) is called again at each resume, and may change something each time: call it before '
                       'this await, and keep what it gives in a field')

    def not_awaited(self, node, name, within):
        advice = {'coroutine': f'write AWAIT({name}(…))', 'returned': f'declare {self.function} async, to be awaited too',
                  'function': f'make {self.function} a coroutine, or start {name} with task_start or async_run'}
        self.say(node, f'{name} is a coroutine and is called without an await: {advice[within]}')

    def leaves(self, node, word):
        self.say(node, f'this {word} leaves a block of ASYNC_WITH, and its exit does not run: end the block first')

    def returns(self, node):
        self.say(node, 'a bare return ends no coroutine: write ASYNC_RETURN(), or ASYNC_RAISE(…)')

    def in_a_switch(self, node):
        self.say(node, 'an await inside of a switch, where no resume can find it: write if, or put it into a coroutine')

    def aliased(self, variable):
        """Somebody may change it through a pointer: flow.py would not see that, and gcc may."""
        self.by_pointer.add((self.function, variable['name']))

    def merge(self, path):
        """What gcc says of variables that we lose sight of. Of others we know better."""
        named = {function for _, _, function, _ in self.lines}
        with open(path) as gcc_says:
            for text in gcc_says:
                file, line, function, words = (part.strip() for part in text.split(':', 3))
                if function not in named and (function, words.split("'")[1]) in self.by_pointer:
                    self.lines[file, int(line), function, words] = True

    def print(self):
        for file, line, function, words in sorted(self.lines):
            print(f'{file}:{line}: {function}: {words}')


def check_file(compiler, options, file, found):
    """False: clang cannot read it."""
    tree, errors = parse(compiler, options, file)
    if tree is None:
        print(errors, end='')
        return False
    names, structs = async_names(tree), flow.struct_members(tree)
    for function in functions(tree):
        found.enter(function)
        rules.check_calls(function, names, found)
        if begin(function) is not None:
            rules.check_before(function, found)
            rules.check_arguments(function, found)
            rules.check_blocks(function, found)
            rules.check_returns(function, found)
            rules.check_switches(function, found)
            flow.Flow(function, found, structs)
    return True


def main(gcc_says, options, *files):
    found, compiler = Findings(), os.environ.get('CLANG', 'clang')
    read = [check_file(compiler, options.split(), file, found) for file in files]
    found.merge(gcc_says)
    found.print()
    return 1 if found.lines or not all(read) else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
