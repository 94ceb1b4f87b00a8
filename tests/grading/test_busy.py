"""A right answer never loses a point because the machine is busy."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "load.py"


@pytest.mark.slow
def test_right_answers_keep_their_points_at_a_load_of_eight() -> None:
    """Of a few katas; the benchmark does it for all."""
    command = [sys.executable, str(BENCHMARK), "--load", "8", "--katas", "softmax", "bpe_merge"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 lost points" in done.stdout
