"""flow.py - what becomes of the variables of a coroutine: which of them are read after an await, and hold then
what an earlier step put there.

A coroutine returns where it waits. At the resume a parameter has its first value again, and so has a variable
that is initialised before ASYNC(…); any other holds nothing. So this walks through the body in the order in
which it runs, notes for each variable who may have changed it last, and turns that into `lost` at each await.
A struct's members are followed one by one, an array as a whole."""
from typing import NamedTuple, Optional

from syntax import (await_parts, bare, begin, body_of, callee, declared, initialiser, is_a, is_await, is_const, is_static,
                    kids, line_of, referenced, type_of, walk)

# Calls that fill what their first argument points to, whatever was there.
FILLS = {'snprintf', 'sprintf', 'vsnprintf', 'strcpy', 'strncpy', 'stpcpy', 'memcpy', 'memmove', 'memset', 'fgets',
         'sscanf', 'fscanf', 'time', 'clock_gettime', 'gettimeofday', 'localtime_r', 'gmtime_r', 'strftime', 'pipe'}
ENDS = {'abort', 'exit', '_exit', 'loop_fatal', 'coro_lost'}
OURS = {'my', 'hook_', 'here_', 'site_', 'outcome_', 'err_', 'spawned_', 'args_', 'started_'}
STEADY = {'task_running'}  # the same at each resume
# What the loop or another task may hold by its address.
LINKED = {'struct ' + name for name in ('task', 'task_link', 'list', 'handle', 'timer', 'wait', 'coro', 'io')}


class Fact(NamedTuple):
    """One way in which a variable may have got its value."""
    line: int                 # where; 0: it has it at each resume
    by: Optional[str] = None  # by this call, which was given its address; None: by an assignment
    lost: int = 0             # … and was lost at the await in this line


GIVEN = Fact(0)                 # a parameter, or initialised before ASYNC(…)
NOTHING = Fact(0, by='nobody')  # no value yet
TAKEN, KEPT = '&', '= &'        # no call, but: its address was taken; was stored where it outlives the variable


class Place(NamedTuple):
    """A variable, or a member of one; or something inside of that."""
    variable: str
    member: Optional[str] = None
    whole: bool = True

    @property
    def key(self):
        return self.variable, self.member


class Jumps:
    """The states in which a loop or a switch is left, or begun again."""

    def __init__(self, loop):
        self.loop, self.breaks, self.continues = loop, None, None


def facts_of(state, key):
    return state.get(key) or state.get((key[0], None)) or frozenset([NOTHING])


def join(a, b):
    """What may be so after either; None stands for a place that is not reached."""
    if a is None or b is None:
        return b if a is None else a
    return {key: facts_of(a, key) | facts_of(b, key) for key in {**a, **b}}


def constant(expression):
    expression = bare(expression) if expression else {}
    return int(expression['value']) if is_a(expression, 'IntegerLiteral') else None


def fixed_arguments(call):
    """How many arguments a call must have; those behind them are for a format."""
    kinds = type_of(kids(call)[0])
    inside = kinds[kinds.rfind('(') + 1:]
    return inside.count(',') if '...' in inside else len(kids(call))


def read_variable(node):
    """The declaration of the variable of which something is read here, or {}."""
    while is_a(node, 'ParenExpr', 'ImplicitCastExpr', 'MemberExpr', 'ArraySubscriptExpr') and not node.get('isArrow'):
        node = kids(node)[0]
    return referenced(node)


class Flow:
    def __init__(self, function, tell, structs):
        self.tell, self.structs, self.links = tell, member_names(structs), linked_types(structs)
        self.variables, self.state, self.labels = {}, {}, {}
        self.jumps, self.entries, self.fills = [], [], {}
        self.awaiting = self.handing = None
        statements = kids(body_of(function))
        at = begin(function)
        self.begins = line_of(statements[at])
        for parameter in kids(function):
            if is_a(parameter, 'ParmVarDecl'):
                self.enter(parameter, GIVEN)
        for statement in statements[:at]:
            for variable in declared(statement):
                self.enter(variable, self.first(variable))
        self.run(statements[at:])

    # ---- variables ----

    def enter(self, variable, fact):
        if is_static(variable) or variable.get('name') in OURS:
            return
        self.variables[variable['id']] = variable
        self.write(Place(variable['id']), fact)

    def first(self, variable):
        """Its value when the coroutine begins, and at each resume again."""
        value = initialiser(variable)
        if not value:
            return NOTHING
        self.value(value)
        return GIVEN if self.is_stable(value) else Fact(line_of(variable))

    def is_stable(self, value):
        """Nothing that others may change meanwhile: no value of a variable outside of the function."""
        reads = (read_variable(node) for node in walk(value) if node.get('castKind') == 'LValueToRValue')
        return all(to.get('kind') != 'VarDecl' or to['id'] in self.variables or to['name'] in STEADY or
                   'const' in type_of(to) for to in reads)

    def is_aggregate(self, where):
        kind = type_of(self.variables[where.variable])
        return kind.endswith(']') or kind.startswith(('struct ', 'union ')) and '*' not in kind

    def facts(self, where):
        """Of a whole struct: those of all its members; if each has its own, what was true of the whole is past."""
        if where.member:
            return set(facts_of(self.state, where.key))
        parts = {key: facts for key, facts in self.state.items() if key[0] == where.variable and key[1] is not None}
        names = self.structs.get(type_of(self.variables[where.variable]))
        covered = names and names <= {member for _, member in parts}
        return set().union(*parts.values(), () if covered else facts_of(self.state, where.key))

    def write(self, where, fact):
        if self.state is None:
            return
        self.state = dict(self.state)
        parts = [] if where.member else [key for key in self.state if key[0] == where.variable]
        if where.whole:
            for key in parts:
                del self.state[key]
            self.state[where.key] = frozenset([fact])
        else:
            for key in [*parts, where.key]:
                self.state[key] = facts_of(self.state, key) | {fact}

    def read(self, where, node):
        if self.state is not None:
            self.tell_lost(where, node, [fact for fact in self.facts(where) if fact.lost])

    def tell_lost(self, where, node, lost):
        if lost:
            self.tell.lost(self.variables[where.variable], node, min(lost), self.begins)

    # ---- a variable's address ----

    def taken(self, where, node):
        """Its address goes somewhere: what is written through it cannot be seen."""
        self.tell_kept(where, node)
        self.tell.aliased(self.variables[where.variable])
        if not type_of(self.variables[where.variable]).startswith('const '):
            self.write(where._replace(whole=False), Fact(line_of(node), by=TAKEN))

    def tell_kept(self, where, node):
        if self.handing:
            self.tell.handed(self.variables[where.variable], node)
        elif self.awaiting:
            self.tell.pointed(self.variables[where.variable], node)

    def passed(self, where, node, name):
        """Its address is given to a function that may write there."""
        if self.state is None:
            return
        facts = self.facts(where)
        lost = [fact for fact in facts if fact.lost]
        given = any(fact.by is None for fact in facts)
        fills = self.fills.setdefault(where.variable, set(FILLS))
        if facts == {NOTHING}:  # whoever gets it first, while it holds nothing, can only fill it
            fills.add(name)
        filled = where.whole and (name in FILLS or name.endswith('_init') or name in fills and not given)
        self.tell_kept(where, node)
        if not filled and (given or self.is_aggregate(where)):
            self.tell_lost(where, node, lost)
        self.write(where if filled or not given else where._replace(whole=False), Fact(line_of(node), name))

    def pointed_at(self, argument):
        """The place whose address an argument is, or None."""
        node = argument
        while is_a(node, 'ParenExpr', 'CStyleCastExpr') or node.get('castKind') in ('NoOp', 'BitCast'):
            node = kids(node)[-1]
        if node.get('opcode') == '&' and is_a(node, 'UnaryOperator'):
            return self.lvalue(kids(node)[0])
        if node.get('castKind') == 'ArrayToPointerDecay':
            return self.lvalue(kids(node)[0])
        if node.get('opcode') in ('+', '-') and type_of(node).endswith('*'):
            left, right = kids(node)
            where = self.pointed_at(left)
            self.value(right)
            return where and where._replace(whole=False)
        return None

    def call(self, node):
        name, pointers = callee(node), []
        function, *arguments = kids(node)
        self.value(function)
        for i, argument in enumerate(arguments):
            where = self.pointed_at(argument)
            if where:
                only_read = is_const(type_of(argument)) or i >= fixed_arguments(node) and 'scanf' not in name
                pointers.append((where, argument, only_read))
            else:
                self.value(argument)
        for where, argument, only_read in pointers:
            if name == 'task_spawn' and type_of(argument) == 'const char *':  # the task's name
                self.tell.handed(self.variables[where.variable], argument)
            if only_read:
                self.read(where, argument)
            else:
                self.passed(where, argument, name)
        if name in ENDS:
            self.state = None

    # ---- expressions ----

    def lvalue(self, node):
        """The place that an expression names, or None; what it computes on the way is run."""
        node = kids(node)[0] if is_a(node, 'ParenExpr') else node
        if is_a(node, 'DeclRefExpr'):
            variable = node['referencedDecl']['id']
            return Place(variable) if variable in self.variables else None
        if is_a(node, 'MemberExpr') and not node.get('isArrow'):
            base = self.lvalue(kids(node)[0])
            if type_of(kids(node)[0]).startswith('union '):
                return base
            if base and base.whole and not base.member:
                return Place(base.variable, node.get('name', ''))
            return base and base._replace(whole=False)
        if is_a(node, 'ArraySubscriptExpr'):
            base, index = kids(node)
            self.value(index)
            if base.get('castKind') == 'ArrayToPointerDecay':
                where = self.lvalue(kids(base)[0])
                return where and where._replace(whole=False)
        if not is_a(node, 'ParenExpr'):
            self.each(node)
            return None
        return self.lvalue(node)

    def value(self, node):
        kind, sort = node['kind'], node.get('castKind')
        if sort == 'LValueToRValue':
            where = self.lvalue(kids(node)[0])
            if where:
                self.read(where, node)
        elif sort == 'ArrayToPointerDecay' or kind == 'UnaryOperator' and node['opcode'] == '&':
            where = self.lvalue(kids(node)[0])
            if where:
                self.taken(where, node)
        elif kind == 'UnaryOperator' and node['opcode'] in ('++', '--'):
            self.change(node, kids(node)[0], None, True)
        elif kind == 'CompoundAssignOperator' or kind == 'BinaryOperator' and node['opcode'] == '=':
            self.change(node, *kids(node), kind == 'CompoundAssignOperator')
        elif kind == 'BinaryOperator' and node['opcode'] in ('&&', '||'):
            self.branches(*kids(node), None)
        elif kind == 'ConditionalOperator':
            self.branches(*kids(node))
        elif kind == 'CallExpr':
            self.call(node)
        elif kind == 'StmtExpr':
            self.run(kids(kids(node)[0]))
        elif kind != 'UnaryExprOrTypeTraitExpr':
            self.each(node)

    def each(self, node):
        for kid in kids(node):
            if kid['kind'].endswith(('Expr', 'Operator', 'Literal')):
                self.value(kid)

    def change(self, node, left, right, reads):
        if right:
            self.value(right)
        where = self.lvalue(left)
        kept = not where and right and self.pointed_at(right)
        if kept:
            self.write(kept._replace(whole=False), Fact(line_of(node), by=KEPT))
        if where and reads:
            self.read(where, node)
        if where:
            self.write(where, Fact(line_of(node)))

    def branches(self, condition, yes, no):
        self.value(condition)
        before = self.state
        self.value(yes)
        after, self.state = self.state, before
        if no:
            self.value(no)
        self.state = join(after, self.state)

    # ---- statements ----

    def run(self, statements):
        """Until no jump backward brings anything new."""
        start = self.state
        while True:
            known, self.state = dict(self.labels), start
            for statement in statements:
                self.statement(statement)
            if self.labels == known:
                return

    def statement(self, node):
        if is_await(node):
            self.wait(node)
        elif node['kind'].endswith(('Expr', 'Operator', 'Literal')):
            self.value(node)
        else:
            getattr(self, node['kind'], self.other)(node)

    def other(self, node):
        for kid in kids(node):
            self.statement(kid)

    def DeclStmt(self, node):
        for variable in declared(node):
            self.declare(variable)

    def declare(self, variable):
        value = initialiser(variable)
        if value and not is_static(variable):
            self.handing = variable['name'] == 'args_' or None
            self.value(value)
            self.handing = None
        self.enter(variable, Fact(line_of(variable)) if value else NOTHING)

    def IfStmt(self, node):
        condition, yes, *no = kids(node)
        self.value(condition)
        before = self.state
        self.statement(yes)
        after, self.state = self.state, before
        for statement in no:
            self.statement(statement)
        self.state = join(after, self.state)

    def WhileStmt(self, node):
        condition, body = kids(node)[-2:]
        self.loop(condition, body, None)

    def ForStmt(self, node):
        first, _, condition, step, body = node['inner']
        if first:
            self.statement(first)
        self.loop(condition, body, step)

    def loop(self, condition, body, step):
        start = self.state
        while True:
            self.state = start
            if condition:
                self.value(condition)
            after = None if not condition or constant(condition) else self.state
            self.jumps.append(Jumps(True))
            self.statement(body)
            jumps = self.jumps.pop()
            self.state = join(self.state, jumps.continues)
            if step:
                self.value(step)
            again = join(start, self.state)
            if again == start:
                break
            start = again
        self.state = join(after, jumps.breaks)

    def DoStmt(self, node):
        body, condition = kids(node)
        start = self.state
        while True:
            self.state = start
            self.jumps.append(Jumps(True))
            self.statement(body)
            jumps = self.jumps.pop()
            self.state = join(self.state, jumps.continues)
            self.value(condition)
            again = join(start, self.state)
            if constant(condition) == 0 or again == start:
                break
            start = again
        self.state = join(None if constant(condition) else self.state, jumps.breaks)

    def SwitchStmt(self, node):
        condition, body = kids(node)[-2:]
        self.value(condition)
        self.entries.append(self.state)
        self.jumps.append(Jumps(False))
        before, self.state = self.state, None
        self.statement(body)
        self.entries.pop()
        self.state = join(self.state, self.jumps.pop().breaks)
        if not any(is_a(kid, 'DefaultStmt') for kid in kids(body)):
            self.state = join(self.state, before)

    def CaseStmt(self, node):
        self.state = join(self.state, self.entries[-1])
        self.statement(kids(node)[-1])

    DefaultStmt = CaseStmt

    def BreakStmt(self, _):
        self.jumps[-1].breaks = join(self.jumps[-1].breaks, self.state)
        self.state = None

    def ContinueStmt(self, _):
        loop = next(jumps for jumps in reversed(self.jumps) if jumps.loop)
        loop.continues = join(loop.continues, self.state)
        self.state = None

    def ReturnStmt(self, node):
        self.other(node)
        self.state = None

    def GotoStmt(self, node):
        to = node['targetLabelDeclId']
        self.labels[to] = join(self.labels.get(to), self.state)
        self.state = None

    def LabelStmt(self, node):
        self.state = join(self.state, self.labels.get(node['declId']))
        self.other(node)

    # ---- awaits ----

    def wait(self, node):
        """The arguments are evaluated at the first call, and again at each resume."""
        call, outcome = await_parts(node)
        self.awaiting = node
        self.value(call)
        self.suspend(node)
        self.value(call)
        self.awaiting = None
        for statement in outcome:
            self.statement(statement)

    def suspend(self, node):
        if self.state is None:
            return
        line = line_of(node)
        for (variable, _), facts in self.state.items():
            self.tell_dangling(self.variables[variable], {fact.by for fact in facts if not fact.lost}, node)
        self.state = {key: facts | {fact._replace(lost=fact.lost or line) for fact in facts if fact.line}
                      for key, facts in self.state.items()}

    def tell_dangling(self, variable, users, node):
        """Who uses its address may still do so when it is gone."""
        given_away = users - {None, NOTHING.by}
        if KEPT in users or type_of(variable).split('[')[0] in self.links and given_away:
            self.tell.dangling(variable, node)


def struct_members(tree):
    """Of each struct the types of its members, by name."""
    return {'struct ' + node['name']: {kid.get('name', ''): type_of(kid) for kid in kids(node) if is_a(kid, 'FieldDecl')}
            for node in kids(tree) if is_a(node, 'RecordDecl') and node.get('completeDefinition') and 'name' in node}


def member_names(structs):
    return {struct: set(members) for struct, members in structs.items()}


def linked_types(structs):
    """The structs that hold something that is linked, at whatever depth."""
    found, more = set(LINKED), True
    while more:
        more = {struct for struct, members in structs.items()
                if found & {kind.split('[')[0] for kind in members.values()}} - found
        found |= more
    return found
