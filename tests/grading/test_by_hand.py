"""Graders run by plain pytest, for their authors: the verdict is the engine's."""

import subprocess
import sys
from pathlib import Path

import pytest

from kata.catalog import Catalog


def run(grader: Path, answer: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(grader), "--submission", str(answer)]
    return subprocess.run([*command, *options], capture_output=True, text=True, cwd=grader.parents[2], timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("mistake", [False, True])
def test_it_keeps_to_the_limits_of_the_kata(catalog: Catalog, mistake: bool) -> None:
    kata = catalog.get("flash_attention")
    assert kata.memory_mib, "what this is about"
    answer = kata.solutions_dir / "mistakes/whole_matrix.py" if mistake else kata.reference_path
    done = run(kata.grader_path, answer, "-k", "test_a_long_sequence_never_makes_the_matrix")
    if mistake:
        assert done.returncode == 1, done.stdout
        assert "allocate memory" in done.stdout
    else:
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_it_grades_as_many_answers_as_are_asked_for(catalog: Catalog, tmp_path: Path) -> None:
    kata = catalog.get("causal_mask")
    assert run(kata.grader_path, kata.reference_path, "--seed", "3").returncode == 0
    stub = run(kata.grader_path, kata.stub_path)
    assert stub.returncode == 1
    assert "NotImplementedError" in stub.stdout
