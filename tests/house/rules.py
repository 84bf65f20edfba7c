"""rules.py - what must not stand before ASYNC(…), beside an AWAIT, or in its arguments."""
from syntax import (await_parts, bare, begin, body_of, callee, declared, initialiser, is_a, is_async, is_await, is_const,
                    is_static, kids, outermost, referenced, type_of, walk)


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


def check_arguments(function, tell):
    """They are evaluated again at each resume."""
    for call in awaited(function):
        itself = [id(node) for node in outermost(call)]
        for node in evaluated(call):
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
