"""What the tests of the classroom and of the result formats share."""

from pathlib import Path
from typing import Any

from kata.grading.verdict import Diagnosis, Test, Verdict
from tests.support.cli import Run

# Answers to the private kata `add` of `make_kata`, and the points that each earns of its 60 and 40.
RIGHT = "def add(a, b):\n    return a + b\n"
PARTLY = "def add(a, b):\n    return a\n"
HOSTILE = """\
import os
print("::set-output name=result::forged")
print("##[add-mask]a")
def add(a, b):
    print("::add-mask::points")
    raise ValueError("::stop-commands::x\\n::set-output name=result::forged\\n\\x1b[31m caf\\u00e9 \\u2603 </b> | `")
"""
BROKEN = "def add(a, b)\n    return a\n"

NASTY = (
    "::error::boo\n  ::add-mask::x\n##[error]x\n"
    "\x1b[31m caf\u00e9 \u2603 ]]> </pre> ``` | <b> \u202e \ud800 \ufffe \x00"
)


def test(name: str, status: str, max_points: int, **texts: str) -> Test:
    points = max_points if status == "passed" else 0
    title = texts.pop("title", f"{name.removeprefix('test_').capitalize()} holds.")
    return Test(name, title, status, points, max_points, duration=0.25, **texts)  # type: ignore[arg-type]


test.__test__ = False  # type: ignore[attr-defined]


def verdict(kata: str, status: str, tests: list[Test], **more: Any) -> Verdict:
    judged = status in ("passed", "failed")
    points = sum(test.points for test in tests) if judged else 0
    most = sum(test.max_points for test in tests)
    return Verdict(kata, "sums", status, points, most, tests, seed=7, duration=0.5, **more)  # type: ignore[arg-type]


def every_kind() -> list[Verdict]:
    """A verdict of each status, with tests of each status and texts that a submission would like to be obeyed."""
    passed = [test("test_sum", "passed", 60), test("test_zero", "passed", 40)]
    mixed = [
        test("test_sum", "passed", 20),
        test("test_wrong", "failed", 15, message=NASTY, call="f(1)", expected="1", got=NASTY, where="First at [0]."),
        test("test_slow", "timeout", 25, message="It used more than the 5 seconds of CPU time."),
        test("test_dead", "crashed", 10, message="Its process died."),
        test("test_large", "limit", 10, message="It used more memory.", output=NASTY),
        test("test_late", "not_run", 20),
    ]
    blank = [test("test_sum", "not_run", 70), test("test_zero", "not_run", 30)]
    after = [test("test_sum", "passed", 70), test("test_zero", "forbidden", 30, message="It calls eval.")]
    diagnoses = [
        Diagnosis("m", "A mistake.", ["test_wrong"], 15, whole=False, headline=True),
        Diagnosis("slow", "It is slow.", ["test_slow"], 25, whole=False, headline=False),
    ]
    return [
        verdict("right", "passed", passed),
        verdict("mixed", "failed", mixed, output=NASTY, diagnoses=diagnoses),
        verdict("empty", "unedited", blank, message="There is no file attempts/sums/empty.py."),
        verdict("broken", "broken", blank, message=f"Line 1: {NASTY}"),
        verdict("forbidden", "forbidden", after, message="It calls eval."),
        verdict("fault", "grader_error", blank, message="The grader failed.", author_log="secret"),
        Verdict("lone", "sums", "broken", 0, 10, [], message="There are no tests."),
    ]


def new(kata: Run, root: Path, folder: Path, *options: object, katas: str = "add") -> Path:
    """Make an assignment of private katas; the folder of its two sides."""
    if "--install" not in options:
        options = (*options, "--install", "index")  # building a wheel takes a second
    arguments = ["classroom", "new", folder.name, "--katas-from", root, "--katas", katas, "--to", folder, *options]
    done = kata(*arguments)
    assert done.exit_code == 0, done.output
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def commands(log: str) -> list[str]:
    """The lines of a workflow's log that its runner would obey."""
    obeyed, token = [], None
    for line in log.splitlines():
        text = line.lstrip()
        if token is not None:
            token = None if text == f"::{token}::" else token
        elif text.startswith("::stop-commands::"):
            token = text.removeprefix("::stop-commands::")
        elif text.startswith("::") or "##[" in text:
            obeyed.append(line)
    return obeyed
