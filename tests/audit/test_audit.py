"""The project's own hostile answers get nothing, at any level; and the audit can tell when they do."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import kata
from kata.audit import Auditor, load_submissions
from kata.audit.collection import is_valid
from kata.catalog import Catalog, load_catalog
from kata.sandbox.confinement import LEVELS
from kata.sandbox.levels import best_level
from tests.support.needs import why_not, with_marks_for

SUBMISSIONS = {submission.name: submission for submission in load_submissions()}
# A few of each kind, for the levels below the best.
SELECTION = """
exit_at_import exit_in_a_call forged_verdict second_answer refused_while_loading handles_that_do_not_exist
equal_to_everything patched_worker patched_environment reads_graders reads_files reads_other_processes
reads_the_environment network_streams network_datagrams network_local_sockets leaves_processes leaves_files fork_bomb
thread_bomb memory_bomb deep_folders folders_without_rights kills_its_parent asks_the_fork_server text_of_no_dimension
deep_source changes_its_arguments honest_and_noisy honest_but_quiet
""".split()

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")]


@pytest.fixture(scope="module")
def auditor(catalog: Catalog) -> Iterator[Auditor]:
    with Auditor(catalog) as auditor:
        yield auditor


def hostile(names: Iterable[str]) -> list[Any]:
    """Hostile answers as parameters, by name."""
    catalog = load_catalog()
    return [with_marks_for(name, library=catalog.get(SUBMISSIONS[name].kata).uses, id=name) for name in names]


@pytest.mark.parametrize("name", hostile(SUBMISSIONS))
def test_no_hostile_answer_gets_what_it_tries(auditor: Auditor, name: str) -> None:
    level, submission = best_level(), SUBMISSIONS[name]
    if level not in submission.levels:
        pytest.skip(f"at level {level} it would harm this machine")
    result = auditor.examine(submission, level)
    assert result.held, result


@pytest.mark.parametrize("name", hostile(SELECTION))
@pytest.mark.parametrize("other", [0, 1])  # a number, since workers of one run may find different levels
def test_nor_at_any_other_level(auditor: Auditor, other: int, name: str) -> None:
    level = [level for level in LEVELS if level != best_level()][other]
    if why_not(level):
        pytest.skip(why_not(level))
    result = auditor.examine(SUBMISSIONS[name], level)
    assert result.held, result


def test_there_are_many_and_each_says_what_it_tries() -> None:
    assert len(SUBMISSIONS) >= 50
    assert len({submission.kata for submission in SUBMISSIONS.values()}) >= 10
    for submission in SUBMISSIONS.values():
        assert submission.tries.endswith(".")
        assert "\n" not in submission.tries
        assert is_valid(submission.source({})), submission.name
        assert submission.honest or submission.share < 100


# -- the audit can fail: a copy of the package with a hole in it --

HOLES = {
    # No walls at all, and the grader's environment handed on, under the name of the tightest level.
    "no walls": (
        [
            ("sandbox/confinement.py", "        lacking += _restrict_process(policy, level)\n", ""),
            (
                "sandbox/confinement.py",
                '    if level == "limits":\n        return\n    try:\n',
                "    return\n    try:\n",
            ),
            ("sandbox/worker_process.py", "    os.environ.clear()\n", ""),
            (
                "sandbox/launch.py",
                "                env=environment,\n",
                "                env={**os.environ, **environment},\n",
            ),
            (
                "grading/process.py",
                "                env=python.ENVIRONMENT |",
                "                env=dict(os.environ) | python.ENVIRONMENT |",
            ),
            ("grading/selftest.py", "    if always or key not in _known(record):\n", "    if False:\n"),
        ],
        ["reads_files", "reads_graders", "reads_the_environment", "network_streams", "leaves_modules"],
        "leaked",
    ),
    # A process that ends with success counts as a test that passed.
    "an end is a pass": (
        [
            (
                "grading/plugin.py",
                "    if run.fatal is not None:\n        error = run.fatal\n",
                "    if run.fatal is not None:\n        error = None\n",
            ),
        ],
        ["exit_in_a_call", "hangs"],
        "forged",
    ),
    # Whatever the answer gives is taken for right, as if the answer compared it.
    "the answer judges": (
        [
            (
                "testing/compare.py",
                "        _compare(actual, expected, rtol, atol, what, exact_dtype)\n",
                "        pass\n",
            ),
            ("grading/selftest.py", "    if always or key not in _known(record):\n", "    if False:\n"),
        ],
        ["patched_numpy", "leaves_files"],
        "forged",
    ),
    # Processes are let go, but not ended.
    "nothing is ended": (
        [
            (
                "grading/run.py",
                "        if self.session is not None:\n            self.session.close()\n",
                "        if self.session is not None:\n",
            )
        ],
        ["changes_its_arguments"],
        "lost",
    ),
}


@pytest.mark.parametrize("hole", HOLES)
def test_a_hole_is_reported(tmp_path: Path, hole: str) -> None:
    level = "landlock"
    if why_not(level):
        pytest.skip(why_not(level))
    changes, names, column = HOLES[hole]
    package = Path(kata.__file__).parent
    copy = tmp_path / "tools" / "kata"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for path, old, new in changes:
        text = (copy / path).read_text()
        assert text.count(old) == 1, (path, old)
        (copy / path).write_text(text.replace(old, new))
    if not (package / "katas").is_dir():  # a clone: the catalog lies beside the package
        for name in ("exercises", "graders", "solutions"):
            (tmp_path / name).symlink_to(package.parents[1] / name)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "tools"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "kata", "audit", "--level", level, "--json", *names],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1, done.stderr
    results = json.loads(done.stdout)
    assert [result["name"] for result in results if not result[column]] == []
