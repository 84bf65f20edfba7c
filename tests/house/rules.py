"""rules.py - what must not stand before ASYNC(…), beside an AWAIT, in its arguments, or around it."""
from syntax import (await_parts, bare, begin, body_of, callee, declared, declares, initialiser, is_a, is_async, is_await,
                    is_const, is_static, kids, outermost, referenced, type_of, walk)


def changes_something(node):
    """++, -- or an assignment."""
    return (is_a(node, 'CompoundAssignOperator') or node.get('opcode') in ('++', '--') or
            is_a(node, 'BinaryOperator') and node['opcode'] == '=')


def calls_something(node):
    return is_a(node, 'CallExpr') and not callee(node).startswith('__builtin')


def evaluated(node):
    """Like walk, but for what C never computes: sizeof, and the sum in each await."""
    if is_a(node, 'UnaryExprOrTypeTraitExpr'):
        return
    yield node
    for kid in kids(node) if not is_await(node) else await_nodes(node):
        yield from evaluated(kid)


def await_nodes(node):
    call, outcome = await_parts(node)
    return [call, *outcome]


def awaited(function):
    return [await_parts(node)[0] for node in walk(function) if is_await(node)]


def check_before(function, tell):
    """Code before ASYNC(…) runs at each resume."""
    for statement in kids(body_of(function))[:begin(function)]:
        if is_a(statement, 'DeclStmt'):
            check_initialisers(statement, tell)
        elif not is_a(statement, 'NullStmt'):
            tell.before(statement)


def check_initialisers(statement, tell):
    for variable in declared(statement):
        value = initialiser(variable)
        if value and not is_static(variable):
            if any(calls_something(node) or changes_something(node) for node in evaluated(value)):
                tell.initialised_before(variable)


def may_change(call):
    """Is it given the address of something, and not of a const?"""
    return any(type_of(kid).endswith('*') and not is_const(type_of(kid)) for kid in kids(call)[1:])


def arguments(node):
    """Of an await, all that is evaluated; but for task_group_start, which never waits, so that no resume repeats it."""
    if not (is_a(node, 'StmtExpr') and any(declares(kid, 'started_') for kid in kids(kids(node)[0]))):
        yield node
        for kid in [] if is_a(node, 'UnaryExprOrTypeTraitExpr') else kids(node):
            yield from arguments(kid)


def check_arguments(function, tell):
    """They are evaluated again at each resume."""
    for call in awaited(function):
        itself = [id(node) for node in outermost(call)]
        for node in arguments(call):
            if changes_something(node):
                tell.changing(node)
            elif calls_something(node) and id(node) not in itself and may_change(node):
                tell.may_change(node, callee(node))


# ---- a coroutine that is called without AWAIT ----

def only_returned(function, variable):
    """Is a variable used for nothing but `return variable;`?"""
    names = [node for node in evaluated(function) if is_a(node, 'DeclRefExpr')]
    uses = {id(name) for name in names if referenced(name)['id'] == variable['id']}
    return uses and uses <= {id(bare(value)) for value in returned(function)}


def returned(function):
    return [kid for node in evaluated(function) if is_a(node, 'ReturnStmt') for kid in kids(node)]


def passed_on(function):
    """The expressions whose value a function hands on to its caller, and does nothing else with."""
    kept = [node for node in evaluated(function) if is_a(node, 'VarDecl') and initialiser(node)]
    return returned(function) + [initialiser(node) for node in kept if only_returned(function, node)]


def calls_among(expressions):
    return {id(node) for expression in expressions for node in outermost(expression)}


def check_calls(function, names, tell):
    """Of the functions that are declared async each call stands in an await, or its outcome is handed on by another
    function that is declared so."""
    fine, handed_on, within = calls_among(awaited(function)), set(), 'coroutine'
    if begin(function) is None:
        handed_on, within = calls_among(passed_on(function)), 'function'
    if is_async(function):
        fine |= handed_on
    for node in evaluated(function):
        if is_a(node, 'CallExpr') and callee(node) in names and id(node) not in fine:
            tell.not_awaited(node, callee(node), 'returned' if id(node) in handed_on else within)


# ---- jumps past what must run ----

LOOPS = ('WhileStmt', 'DoStmt', 'ForStmt')


def blocks(function):
    """Of each ASYNC_WITH: the statements of its block. Behind them stands the label of its exit."""
    for node in walk(function):
        statements = kids(node) if is_a(node, 'CompoundStmt') else []
        for label, exit in zip(statements, statements[1:]):
            if label.get('name') == 'coro_exit_' and is_await(exit):
                yield statements[:statements.index(label)]


def jumps(node, broken=False, continued=False):
    """The break, continue and goto in a statement, but for those that end a loop or switch in it."""
    if is_a(node, 'BreakStmt') and not broken or is_a(node, 'ContinueStmt') and not continued or is_a(node, 'GotoStmt'):
        yield node
    loop = is_a(node, *LOOPS)
    for kid in await_nodes(node) if is_await(node) else kids(node):
        yield from jumps(kid, broken or loop or is_a(node, 'SwitchStmt'), continued or loop)


def labels(statements):
    return {node['declId'] for statement in statements for node in walk(statement) if is_a(node, 'LabelStmt')}


def check_blocks(function, tell):
    """A block of ASYNC_WITH is left through its exit."""
    exits = {node['declId'] for node in walk(function) if node.get('name') == 'coro_exit_' and is_a(node, 'LabelStmt')}
    for block in blocks(function):
        inside = exits | labels(block)
        for node in (jump for statement in block for jump in jumps(statement)):
            if node.get('targetLabelDeclId') not in inside:
                tell.leaves(node, node['kind'].removesuffix('Stmt').lower())


def check_returns(function, tell):
    """A coroutine ends by ASYNC_END or one of its kin; what is left there is coro_leave(…)."""
    for node in evaluated(function):
        if is_a(node, 'ReturnStmt') and not any(is_a(part, 'CallExpr') and callee(part) == 'coro_leave' for part in walk(node)):
            tell.returns(node)


def check_switches(function, tell):
    """An await is a case of the switch of ASYNC(…), and may stand in no other one."""
    own = kids(body_of(function))[begin(function):]
    for switch in (node for node in walk(function) if is_a(node, 'SwitchStmt') and node not in own):
        for node in walk(switch):
            if is_await(node):
                tell.in_a_switch(node)
