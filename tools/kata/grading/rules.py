"""What the source alone says about an answer, before any of it runs.

Names are followed through imports, aliases and assignments, so that `from torch.nn import functional as G; G.softmax`
is the call that it is. What can't be followed (a computed attribute of a module, exec, eval) is refused.
"""

import ast
import importlib.util
import re
from collections.abc import Iterator, Sequence

from kata.catalog.families import Family
from kata.libraries import LIBRARIES, Library
from kata.stub import same_code

# The parts of the standard library that an answer may import: no files, no processes, no network, no interpreter.
STANDARD_LIBRARY = frozenset(
    """
    __future__ abc array base64 bisect calendar cmath collections colorsys contextlib copy csv dataclasses
    datetime decimal difflib enum fractions functools graphlib hashlib heapq html io itertools json keyword
    logging math numbers operator pprint queue random re secrets statistics string struct sys textwrap threading
    time timeit traceback types typing unicodedata uuid warnings weakref zlib zoneinfo
    """.split()
)
# What is harmless of the one module that leads to all others.
_SYS = {"sys", "sys.maxsize", "sys.float_info", "sys.getsizeof", "sys.setrecursionlimit", "sys.getrecursionlimit"}
_SYS |= {"sys.stdout", "sys.stderr", "sys.version_info", "sys.byteorder"}
# Modules that lead to everything else; many others have them among their names.
_LEADING_OUT = frozenset(
    """
    os posix sys builtins importlib ctypes subprocess inspect gc platform shutil pathlib tempfile socket pickle marshal
    multiprocessing runpy pkgutil sysconfig
    """.split()
)
# Attributes that lead from any object to the names of the module that made it.
_INSPECTION = frozenset(
    """
    __globals__ __builtins__ __subclasses__ __code__ __closure__ __getattribute__ f_back f_builtins f_globals f_locals
    tb_frame gi_frame cr_frame ag_frame
    """.split()
)
MOST_PASSES = 3
_REFUSED_CALLS = {"exec", "eval", "compile", "__import__", "globals", "vars", "open", "input"}
# What people debug with: a check has no terminal for it. `breakpoint()` is let pass, and does nothing there.
_DEBUGGERS = {"pdb", "ipdb", "pudb", "debugpy", "IPython", "bdb"}
_MARKER = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)")  # of a merge in git


def guarded_calls(forbid: Sequence[Family]) -> list[list[str]]:
    """[dotted name, sentence] of each forbidden call, for the guard in the answer's process."""
    return [[name, f"`{name}` is not allowed here: {family.reason}."] for family in forbid for name in family.names]


def syntax_error(source: str, filename: str) -> str:
    """A sentence with line and caret when `source` isn't Python, else an empty text."""
    try:
        # compile finds what ast.parse doesn't: a return outside a function, two arguments of one name.
        compile(source, filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if not isinstance(error, SyntaxError) or error.lineno is None:
            return f"The file isn't valid Python: {error}."
        lines = source.splitlines()
        marker = next((number for number, line in enumerate(lines, start=1) if _MARKER.match(line)), None)
        if marker is not None:
            return (
                f"Line {marker} is a conflict marker of git, `{lines[marker - 1].strip()}`: keep one of the versions "
                "that `=======` parts, and take the marker lines out."
            )
        line = lines[error.lineno - 1].rstrip() if error.lineno <= len(lines) else ""
        column = max((error.offset or 1) - 1, 0)
        caret = " " * min(column, len(line)) + "^"
        return f"Syntax error in line {error.lineno}: {error.msg}.\n    {line}\n    {caret}"
    return ""


def without_main_block(source: str) -> str:
    """The source without what stands under `if __name__ == "__main__":`, which no import runs; lines keep their number.

    So it is no part of what is judged or run, whatever an answer makes of `__name__`.
    """
    if "__main__" not in source:
        return source
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", source)  # as Python counts them
    for node in body:
        if isinstance(node, ast.If) and not node.orelse and _asks_for_main(node.test):
            for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[number] = "\n"
    return "".join(lines)


def _asks_for_main(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.Eq) or len(test.ops) != 1:
        return False
    sides = {ast.unparse(test.left), ast.unparse(test.comparators[0])}
    return sides == {"__name__", "'__main__'"}


def other_encoding(source: str) -> str:
    """A sentence when a source says that it is in another encoding than UTF-8, in which it was read; else nothing."""
    for number, line in enumerate(source.split("\n", 2)[:2], start=1):
        found = re.match(r"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", line)
        if found and not source.isascii() and not re.match(r"(?i)utf[-_]?8", found[1]):
            return (
                f"Line {number} says `{found[1]}`, and answers are read in UTF-8, which yours is: take that line out, "
                "or Python itself reads its letters as others."
            )
    return ""


def is_unedited(source: str, stub: str) -> bool:
    return same_code(source, stub)


def broken_rule(source: str, uses: str, imports: tuple[str, ...], forbid: Sequence[Family], given: str = "") -> str:
    """A sentence for the first rule that the source breaks, else an empty text.

    Args:
        source: a valid Python module.
        uses: what the kata uses, one of `kata.libraries.LIBRARIES`.
        imports: further packages that it allows.
        forbid: families of forbidden calls.
        given: the code that the kata puts under the answer's names: no rule applies to it, but the answer can use what
            it imports.
    """
    visitor = _Rules(LIBRARIES[uses], imports, list(forbid))
    before, tree = ast.parse(given), ast.parse(source)
    visitor.own_names = {
        node.name
        for node in (*ast.walk(before), *ast.walk(tree))
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
    }
    # An assignment can name a module below a function that uses the name: another pass knows it.
    for _ in range(MOST_PASSES):
        visitor.begin_pass()
        visitor.visit_given(before)
        visitor.visit(tree)
        if not visitor.late:
            break
    return min(visitor.broken)[1] if visitor.broken else ""


class _Rules(ast.NodeVisitor):
    def __init__(self, library: Library, imports: tuple[str, ...], forbidden: list[Family]) -> None:
        self.packages = {*library.package_names, *imports}
        self.unfollowed = {f"{name}.{part}" for name in library.package_names for part in library.unfollowed}
        self.families = forbidden
        self.forbidden = {name: family for family in forbidden for name in family.names}
        self.methods = {name: family for family in forbidden for name in family.methods}
        self.aliases: dict[str, str] = {}
        self.own_names: set[str] = set()
        self.in_given = False
        self.begin_pass()

    def begin_pass(self) -> None:
        self.broken: list[tuple[int, str]] = []
        self.late = False  # whether a name was given a meaning after it was looked up
        self._looked_up: dict[str, str | None] = {}

    def visit_given(self, tree: ast.Module) -> None:
        """Learn what the names of the given code mean, to which no rule applies."""
        self.in_given = True
        self.visit(tree)
        self.in_given = False
        self.broken.clear()

    def _meaning(self, name: str) -> str | None:
        self._looked_up[name] = self.aliases.get(name)
        return self._looked_up[name]

    def _bind(self, name: str, dotted: str) -> None:
        self.aliases[name] = dotted
        self.late = self.late or self._looked_up.get(name, dotted) != dotted

    def _break(self, node: ast.AST, sentence: str) -> None:
        line = getattr(node, "lineno", 0)
        self.broken.append((line, f"Line {line}: {sentence}"))

    def _resolve(self, node: ast.expr) -> str | None:
        """The dotted name that an expression stands for, if it can be followed."""
        if isinstance(node, ast.Name):
            return self._meaning(node.id)
        if isinstance(node, ast.Attribute):
            base = self._resolve(node.value)
            return f"{base}.{node.attr}" if base else None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
            constant = node.args[1] if len(node.args) > 1 else None
            base = self._resolve(node.args[0]) if node.args else None
            if base and isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                return f"{base}.{constant.value}"
        return None

    def _check_name(self, node: ast.AST, dotted: str) -> None:
        parts = dotted.split(".")
        if not self._may_import(parts[0]):  # the given code does
            self._break(node, f"`{parts[0]}` may not be used in an answer.")
        if parts[0] == "sys" and ".".join(parts[:2]) not in _SYS:
            self._break(node, f"`{dotted}` is not allowed in an answer.")
        if _LEADING_OUT.intersection(parts[1:]):
            self._break(node, f"`{dotted}` leads to a module that an answer may not use.")
        hidden = any(f"{parts[0]}.{part}" in self.unfollowed or re.match("_(?!_)", part) for part in parts[1:])
        if self.forbidden and hidden:
            self._break(node, f"`{dotted}` is a private way to functions, which graders can't follow.")
        for family in self.families:
            if family.forbids(dotted):
                self._break(node, f"`{dotted}` is not allowed here: {family.reason}.")

    def _may_import(self, root: str) -> bool:
        return root in STANDARD_LIBRARY or root in self.packages

    def _check_import(self, node: ast.AST, module: str) -> bool:
        root = module.split(".")[0]
        if self.in_given or self._may_import(root):
            return True
        if root in _DEBUGGERS:
            self._break(
                node,
                f"`{root}` is a debugger, and a check has no terminal for it: take it out. `breakpoint()` may stay, "
                "and `kata repro` writes a failing call as a script in which both work.",
            )
            return False
        allowed = ", ".join(f"`{name}`" for name in sorted(self.packages)) or "no package"
        installed = "" if _is_installed(root) else " (it isn't installed either)"
        self._break(
            node,
            f"`{root}` may not be imported{installed}: this kata allows {allowed} and the computing part of "
            "the standard library.",
        )
        return False

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if self._check_import(node, alias.name):
                self._check_name(node, alias.name)
                # `import a.b` binds a; `import a.b as c` binds a.b.
                root = alias.name.split(".")[0]
                self._bind(alias.asname or root, alias.name if alias.asname else root)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level or node.module is None:
            self._break(node, "a kata is one file: relative imports don't work in it.")
        elif self._check_import(node, node.module):
            for name in self._imported(node):
                self._check_name(node, f"{node.module}.{name.name}")
                self._bind(name.asname or name.name, f"{node.module}.{name.name}")

    def _imported(self, node: ast.ImportFrom) -> Iterator[ast.alias]:
        for name in node.names:
            if name.name == "*":
                self._check_name(node, f"{node.module}.*")
                prefix = f"{node.module}."
                for dotted in self.forbidden:
                    if dotted.startswith(prefix) and "." not in dotted.removeprefix(prefix):
                        self._bind(dotted.removeprefix(prefix), dotted)
            else:
                yield name

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        dotted = self._resolve(node.value)
        if dotted:
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self._bind(target.id, dotted)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        dotted = self._resolve(node)
        if dotted:
            self._check_name(node, dotted)
            self._check_inspection(node, node.attr)
            if node.attr in ("__dict__", "__loader__", "__spec__"):
                self._break(node, f"`{dotted}` reaches into a module, which graders can't follow; call it by its name.")
            return
        self._check_inspection(node, node.attr)
        is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        if node.attr in self.methods and node.attr not in self.own_names and not is_own:
            self._break(node, f"the method `.{node.attr}` is not allowed here: {self.methods[node.attr].reason}.")
        self.generic_visit(node)

    def _check_inspection(self, node: ast.AST, name: str) -> None:
        if name in _INSPECTION:
            self._break(node, f"`{name}` looks into the interpreter, which is not allowed in an answer.")

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            dotted = self._meaning(node.id)
            if dotted is not None:
                self._check_name(node, dotted)
            elif node.id == "__builtins__":
                self._break(node, "`__builtins__` is not allowed in an answer; call what you need by its name.")

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name):
            name = node.func.id
            if name in _REFUSED_CALLS and name not in self.own_names and not (name == "vars" and node.args):
                self._break(node, f"`{name}` is not allowed in an answer; call what you need by its name.")
            if name == "vars" and node.args and self._resolve(node.args[0]):
                self._break(node, "`vars` of a module is not allowed in an answer; call what you need by its name.")
            if name == "getattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                self._check_inspection(node, str(node.args[1].value))
            if name == "getattr" and node.args and self._resolve(node.args[0]):
                dotted = self._resolve(node)
                if dotted:
                    self._check_name(node, dotted)
                else:
                    self._break(
                        node,
                        "a computed attribute of a module is not allowed in an answer; call what you need by its name.",
                    )
        if self._resolve(node.func) in ("operator.attrgetter", "operator.methodcaller"):
            self._check_getter(node)
        self.generic_visit(node)

    def _check_getter(self, node: ast.Call) -> None:
        """What operator.attrgetter and methodcaller name in texts."""
        names = node.args if self._resolve(node.func) == "operator.attrgetter" else node.args[:1]
        refused = {name.rpartition(".")[2] for name in self.forbidden} | set(self.methods) | _LEADING_OUT | _INSPECTION
        for name in names:
            if not isinstance(name, ast.Constant):
                self._break(node, "a computed attribute is not allowed in an answer; call what you need by its name.")
            elif found := refused.intersection(str(name.value).split(".")):
                self._break(node, f"`{min(found)}` is not allowed here, by whatever way.")


def _is_installed(root: str) -> bool:
    try:
        return importlib.util.find_spec(root) is not None
    except (ImportError, ValueError):
        return False
