"""No float near money: amounts are whole fen, and a float cannot hold a fen exactly.

A money name is `fen`, or ends in `_fen`: a variable, an attribute, a parameter, a column.
In the rooms of money, everything is near money.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from lints.finding import Finding, finding

ROOMS_OF_MONEY = ("yellowcart/kit/money", "yellowcart/split/", "yellowcart/settlement/")
FLOAT_TYPES = {
    "float",
    "float16",
    "float32",
    "float64",
    "double",
    "Float32",
    "Float64",
    "halffloat",
}
# Calls whose result is as much money, or as much float, as what they are given.
TRANSPARENT = {"abs", "int", "max", "min", "round", "sum"}


def check(tree: ast.Module, path: Path) -> Iterator[Finding]:
    """Every float literal, float type, float() and true division that touches money."""
    if any(room in path.as_posix() for room in ROOMS_OF_MONEY):
        found = [part for node in ast.walk(tree) for part in own_floats(node)]
    else:
        found = [part for node in ast.walk(tree) for part in floats_near_money(node)]
    for node, what in dict(found).items():
        yield finding(
            node, "money", f"{what} near money; fen are whole: use int, // or a rate in ppm"
        )


Floats = Iterator[tuple[ast.expr, str]]


def floats_near_money(node: ast.AST) -> Floats:
    """The floats that this node, by itself, brings together with a money name."""
    match node:
        case ast.BinOp(left, op, right) if is_money(left) or is_money(right):
            if isinstance(op, ast.Div):
                yield node, "true division"
            yield from floats(left)
            yield from floats(right)
        case ast.Compare(left, _, others) if any(map(is_money, [left, *others])):
            for side in [left, *others]:
                yield from floats(side)
        case ast.Call(function, arguments, keywords):
            if any(map(is_money, arguments)):
                if is_float_type(function):
                    yield node, "float()"
                for argument in arguments:
                    yield from floats(argument)
                for keyword in keywords:
                    yield from floats(keyword.value)
        case ast.Assign(targets, value) if any(map(is_money, targets)):
            yield from floats(value)
        case ast.AugAssign(target, op, value) if is_money(target) or is_money(value):
            if isinstance(op, ast.Div):
                yield target, "true division"
            yield from floats(value)
        case ast.AnnAssign(target, annotation, value) if is_money(target):
            yield from floats(annotation)
            if value is not None:
                yield from floats(value)
        case ast.NamedExpr(target, value) if is_money(target):
            yield from floats(value)
        case ast.keyword(str(name), value) if is_money_name(name):
            yield from floats(value)
        case ast.Dict(keys, values):
            for key, value in zip(keys, values, strict=True):
                if key is not None and is_money(key):
                    yield from floats(value)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            yield from floats_of_function(node)


def floats_of_function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Floats:
    given = node.args
    positional = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(positional) - len(given.defaults)) + given.defaults
    pairs = [
        *zip(positional, defaults, strict=True),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    ]
    for argument, default in pairs:
        if is_money_name(argument.arg):
            for part in (argument.annotation, default):
                if part is not None:
                    yield from floats(part)
    if not isinstance(node, ast.Lambda) and is_money_name(node.name) and node.returns is not None:
        yield from floats(node.returns)


def is_money_name(name: str) -> bool:
    return name == "fen" or name.endswith("_fen")


def is_money(node: ast.expr) -> bool:
    """Whether the expression is an amount, or made of one by arithmetic."""
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return is_money_name(name)
        case ast.Constant(str(name)):
            return name.isidentifier() and is_money_name(name)
        case ast.Subscript(value, index):
            return is_money(value) or is_money(index)
        case ast.Call(ast.Name(name), arguments) if name in TRANSPARENT:
            return any(map(is_money, arguments))
        case ast.Call(function):
            return is_money(function)
        case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult(), right):
            return is_money(left) or is_money(right)
        case ast.UnaryOp(_, operand):
            return is_money(operand)
        case ast.IfExp(_, body, orelse):
            return is_money(body) or is_money(orelse)
        case ast.Tuple(parts) | ast.List(parts):
            return any(map(is_money, parts))
        case ast.GeneratorExp(part) | ast.ListComp(part):
            return is_money(part)
    return False


def floats(node: ast.expr) -> Floats:
    """The floats in an expression, but not those that a call in it is merely given."""
    yield from own_floats(node)
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else None
        inside: list[ast.AST] = [node.func, *(node.args if name in TRANSPARENT else [])]
    else:
        inside = list(ast.iter_child_nodes(node))
    for part in inside:
        if isinstance(part, ast.expr):
            yield from floats(part)


def own_floats(node: ast.AST) -> Floats:
    match node:
        case ast.Constant(float()):
            yield node, "a float"
        case ast.BinOp(_, ast.Div(), _):
            yield node, "true division"
        case ast.AugAssign(target, ast.Div(), _):
            yield target, "true division"
        case ast.Name() | ast.Attribute() | ast.Constant(str()) if is_float_type(node):
            yield node, "a float type"


def is_float_type(node: ast.expr) -> bool:
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name in FLOAT_TYPES
        case ast.Constant(str(name)):
            return name.lower() in FLOAT_TYPES
    return False
