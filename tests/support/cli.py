"""What the tests of the command line share: a small private catalog, and a workspace of its own for each test."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from kata.cli.app import cli
from kata.workspace import Workspace, init_workspace
from kata.workspace.trust import trust

STUB = '''"""Adding: the sum of two numbers."""


def {name}(a: int, b: int) -> int:
    """The sum of a and b.

    Args:
        a: a whole number.
        b: a whole number.

    Returns:
        Their sum.

    Examples:
        >>> {name}(2, 3)
        5
    """
    raise NotImplementedError
'''

GRADER = '''"""Grades `{name}`."""

import pytest

from kata.testing import assert_equal


@pytest.mark.points(60)
def test_sum(submission, rng):
    """The sum is right."""
    a, b = (int(value) for value in rng.integers(3, 100, size=2))
    assert_equal(submission.{name}(a, b), a + b)


@pytest.mark.points(40)
def test_zero(submission):
    """Zero changes nothing."""
    assert_equal(submission.{name}(5, 0), 5)
'''

MISTAKES = """[[mistake]]
name = "times"
edits = [{ find = 'a + b', replace = 'a * b' }]
says = "That is the product."
caught_by = "test_sum"
"""

KEYS = {
    "title": "Adding",
    "level": "easy",
    "uses": "python",
    "imports": [],
    "changes": [],
    "opaque": [],
    "minutes": 5,
    "after": [],
    "formerly": [],
    "sources": ["Euclid"],
    "hints": ["Count on your fingers.", "Go on counting.", "a + b"],
    "tags": ["addition"],
    "forbid": [],
}

Run = Callable[..., Result]
MakeKata = Callable[..., Path]


def toml(values: dict[str, Any]) -> str:
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A private catalog with nothing in it yet."""
    folder = tmp_path / "private katas"
    (folder / "exercises").mkdir(parents=True)
    trust(folder)
    return folder


@pytest.fixture
def make_kata(root: Path) -> MakeKata:
    """Writes a kata into the private catalog: make_kata("add", after=[...]); a key of None is left out."""

    def make(name: str, track: str = "sums", order: int = 90, **keys: Any) -> Path:
        folder = root / "exercises" / track
        solutions = root / "solutions" / track / name
        graders = root / "graders" / track
        for place in (folder, solutions, graders):
            place.mkdir(parents=True, exist_ok=True)
        (folder / "track.toml").write_text(toml({"title": track.title(), "covers": "Sums.", "order": order}))
        values = {key: value for key, value in {**KEYS, **keys}.items() if value is not None}
        (folder / f"{name}.toml").write_text(toml(values))
        (folder / f"{name}.py").write_text(STUB.format(name=name))
        (solutions / "reference.py").write_text(f'"""By the plus sign."""\n\n\ndef {name}(a, b):\n    return a + b\n')
        (solutions / "steps.py").write_text(f'"""Step by step."""\n\n\ndef {name}(a, b):\n    return sum([a, b])\n')
        (solutions / "mistakes.toml").write_text(MISTAKES)
        (graders / f"test_{name}.py").write_text(GRADER.format(name=name))
        return folder / f"{name}.toml"

    return make


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A new workspace, which is also the current folder. Its name has a space."""
    monkeypatch.delenv("KATA_WORKSPACE", raising=False)
    made, _ = init_workspace(tmp_path / "my work")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach, for tests that give up being root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for inside in (folder, *folder.rglob("*")):
        if inside.is_dir():
            inside.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def kata() -> Run:
    """Runs `kata` in this process: kata("list", "--json"). What it wrote is plain, as into a pipe."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="kata")

    return run
