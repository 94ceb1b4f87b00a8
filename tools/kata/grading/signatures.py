"""Whether an answer can be called as its stub says, read from both sources."""

import ast
import copy
import difflib
import functools
import inspect
from dataclasses import dataclass

from kata.stub import asked_for, definitions

# Of a source's definitions, for what may have been renamed: comparing takes the square of the letters.
MOST_NAMES = 200
MOST_LETTERS = 100


def missing_names(stub: str, names: set[str], source: str) -> dict[str, str]:
    """The functions and classes that the stub asks for and the answer lacks, with a sentence for each."""
    wanted = asked_for(stub)
    own = [name for name in _defined(source) if name not in wanted and len(name) <= MOST_LETTERS][:MOST_NAMES]
    missing = {}
    for name, definition in wanted.items():
        if name in names:
            continue
        near = difflib.get_close_matches(name, own, n=1, cutoff=0.6)
        rest = f"; did you rename it? You have `{near[0]}`." if near else " in your file; graders call it by that name."
        missing[name] = f"There is no {definition.kind} `{name}`{rest}"
    return missing


@functools.lru_cache(maxsize=64)  # a known mistake is loaded for each test that it is tried in
def _defined(source: str) -> list[str]:
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]


@dataclass(frozen=True)
class WrongSignature:
    """A function that can't be called as the stub says.

    Attributes:
        sentence: what is wrong.
        own: its own signature, where that only lacks parameters of the stub: calls that don't use those can be made.
    """

    sentence: str
    own: inspect.Signature | None


@functools.lru_cache(maxsize=64)
def wrong_signatures(stub: str, source: str) -> dict[str, WrongSignature]:
    """The functions that can't be called as the stub says."""
    own = {
        node.name: node.args
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and not node.decorator_list
    }
    found = {}
    for name, definition in asked_for(stub).items():
        wanted = definition.parameters
        if wanted is not None and name in own and not _compatible(wanted, own[name]):
            sentence = (
                f"`{name}` takes ({ast.unparse(own[name])}), but it is called as "
                f"({ast.unparse(_bare(wanted))}): keep the arguments of the stub."
            )
            found[name] = WrongSignature(sentence, _signature(own[name]) if _is_shorter(wanted, own[name]) else None)
    return found


def _is_shorter(wanted: ast.arguments, own: ast.arguments) -> bool:
    """Whether `own` lacks parameters of `wanted` and is otherwise the same."""
    shorter = copy.deepcopy(wanted)
    names = {argument.arg for argument in [*own.posonlyargs, *own.args, *own.kwonlyargs]}
    defaults = [None] * (len(wanted.args) - len(wanted.defaults)) + list(wanted.defaults)
    kept = [(arg, default) for arg, default in zip(wanted.args, defaults, strict=True) if arg.arg in names]
    if len(kept) < len(wanted.args) and [arg for arg, _ in kept] != wanted.args[: len(kept)]:
        return False  # what follows the one that is missing would be taken for it
    shorter.args, shorter.defaults = [arg for arg, _ in kept], [default for _, default in kept if default is not None]
    pairs = zip(wanted.kwonlyargs, wanted.kw_defaults, strict=True)
    keywords = [(arg, default) for arg, default in pairs if arg.arg in names]
    shorter.kwonlyargs, shorter.kw_defaults = [arg for arg, _ in keywords], [default for _, default in keywords]
    return _compatible(shorter, own)


def _signature(parameters: ast.arguments) -> inspect.Signature:
    """The signature without its annotations, and with defaults of no meaning: nothing of an answer is evaluated."""
    bare = _bare(parameters)
    bare.defaults = [ast.Constant(None) for _ in bare.defaults]
    bare.kw_defaults = [None if default is None else ast.Constant(None) for default in bare.kw_defaults]
    expression = ast.fix_missing_locations(ast.Expression(ast.Lambda(bare, ast.Constant(None))))
    return inspect.signature(eval(compile(expression, "<signature>", "eval")))


def _bare(parameters: ast.arguments) -> ast.arguments:
    """The same parameters without their annotations."""
    copy = ast.parse(f"def f({ast.unparse(parameters)}): pass").body[0]
    assert isinstance(copy, ast.FunctionDef)
    for argument in [*copy.args.posonlyargs, *copy.args.args, *copy.args.kwonlyargs]:
        argument.annotation = None
    return copy.args


def _compatible(wanted: ast.arguments, own: ast.arguments) -> bool:
    """Whether every call that fits `wanted`, by position or by name, fits `own`."""
    asked = [argument.arg for argument in wanted.args]
    has = [argument.arg for argument in [*own.posonlyargs, *own.args]]
    keyword_only = {argument.arg for argument in own.kwonlyargs}
    if own.vararg is None or own.kwarg is None:
        if has[: len(asked)] != asked and own.vararg is None:
            return False
        by_name = {argument.arg for argument in own.args} | keyword_only
        if own.kwarg is None and not set(asked) | {argument.arg for argument in wanted.kwonlyargs} <= by_name:
            return False
    # A default of the stub has to be a default here, and what the stub doesn't have must have one.
    required = has[: len(has) - len(own.defaults)]
    optional_in_stub = asked[len(asked) - len(wanted.defaults) :] if wanted.defaults else []
    if any(name not in asked or name in optional_in_stub for name in required):
        return False
    return _needed_keywords(own) <= _needed_keywords(wanted)


def _needed_keywords(parameters: ast.arguments) -> set[str]:
    pairs = zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True)
    return {argument.arg for argument, default in pairs if default is None}


@functools.lru_cache(maxsize=64)
def parameter_names(stub: str) -> dict[str, list[str]]:
    """The parameter names of each function and public method of a stub, to name a changed argument."""
    found: dict[str, list[str]] = {}
    for node in ast.parse(stub).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = [argument.arg for argument in node.args.args]
        elif isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    name = node.name if method.name == "__init__" else method.name
                    found[name] = [argument.arg for argument in method.args.args[1:]]
    return found


@functools.lru_cache(maxsize=64)
def function_names(stub: str) -> frozenset[str]:
    """The public functions of a stub: what they give back is data."""
    return frozenset(name for name, definition in definitions(stub).items() if definition.kind == "function")
