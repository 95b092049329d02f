"""Slightly wrong sources: one change at a time, helpers left alone.

Every sign swapped, every number raised by one, and every statement's value changed by one part in 10^6.
"""

import ast


def mutants(source, name):
    """Yield (line, source) for each single change to the functions that were generated."""
    tree = ast.parse(source)
    for node in _places(tree, name):
        # Changed in place and put back: a copy of the tree costs more than the mutant's run.
        before = dict(vars(node))
        if isinstance(node, ast.Constant):
            node.value += 1
        elif isinstance(node, ast.Assign):
            node.value = ast.BinOp(node.value, ast.Mult(), ast.Constant(1 + 2.0**-20))
        elif isinstance(node, ast.BinOp):
            node.op = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        else:
            node.op = ast.UAdd()
        changed = ast.unparse(tree)
        vars(node).update(before)
        yield node.lineno, changed


def _places(tree, name):
    """Return the nodes to change, always in the same order."""
    functions = [
        n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name in (name, f"prepare_{name}")
    ]
    places = []
    for function in functions:
        _visit(function, places)
    return places


def _visit(node, places):
    # Axes, shapes, index arithmetic, the length of a batch and the number of digits are not part of the formula.
    if isinstance(node, ast.keyword | ast.Subscript | ast.withitem | ast.arguments):
        return
    if isinstance(node, ast.If):
        for child in (*node.body, *node.orelse):
            _visit(child, places)
        return
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        if isinstance(target, ast.Attribute) or getattr(target, "id", "") in ("mp", "xp", "_single"):
            return
        # What a caller gave, taken as numbers.
        if getattr(getattr(node.value, "func", None), "id", "") in ("_number", "_length", "_matrix"):
            return
        if isinstance(target, ast.Name):
            places.append(node)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        places.append(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        places.append(node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        places.append(node)
    for child in ast.iter_child_nodes(node):
        _visit(child, places)
