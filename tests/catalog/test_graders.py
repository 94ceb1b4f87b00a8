"""What a grader shares with others of its track: found, imported while it is collected, and nowhere else."""

import sys
from pathlib import Path

from kata.author.lint import grader_problems
from kata.catalog import load_catalog
from kata.catalog.graders import grader_files
from kata.grading.engine import Engine
from tests.support.cli import GRADER, MakeKata

SHARED = '"""What the graders of sums share."""\n\nimport {imported}\n\n\ndef total(a, b):\n    return {total}\n'


def share(root: Path, track: str, name: str, total: str) -> None:
    """Let a kata's grader have its oracle from _sums.py, which has it from _more.py."""
    graders = root / "graders" / track
    (graders / f"test_{name}.py").write_text(
        GRADER.format(name=name)
        .replace("import pytest\n", "import pytest\nfrom _sums import total\n")
        .replace("a + b)", "total(a, b))")
    )
    (graders / "_sums.py").write_text(SHARED.format(imported="_more", total="_more.total(a, b)"))
    (graders / "_more.py").write_text(SHARED.format(imported="math", total=total))
    (graders / "_other.py").write_text("raise SystemExit('nobody imports this')\n")


def test_two_tracks_may_share_by_the_same_name(root: Path, make_kata: MakeKata, engine: Engine) -> None:
    for track, name, total in (("sums", "add_two", "a + b"), ("products", "times_two", "a * b")):
        make_kata(name, track=track)
        share(root, track, name, total)
    catalog = load_catalog([root])
    add, times = catalog.get("add_two"), catalog.get("times_two")
    assert [path.name for path in grader_files(add)] == ["test_add_two.py", "_sums.py", "_more.py"]
    assert grader_problems(add) == []
    right = "def {}(a, b):\n    return a {} b\n"
    assert engine.grade(add, right.format("add_two", "+"), seed=1).passed
    assert engine.grade(times, right.format("times_two", "*"), seed=1).points == 60
    assert engine.grade(add, right.format("add_two", "+"), seed=2).passed


def test_an_answer_cannot_import_it(root: Path, make_kata: MakeKata, engine: Engine) -> None:
    make_kata("add_two")
    share(root, "sums", "add_two", "a + b")
    kata = load_catalog([root]).get("add_two")
    source = "def add_two(a, b):\n    try:\n        import _sums\n    except ImportError:\n        return a + b\n"
    grading = engine.grade_with(kata, source, seed=1, exempt=True)
    assert grading.verdict.passed
    assert not any(name in sys.modules for name in ("_sums", "_more"))


def test_what_is_shared_is_held_to_the_rules_of_graders(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two")
    share(root, "sums", "add_two", "a + b")
    more = root / "graders" / "sums" / "_more.py"
    more.write_text(
        more.read_text().replace("import math", "import torch") + "\n\ndef test_it(submission):\n    pass\n"
    )
    problems = "\n".join(grader_problems(load_catalog([root]).get("add_two")))
    assert "_more.py: a grader of this kata may not import torch" in problems
    assert "a shared file has no tests" in problems
