"""What can be said of a kata's files without running them."""

import ast
import builtins
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kata.catalog import Kata, package_root
from kata.catalog.graders import grader_files, imported, is_shared
from kata.catalog.kata import read_text
from kata.libraries import LIBRARIES
from kata.origin import install_command
from kata.stub import asked_for, definitions, given_code, given_names
from kata.values import MAKERS

_SUBMISSION_HELPERS = {*MAKERS, "argument", "callback", "given", "grads", "object", "random", "take"}

MOST_PROBLEMS = 10  # of the linter, with one kata


def stub_problems(kata: Kata) -> list[str]:
    """What is wrong with the stub: a docstring without Args, Returns or Examples, a written body, and so on."""
    tree = ast.parse(kata.stub)
    problems = []
    if len((ast.get_docstring(tree) or "").split()) < 20:
        problems.append("the module docstring is the specification, and there is next to none")
    wanted = asked_for(kata.stub)
    if not wanted:
        problems.append("the stub asks for nothing: it has no public function or class")
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name in wanted:
            problems += _docstring_problems(node, node.name, ("Examples:",))
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    problems += _body_problems(method, f"{node.name}.{method.name}")
                    public = not method.name.startswith("_")
                    takes = len(method.args.args) > 1 or method.args.kwonlyargs
                    if public:
                        problems += _docstring_problems(
                            method, f"{node.name}.{method.name}", ("Args:",) if takes else ()
                        )
        elif isinstance(node, ast.FunctionDef) and node.name in wanted:
            sections = ("Args:", "Returns:", "Examples:") if node.args.args or node.args.kwonlyargs else ("Returns:",)
            problems += _docstring_problems(node, node.name, sections)
            problems += _body_problems(node, node.name)
    return problems + [
        f"`{name}` is a name of the grader's `submission`" for name in wanted if name in _SUBMISSION_HELPERS
    ]


def given_problems(kata: Kata) -> list[str]:
    """What is wrong with the code under `# given`: it needs an answer to be defined, or a solution repeats it."""
    given = given_code(kata.stub)
    if not given:
        return []
    problems = []
    try:
        # Finished code of this catalog, which an answer's process runs before the answer.
        exec(compile(given, str(kata.stub_path), "exec", dont_inherit=True), {"__name__": kata.name})
    except Exception as error:
        problems.append(
            f"what stands under `# given` can't run before an answer ({type(error).__name__}: {error}); what it needs "
            "of the answer it may use in the bodies of functions only, and in annotations within quotes"
        )
    names = given_names(kata.stub)
    for path in sorted(kata.solutions_dir.rglob("*.py")):
        repeated = names.intersection(definitions(read_text(path)))
        if repeated:
            where = path.relative_to(kata.solutions_dir)
            problems.append(f"{where} defines `{min(repeated)}`, which every answer is given; leave it out")
    return problems


def _docstring_problems(node: ast.FunctionDef | ast.ClassDef, name: str, sections: tuple[str, ...]) -> Iterator[str]:
    doc = ast.get_docstring(node) or ""
    if not doc:
        yield f"`{name}` has no docstring"
    for section in sections:
        if doc and section not in doc:
            yield f"the docstring of `{name}` has no `{section}`"
    if "Raises:" in doc:
        for line in doc.split("Raises:")[1].split("\n\n")[0].splitlines():
            raised = line.strip().split(":")[0]
            if raised.isidentifier() and raised[0].isupper():
                kind = getattr(builtins, raised, None)
                if not (isinstance(kind, type) and issubclass(kind, Exception)) or raised == "NotImplementedError":
                    yield f"`{name}` may raise built-in exceptions only, not {raised}"


def _body_problems(node: ast.FunctionDef, name: str) -> Iterator[str]:
    body = [line for line in node.body if not (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))]
    raises = len(body) == 1 and isinstance(body[0], ast.Raise)
    if not raises or "NotImplementedError" not in ast.unparse(body[0]):
        yield f"the body of `{name}` must be `raise NotImplementedError`"


def grader_problems(kata: Kata) -> list[str]:
    """What is wrong with the grader: imports, code at import, a bare comparison of what came from the answer."""
    problems = []
    for path in grader_files(kata):
        tree = ast.parse(read_text(path))
        for module in imported(tree):
            if not _may_import(kata, path, module):
                problems.append(f"{path.name}: a grader of this kata may not import {module}")
        for statement in tree.body:
            if not isinstance(
                statement,
                ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign | ast.Expr,
            ):
                problems.append(f"{path.name}, line {statement.lineno}: a grader computes nothing at import")
        for function in tree.body:
            if isinstance(function, ast.FunctionDef):
                problems += _reply_problems(function)
            if isinstance(function, ast.FunctionDef) and function.name.startswith("test_"):
                problems += _test_problems(function)
                if path != kata.grader_path:
                    problems.append(f"{path.name}: `{function.name}` is no test there; a shared file has no tests")
    return problems


def _may_import(kata: Kata, path: Path, module: str) -> bool:
    root, library = module.split(".")[0], LIBRARIES[kata.uses]
    return (
        root in sys.stdlib_module_names
        or root in ("numpy", "scipy", "pytest", "gymnasium", *library.graders)
        or module in ("kata.testing", *library.helpers)
        or is_shared(path.with_name(f"{module}.py"))
    )


def _test_problems(function: ast.FunctionDef) -> Iterator[str]:
    if not ast.get_docstring(function):
        yield f"`{function.name}` has no docstring, which is the line that the learner reads"
    if not any("points(" in ast.unparse(decorator) for decorator in function.decorator_list):
        yield f"`{function.name}` has no points"
    if "submission" not in {argument.arg for argument in function.args.args}:
        yield f"`{function.name}` never sees the submission"


def _reply_problems(function: ast.FunctionDef) -> Iterator[str]:
    """What a grader must not do with what came from the answer: an object in its place would see the other side."""
    replies = _Replies(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            equal = any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
            if equal and any(replies.has(side) for side in sides):
                yield f"line {node.lineno}: a bare comparison of a reply; use assert_equal or assert_close"
            elif not all(isinstance(op, ast.Is | ast.IsNot) for op in node.ops) and any(map(replies.is_one, sides)):
                yield f"line {node.lineno}: {_LOCAL_FIRST}"
        elif isinstance(node, ast.BinOp | ast.AugAssign):
            sides = [node.left, node.right] if isinstance(node, ast.BinOp) else [node.target, node.value]
            if any(map(replies.is_one, sides)):
                yield f"line {node.lineno}: {_LOCAL_FIRST}"


_LOCAL_FIRST = (
    "arithmetic or an ordering with a reply; compare it whole by assert_close with a tolerance, or make it local first "
    "(float, int, len, np.asarray)"
)


class _Replies:
    """Which expressions of a function stand for something that came from the answer."""

    def __init__(self, function: ast.FunctionDef) -> None:
        self.mentioned = {"submission"}
        self.names: set[str] = set()  # of replies
        self.objects: set[str] = set()  # of the answer, made by its classes: arithmetic is theirs
        for _ in range(2):
            for node in ast.walk(function):
                if isinstance(node, ast.Assign):
                    self._learn(node.targets, node.value)
                elif isinstance(node, ast.For | ast.comprehension):
                    self._learn([node.target], node.iter)

    def _learn(self, targets: list[ast.expr], value: ast.expr) -> None:
        found = {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        if _mentions(value, self.mentioned) and not _is_measure(value):
            self.mentioned |= found
        if self.is_object(value):
            self.objects |= found
        elif self.is_one(value):
            self.names |= found

    def has(self, node: ast.expr) -> bool:
        """Whether a reply may be in it."""
        return _mentions(node, self.mentioned) and not _is_measure(node)

    def is_object(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BinOp):
            return self.is_object(node.left) or self.is_object(node.right)
        if isinstance(node, ast.Tuple | ast.List):
            return bool(node.elts) and all(map(self.is_object, node.elts))
        if isinstance(node, ast.Name):
            return node.id in self.objects
        function = node.func if isinstance(node, ast.Call) else None
        return (
            isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Name)
            and function.value.id == "submission"
            and (function.attr in _SUBMISSION_HELPERS or function.attr[:1].isupper())
        )

    def is_one(self, node: ast.expr) -> bool:
        """Whether it is a reply, a part of one, or what a method of one gives."""
        if isinstance(node, ast.Name):
            return node.id in self.names
        if isinstance(node, ast.Tuple | ast.List):
            return any(map(self.is_one, node.elts))
        if _is_measure(node):
            return False
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
            return self.is_one(node.value) or (isinstance(node, ast.Attribute) and self.is_object(node.value))
        if isinstance(node, ast.Call):
            function = node.func
            if self.is_object(node):
                return False
            if isinstance(function, ast.Attribute):
                base = function.value
                called = isinstance(base, ast.Name) and base.id == "submission"
                return called or self.is_one(base) or self.is_object(base)
            return self.is_object(function)
        return False


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(child, ast.Name) and child.id in names for child in ast.walk(node))


def _is_measure(node: ast.AST) -> bool:
    """A size, a count or a number made local: short, and safe to compare."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("shape", "ndim", "size", "dtype", "calls")
    if isinstance(node, ast.Subscript):
        return _is_measure(node.value)
    if isinstance(node, ast.Call):
        name = node.func
        if isinstance(name, ast.Name):
            return name.id in ("len", "int", "float", "bool", "type", "sum", "min", "max", "abs", "id")
        return isinstance(name, ast.Attribute) and name.attr in ("callback", "given", "generator", "item", "count")
    return False


def _is_style(problem: dict[str, Any]) -> bool:
    """Whether a finding is about how code is written, and not about what it does."""
    return re.match(r"F|E9|invalid-syntax", problem["code"] or "E9") is None


def lint_problems(katas: Sequence[Kata], *, style: bool = False) -> dict[str, list[str]]:
    """What ruff says of the files of each kata, by its name, with the project's own rules where it has some.

    Args:
        style: only what it says of the style of katas of one's own, which is else left out.
    """
    ruff = shutil.which("ruff") or shutil.which("ruff", path=str(Path(sys.executable).parent))
    if ruff is None:
        sentence = f"ruff isn't installed, so nothing was linted. To install: {install_command('dev')}"
        return {kata.name: [sentence] for kata in katas}
    owners = {
        path.resolve(): kata
        for kata in katas
        for path in (kata.stub_path, *grader_files(kata), *sorted(kata.solutions_dir.glob("*.py")))
        if path.is_file()
    }
    # One process for all katas: to start one costs more than it does.
    command = [ruff, "check", "--quiet", "--output-format=json", *map(str, owners)]
    check = subprocess.run(command, capture_output=True, text=True)
    if check.returncode not in (0, 1):
        return {kata.name: [f"ruff failed: {check.stderr.strip()[-500:]}"] for kata in katas}
    found: dict[str, list[str]] = {kata.name: [] for kata in katas}
    for problem in json.loads(check.stdout):
        path = Path(problem["filename"])
        kata = owners[path]
        given = any(f"`{name}`" in problem["message"] for name in given_names(kata.stub))
        if problem["code"] == "F821" and given:
            continue  # not defined there, but by the platform
        # The style of katas of one's own is their author's, and makes no kata unsound.
        if style != (kata.root != package_root() and _is_style(problem)):
            continue
        place = f"{path}:{problem['location']['row']}:{problem['location']['column']}"
        found[kata.name].append(f"{place}: {problem['code']} {problem['message']}")
    return {name: problems[:MOST_PROBLEMS] for name, problems in found.items()}
