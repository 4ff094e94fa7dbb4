"""Every code that a rule can raise, and the provisions it raises it with, read from the source.

Read, not run: no history of the tests has to happen to meet a rule for its code to be known.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import casetrack

PACKAGE = Path(casetrack.__file__).parent
SOURCES = (*sorted((PACKAGE / "domain").rglob("*.py")), PACKAGE / "service" / "people.py")

_NUMBER = re.compile(r"\d\.\d{1,2}")
_CODE = re.compile(r"[a-z0-9*]+(-[a-z0-9*]+)*")
# A call that raises a code: where in it the code stands, and the provision.
_RAISES = {"breach": (0, 1), "impossible": (0, 1), "lateness": (0, 1), "Problem": (0, 1)}
_BUILDS = ("Finding", "Objection", "Assumption")
# They hand a code on that somebody else gave them.
_HAND_ON = ("breach", "impossible", "lateness", "_finding", "objection", "against", "missing")

Function = ast.FunctionDef


@dataclass(frozen=True, slots=True)
class Raised:
    """A code as one line of a rule raises it."""

    code: str
    """with a * where the source fills something in"""
    numbers: frozenset[str]
    """the provisions it is raised with, as far as the source names them"""
    without: bool
    """raised without a provision: it is the record itself that objects, or the landlord's rule"""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the source something stands."""

    module: ast.Module
    function: Function | None
    called: bool = False
    """come to by one call, whose arguments are looked at with it"""


@cache
def raised() -> tuple[Raised, ...]:
    """Return every code of every rule."""
    return tuple(
        each
        for module in _modules()
        for place, call in _calls(module)
        for each in _raised_by(call, place)
    )


@cache
def _modules() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for path in SOURCES)


def _calls(module: ast.Module) -> Iterator[tuple[_Place, ast.Call]]:
    """Give each call of a module once, with the function it stands in."""
    functions = [node for node in ast.walk(module) if isinstance(node, Function)]
    for function in functions:
        place = _Place(module, function)
        yield from ((place, node) for node in ast.walk(function) if isinstance(node, ast.Call))


def _raised_by(call: ast.Call, place: _Place) -> Iterator[Raised]:
    name = _name(call.func)
    inside = place.function.name if place.function else ""
    if name == "missing":
        numbers = _texts(call.args[1], place)
        for keyword in call.keywords:
            field = (keyword.arg or "").removesuffix("_on").replace("_", "-")
            yield _one(f"{field}-missing", numbers)
        return
    if inside in _HAND_ON:
        return
    keywords = {each.arg: each.value for each in call.keywords}
    if name in _RAISES:
        code, number = (call.args[at] for at in _RAISES[name])
    elif name == "_finding" and not keywords:
        code, number = call.args[0], call.args[2]
    elif name in _BUILDS and "code" in keywords:
        code = keywords["code"]
        # What is taken for granted stands under no provision.
        number = keywords.get("cited") or keywords.get("provision") or ast.Constant("")
    else:
        return
    numbers = _texts(number, place)
    for each in sorted(_texts(code, place)):
        if _CODE.fullmatch(each):
            yield _one(each, numbers)


def _one(code: str, numbers: set[str]) -> Raised:
    found = frozenset(each for each in numbers if _NUMBER.fullmatch(each))
    return Raised(code, found, without="" in numbers)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


# --- which texts an expression can be


def _texts(node: ast.AST, place: _Place, seen: frozenset[object] = frozenset()) -> set[str]:
    """Return every text that an expression can come to, as far as the source shows it."""
    match node:
        case ast.Constant(value=str() as text):
            return {text}
        case ast.JoinedStr(values=parts):
            return {"".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in parts)}
        case ast.Name(id=name):
            key = (name, id(place.function))
            return set() if key in seen else _of_name(name, place, seen | {key})
        case ast.Call(func=called, args=given):
            if _name(called) == "Citation":  # of an edition of its own, and so no 2024 number
                return set()
            asked = [_texts(each, place, seen) for each in given]
            if isinstance(called, ast.Attribute):  # a table's .get
                asked.append(_texts(called.value, _Place(place.module, None), seen))
            function = _function(_name(called), place.module)
            if function is not None and function not in seen:
                inside = _Place(place.module, function, called=True)
                asked += [
                    _texts(each.value, inside, seen | {function})
                    for each in ast.walk(function)
                    if isinstance(each, ast.Return) and each.value is not None
                ]
            return set().union(*asked)
        case _:
            return set().union(*(_texts(each, place, seen) for each in ast.iter_child_nodes(node)))


def _function(name: str, module: ast.Module) -> Function | None:
    return next(
        (each for each in module.body if isinstance(each, Function) and each.name == name), None
    )


def _of_name(name: str, place: _Place, seen: frozenset[object]) -> set[str]:
    function = place.function
    found: set[str] = set()
    if function is not None:
        for value in _bound_to(name, function):
            found |= _texts(value, place, seen)
        if name in [each.arg for each in function.args.args] and not place.called:
            found |= _handed_in(name, place, seen)
    if not found:
        for value in _bound_to(name, place.module):
            found |= _texts(value, _Place(place.module, None), seen)
    return found


def _bound_to(name: str, inside: ast.AST) -> Iterator[ast.AST]:
    """Give what a name is bound to in a function or a module."""
    nodes = inside.body if isinstance(inside, ast.Module) else ast.walk(inside)
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                yield value
            case ast.NamedExpr(target=ast.Name(id=bound), value=value) if bound == name:
                yield value
            case ast.AnnAssign(target=ast.Name(id=bound), value=ast.expr() as value) if (
                bound == name
            ):
                yield value
            case ast.For(target=ast.Tuple(elts=targets), iter=ast.Tuple(elts=rows)):
                at = [place for place, each in enumerate(targets) if _name(each) == name]
                yield from (row.elts[at[0]] for row in rows if at and isinstance(row, ast.Tuple))
            case _:
                pass


def _handed_in(name: str, place: _Place, seen: frozenset[object]) -> set[str]:
    """Return the texts that callers hand in under a parameter's name."""
    assert place.function is not None
    at = [each.arg for each in place.function.args.args].index(name)
    found: set[str] = set()
    for caller, call in _calls(place.module):
        if _name(call.func) == place.function.name and len(call.args) > at:
            found |= _texts(call.args[at], caller, seen)
    return found
