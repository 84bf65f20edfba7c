"""syntax.py - one C file as clang reads it: a tree of dicts, and what the rules ask about it."""
import json
import subprocess

CASTS = ('ParenExpr', 'ImplicitCastExpr', 'CStyleCastExpr', 'ConstantExpr')


class Lines:
    """clang names a file or a line only where it differs from the one before: this writes it everywhere."""
    file, line = '', 0

    def complete(self, at):
        if 'offset' in at:
            self.file = at.setdefault('file', self.file)
            self.line = at.setdefault('line', self.line)
        return at


def parse(compiler, options, file):
    """The tree, or None; and what clang said."""
    command = [compiler, *options, '-w', '-fsyntax-only', '-Xclang', '-ast-dump=json', file]
    clang = subprocess.run(command, capture_output=True, text=True)
    if clang.returncode != 0:
        return None, clang.stderr
    return json.loads(clang.stdout, object_hook=Lines().complete), clang.stderr


def kids(node):
    return [kid for kid in node.get('inner', ()) if 'kind' in kid]


def walk(node):
    yield node
    for kid in kids(node):
        yield from walk(kid)


def is_a(node, *kinds):
    return node.get('kind') in kinds


def place(node):
    """File and line; of what a macro makes, those of its use."""
    at = node.get('range', {}).get('begin', {})
    at = at.get('expansionLoc', at)
    return at.get('file', '?'), at.get('line', 0)


def line_of(node):
    return place(node)[1]


def bare(expression):
    """Without the parentheses and casts around it."""
    while is_a(expression, *CASTS) and kids(expression) or expression.get('opcode') == '__extension__':
        expression = kids(expression)[-1]
    return expression


def type_of(node):
    kind = node.get('type', {})
    return kind.get('desugaredQualType', kind.get('qualType', ''))


def is_const(pointer):
    """Is this the type of a pointer through which nothing can be written?"""
    to = pointer.rstrip().removesuffix('restrict').rstrip().removesuffix('*').rstrip()
    return to.startswith('const ') and '*' not in to or to.endswith('const')


def referenced(node):
    """The declaration that a name stands for, or {}."""
    node = bare(node)
    return node.get('referencedDecl', {}) if is_a(node, 'DeclRefExpr') else {}


def callee(call):
    return referenced(kids(call)[0]).get('name', '')


def declared(node):
    """The variables that a statement declares."""
    return [kid for kid in kids(node) if is_a(kid, 'VarDecl')] if is_a(node, 'DeclStmt') else []


def declares(node, name):
    return any(variable.get('name') == name for variable in declared(node))


def initialiser(variable):
    """The expression, or None."""
    return kids(variable)[0] if 'init' in variable else None


def is_static(variable):
    return 'storageClass' in variable


# ---- coroutines: known by what the macros of coro.h leave ----

def body_of(function):
    return next((kid for kid in kids(function) if is_a(kid, 'CompoundStmt')), None)


def functions(tree):
    return [kid for kid in kids(tree) if is_a(kid, 'FunctionDecl') and body_of(kid)]


def is_async(function):
    """Is it declared with the word async?"""
    attributes = {kid.get('kind') for kid in kids(function)}
    return {'WarnUnusedResultAttr', 'NoInlineAttr'} <= attributes and type_of(function).startswith('enum status')


def async_names(tree):
    return {kid['name'] for kid in kids(tree) if is_a(kid, 'FunctionDecl') and is_async(kid)}


def begin(function):
    """Where ASYNC(…) stands among the statements of its body; None: it is no coroutine."""
    statements = kids(body_of(function))
    return next((i for i, kid in enumerate(statements) if declares(kid, 'hook_')), None)


def is_await(node):
    block = kids(node)[0] if is_a(node, 'DoStmt') else {}
    return is_a(block, 'CompoundStmt') and any(declares(kid, 'site_') for kid in kids(block))


def await_parts(node):
    """Of an await: its call, and the statements that deal with the outcome, but for the return that is the pause."""
    statements = kids(kids(node)[0])
    at = next(i for i, kid in enumerate(statements) if declares(kid, 'outcome_'))
    outcome = [kid for kid in statements[at + 1:] if not (is_a(kid, 'IfStmt') and is_a(kids(kid)[1], 'ReturnStmt'))]
    return initialiser(declared(statements[at])[0]), outcome


def outermost(expression):
    """What an expression gives its value from: itself, or either branch of a ?: or the last of several."""
    expression = bare(expression)
    if is_a(expression, 'StmtExpr'):
        return outermost(kids(kids(expression)[0])[-1])
    if is_a(expression, 'ConditionalOperator'):
        _, yes, no = kids(expression)
        return outermost(yes) + outermost(no)
    if expression.get('opcode') == ',':
        return outermost(kids(expression)[1])
    return [expression]
