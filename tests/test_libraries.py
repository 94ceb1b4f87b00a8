"""What the platform knows of a library stands in its record and its adapter, and nowhere else."""

import ast
import sys
import tomllib
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from packaging.requirements import Requirement

from kata import libraries, values
from kata.grading.literal import preamble, source_of
from kata.libraries import LIBRARIES
from kata.sandbox import wire
from kata.testing import assert_close
from kata.testing.compare import Mismatch
from kata.testing.show import show_value
from kata.values.adapter import Adapter, Writer

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tools/kata"
# What a library's own things are made of: its record, its adapter, finished code and helpers for katas in it.
HOMES = ("libraries.py", "values", "given", "testing/tensors.py", "audit/submissions")
OPTIONAL = {name for library in LIBRARIES.values() for name in library.package_names} - {"numpy"}


def named(tree: ast.AST) -> Iterator[str]:
    """What a program names: in imports, as names, and in whole texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.split(".")[0]


def test_no_other_file_names_a_library_that_may_be_absent() -> None:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).as_posix()
        if not place.startswith(HOMES) and (words := OPTIONAL.intersection(named(ast.parse(path.read_text("utf-8"))))):
            found[place] = words
    assert found == {}


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_an_extra_installs_what_a_library_needs(library: libraries.Library) -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    wanted = {package.requirement for package in library.packages if package.requirement}
    named = {Requirement(one).name for one in extras[library.extra]} if library.extra else set()
    assert wanted == named


def test_the_line_that_installs_a_library_names_the_build_that_katas_want() -> None:
    line = libraries.install_line(["torch"])
    assert line.startswith("python -m pip install torch  # torch: the CPU build is enough")
    assert libraries.install_line(["triton"]) == "python -m pip install triton"
    assert libraries.install_line(["triton", "torch"]).startswith("python -m pip install triton torch  # ")
    assert libraries.install_line(["matplotlib"], "python3.12") == "python3.12 -m pip install matplotlib"


# -- a library that nobody has heard of --


class Vector:
    """What the library's values are."""

    def __init__(self, numbers: list[float]) -> None:
        self.numbers = numbers


class VectorAdapter(Adapter):
    def __init__(self) -> None:
        super().__init__("vectors", {"vectors": "vectors"}, {99: lambda reader, *numbers: Vector(list(numbers))})

    def holds(self, kind: type) -> bool:
        return kind is Vector

    def encode(self, value: Any, writer: Writer) -> Any:
        return [99, *value.numbers]

    def numbers(self, value: Any) -> tuple[Any, str]:
        return np.array(value.numbers), "float64"

    def noun(self, value: Any) -> str:
        return "a vector"

    def label(self, value: Any) -> str:
        return f"vector of length {len(value.numbers)}"

    def source(self, value: Any, indent: int, write: Any) -> str:
        return f"vectors.Vector({write(value.numbers, indent)})"


@pytest.fixture
def vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    adapter = VectorAdapter()
    monkeypatch.setitem(sys.modules, "vectors", types.ModuleType("vectors"))
    monkeypatch.setattr(values, "ADAPTERS", (*values.ADAPTERS, adapter))
    monkeypatch.setattr(values, "_found", {})
    for tag, decode in adapter.decoders.items():
        monkeypatch.setitem(wire._BUILDERS, tag, decode)


def refuse(value: Any) -> Any:
    raise AssertionError(f"{value!r} was taken for an object")


@pytest.mark.usefixtures("vectors")
def test_one_adapter_lets_values_of_a_new_library_cross() -> None:
    encoder = wire.Encoder(refuse)
    tree = encoder.encode({"a": [Vector([1.5, 2.0])]})
    back = wire.Decoder([], refuse, lambda tensor, requires_grad, mark: tensor).decode(tree)
    assert back["a"][0].numbers == [1.5, 2.0]


@pytest.mark.usefixtures("vectors")
def test_one_adapter_lets_them_be_compared_shown_and_written() -> None:
    assert_close([Vector([1.0, 2.0])], [Vector([1.0, 2.0 + 1e-12])])
    with pytest.raises(Mismatch, match=r"Wrong values in the result at \[0\]") as caught:
        assert_close([Vector([1.0, 2.0])], [Vector([1.0, 3.0])])
    assert "expected 3.0, got 2.0" in caught.value.where
    with pytest.raises(Mismatch, match="The result should be a vector; it is a NumPy array"):
        assert_close(np.array([1.0]), Vector([1.0]))
    assert show_value(Vector([1.0] * 9)).endswith("(vector of length 9)")
    assert source_of((Vector([0.5]),)) == "(vectors.Vector([0.5]),)"
    assert preamble(source_of(Vector([0.5]))) == ["import vectors"]
