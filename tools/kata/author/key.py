"""The key of a proof: a hash of all that the proof of one kata depends on.

That is the kata's own files, byte for byte, and the code of the platform that grading and proving run. Which files of
the platform those are is computed: everything that the prover imports, in functions too, the modules that it names in a
text (a process is started by its module's name), and the data files that those name. Comments, docstrings and blank
lines of the platform's code don't count, nor do Python, the libraries or the machine: a record holds on all of them.
"""

import ast
import functools
import hashlib
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import kata
from kata.catalog import Kata
from kata.catalog.families import families
from kata.catalog.graders import grader_files
from kata.catalog.kata import read_text

PACKAGE = Path(kata.__file__).parent
RECORD = "proof.json"  # stands among the kata's solutions, and is no part of what it depends on
PROVER = "kata.author.prover"
# Of what this holds a kata depends only on what it names.
GIVEN = "kata.given"

_MODULE = re.compile(r"kata(\.\w+)+")
_FILE = re.compile(r"\w[\w.-]*")
_GIVEN_CALL = re.compile(r"\bgiven\(\s*(?:[\"'](\w+)[\"'])?")
_DEFINITION = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)


def key_of(kata: Kata, package: Path = PACKAGE) -> str:
    """The hash (SHA-256, in hexadecimal) of all that the proof of `kata` depends on.

    Args:
        package: the folder of the platform's code.
    """
    files = list(kata_files(kata))
    parts = {"platform": platform_digest(package)}
    parts |= {path.relative_to(kata.root).as_posix(): _digest(path.read_bytes()) for path in files}
    known = families(kata.root) if kata.forbid else {}
    parts |= {f"forbid {name}": _digest(repr(known.get(name)).encode()) for name in kata.forbid}
    parts |= {module: _code_digest(package, module) for module in _given_modules(files, package)}
    return _digest_of(parts)


def kata_files(kata: Kata) -> Iterator[Path]:
    """The kata's own files: its manifest and stub, its grader with what that shares with others, all its solutions."""
    yield from (kata.manifest_path, kata.stub_path, *grader_files(kata))
    yield from (path for path in _files_in(kata.solutions_dir) if path.name != RECORD)


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _given_modules(files: list[Path], package: Path) -> set[str]:
    """The modules of the given objects that a kata's files name, with all that those import."""
    texts = [read_text(path) for path in files if path.suffix == ".py"]
    names = {name for text in texts for name in _GIVEN_CALL.findall(text)}
    imports_it = any(GIVEN in text for text in texts)
    if not names and not imports_it:
        return set()
    homes = {
        GIVEN if path.stem == "__init__" else f"{GIVEN}.{path.stem}": set(_DEFINITION.findall(read_text(path)))
        for path in (package / "given").glob("*.py")
    }
    # A name that is made up at run time could be any.
    any_name = imports_it or not names <= set().union(*homes.values())
    wanted = {GIVEN} | {module for module, defined in homes.items() if any_name or defined & names}
    return {found for module in wanted for found in closure(module, package)}


@functools.cache
def platform_digest(package: Path = PACKAGE) -> str:
    """The hash of the platform's part, which is the same for all katas."""
    modules = [module for module in closure(PROVER, package) if not f"{module}.".startswith(f"{GIVEN}.")]
    parts = {module: _code_digest(package, module) for module in modules}
    files = {path.relative_to(package).as_posix(): path for path in data_files(package)}
    parts |= {name: _digest(path.read_bytes()) for name, path in files.items()}
    return _digest_of(parts)


@functools.cache
def closure(root: str, package: Path = PACKAGE) -> frozenset[str]:
    """The modules of the platform that `root` imports or names, itself among them, and that those do in turn."""
    found: set[str] = set()
    waiting = [root]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += _imported(module, package)
    # Importing a module runs the packages that it lies in, too; what those import besides has no part in it.
    for module in list(found):
        while module := module.rpartition(".")[0]:
            found.add(module)
    return frozenset(found)


def data_files(package: Path = PACKAGE) -> list[Path]:
    """The files beside the prover's modules that those name in a text, and all files of folders that they name."""
    found: set[Path] = set()
    for module in closure(PROVER, package):
        path = _path(module, package)
        for text in _outline(path, functions=True).texts:
            named = path.parent / text
            if not _FILE.fullmatch(text) or named.suffix == ".py" or (named / "__init__.py").exists():
                continue
            if named.is_dir():
                found |= set(_files_in(named))
            elif named.is_file():
                found.add(named)
    return sorted(found)


# -- the platform's modules --


@dataclass(frozen=True)
class _Outline:
    """What a module says of others."""

    imports: tuple[tuple[int, str], ...]  # how many packages up it begins, and the dotted name
    texts: frozenset[str]


def _imported(module: str, package: Path) -> Iterator[str]:
    path = _path(module, package)
    is_package = path.name == "__init__.py"
    # A package's functions are its users' business: IPython's extension, names that are looked up late.
    outline = _outline(path, functions=not is_package)
    names = {text for text in outline.texts if _MODULE.fullmatch(text)}
    for level, name in outline.imports:
        steps = module.split(".")
        names.add(".".join([*steps[: len(steps) - level + is_package], name]) if level else name)
    yield from (name for name in names if _has(name, package))


def _outline(path: Path, *, functions: bool) -> _Outline:
    return _outline_of(read_text(path), functions)


@functools.lru_cache(maxsize=1024)
def _outline_of(source: str, functions: bool) -> _Outline:
    imports: list[tuple[int, str]] = []
    texts: set[str] = set()
    for node in _running(_tree(source), functions):
        if isinstance(node, ast.Import):
            imports += [(0, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            # What is imported from a package may be a module or one of its names.
            names = [(node.module or "",), *((node.module or "", alias.name) for alias in node.names)]
            imports += [(node.level, ".".join(filter(None, name))) for name in names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
    return _Outline(tuple(imports), frozenset(texts))


def _running(node: ast.AST, functions: bool) -> Iterator[ast.AST]:
    """Every node below `node`, except for what only type checkers read.

    Args:
        functions: whether what stands in functions is wanted too.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for other in child.orelse:
                yield other
                yield from _running(other, functions)
        elif functions or not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from _running(child, functions)


@functools.lru_cache(maxsize=512)
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _has(module: str, package: Path) -> bool:
    return module.split(".")[0] == "kata" and _path(module, package).is_file()


def _path(module: str, package: Path) -> Path:
    """Where the source of a module of the platform stands, if there is such a module."""
    base = package.joinpath(*module.split(".")[1:])
    return base / "__init__.py" if base.is_dir() else base.with_name(f"{base.name}.py")


def _code_digest(package: Path, module: str) -> str:
    return _digest("\n".join(code_lines(read_text(_path(module, package)))).encode())


@functools.lru_cache(maxsize=512)
def code_lines(source: str) -> list[str]:
    """The lines of a module without comments, docstrings, blank lines and the package's version."""
    lines = source.splitlines()
    if "#" in source:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(_tree(source)):
        for statement in _without_effect(node):
            first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
            if not lines[first][: statement.col_offset].strip():
                lines[first:last] = [""] * (last - first)
    return [line.rstrip() for line in lines if line.strip()]


def _without_effect(node: ast.AST) -> Iterator[ast.stmt]:
    """The docstring of a module, class or function, and the package's version."""
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    for place, statement in enumerate(node.body):
        following = node.body[place + 1] if place + 1 < len(node.body) else None
        if following is not None and following.lineno <= (statement.end_lineno or 0):
            continue  # on one line with other code
        is_docstring = place == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if is_docstring or (isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__version__"):
            yield statement


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(parts: dict[str, str]) -> str:
    return _digest("".join(f"{name}\0{digest}\n" for name, digest in sorted(parts.items())).encode())
