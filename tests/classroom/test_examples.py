"""The examples of a specification, checked where there is no grader: the stub may be a student's own."""

from dataclasses import replace
from pathlib import Path

import pytest

from kata.catalog import Catalog, load_catalog
from kata.classroom.public import examples_grader, grade_examples
from kata.grading.engine import Engine
from tests.support.cli import MakeKata

ANSWER = "def add(a, b):\n    return a + b\n"
STUB = '''"""Adds."""


def add(a, b):
    """The sum.

    Examples:
{examples}
    """
    raise NotImplementedError
'''
FORGED = {
    "a shown value that is a call": "    >>> add(2, 3)\n    __import__('os').system('touch {mark}')\n",
    "a shown value that ends the test": "    >>> add(2, 3)\n    5)\n    open('{mark}', 'w')\n    print(0\n",
    "a shown value that is a comprehension": "    >>> add(2, 3)\n    [open('{mark}', 'w') for _ in '1']\n",
    "an exception with a call": "    >>> add(2, 3)\n    Traceback (most recent call last):\n"
    "    open('{mark}', 'w') or ValueError: x\n",
    "an example with quotes": "    >>> add(2, 3)  # ''' ); open('{mark}', 'w')\n    5\n",
    "an example that is no Python": "    >>> )add(2, 3)\n\n    >>> add(\n",
    "an example that breaks out": "    >>> ''') or open('{mark}', 'w')\n    5\n",
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_example_runs_nothing_outside(
    engine: Engine, root: Path, make_kata: MakeKata, tmp_path: Path, name: str
) -> None:
    mark = tmp_path / "ran"
    make_kata("add")
    stub = root / "exercises" / "sums" / "add.py"
    stub.write_text(STUB.format(examples=FORGED[name].format(mark=mark)))
    kata = load_catalog([root]).get("add")
    verdict = grade_examples(engine, kata, ANSWER)
    assert not mark.exists()
    assert verdict.points == 0
    assert verdict.status in ("failed", "passed")


@pytest.mark.parametrize(
    ("shown", "holds"),
    [("5", True), ("6", False), ("5.0", True), ("nan", False), ("add", False), ("2 + 3", False), ("1e400", False)],
)
def test_what_an_example_shows_is_compared_as_a_value(
    engine: Engine, root: Path, make_kata: MakeKata, shown: str, holds: bool
) -> None:
    make_kata("add")
    (root / "exercises" / "sums" / "add.py").write_text(STUB.format(examples=f"    >>> add(2, 3)\n    {shown}\n"))
    verdict = grade_examples(engine, load_catalog([root]).get("add"), ANSWER)
    assert (verdict.status == "passed") == holds, verdict


def test_every_example_of_the_catalog_can_be_read_as_a_value(catalog: Catalog) -> None:
    for kata in catalog:
        assert "doesn't show a value" not in examples_grader(replace(kata)), kata.name
