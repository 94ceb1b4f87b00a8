"""Submissions a minute: the pool on all cores against otter-grader, one submission at a time.

    python benchmarks/otter.py [--katas causal_mask bpe_merge] [--otter PATH/TO/otter] [--json FILE]

otter-grader (`pip install otter-grader`, best in an environment of its own) runs the very same tests on the very same
answers as scripts, with `otter run`, which starts a kernel for each. Both are measured in one run on one machine, so
the ratio is what counts.
"""

import argparse
import ast
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from throughput import answers, pooled

import kata as package
from kata.catalog import Kata, load_catalog
from kata.catalog.kata import read_text

# What a grader needs when the answer is otter's environment: a dict of its names.
HEAD = """
OK_FORMAT = False
name = "tests"
points = None

import inspect, itertools, random
import numpy as np
from otter.test_files import test_case

class Submission:
    def __init__(self, names): self.names = names
    def __getattr__(self, name): return self.names[name]
    def generator(self, seed): return np.random.default_rng(seed)
    def random(self, seed): return random.Random(seed)
    def take(self, iterator, n): return list(itertools.islice(iterator, n))
    def callback(self, function, limit=None): return function

def run(test, names):
    have = {"submission": Submission(names), "rng": np.random.default_rng(1)}
    test(*[have[name] for name in inspect.signature(test).parameters])
"""


def make_autograder(otter: str, kata: Kata, folder: Path, environment: dict[str, str]) -> None:
    """Write the kata's tests as otter's, into the zip file that `otter run` takes."""
    grader = read_text(kata.grader_path)
    names = [node.name for node in ast.parse(grader).body if isinstance(node, ast.FunctionDef)]
    names = [name for name in names if name.startswith("test_")]
    if "parametrize" in grader:
        raise SystemExit(f"{kata.name} has parametrised tests, which otter-grader doesn't: take another kata.")
    cases = [f"@test_case(points=1)\ndef case_{name}(env): run(check_{name}, env)\n" for name in names]
    (folder / "tests").mkdir()
    text = HEAD + grader.replace("def test_", "def check_test_") + "\n" + "\n".join(cases)
    (folder / "tests" / "tests.py").write_text(text)
    subprocess.run(
        [otter, "generate", "-t", "tests", "-o", "autograder.zip"],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def by_otter(otter: str, kata: Kata, sources: list[str]) -> list[float]:
    """Seconds of each submission, one after the other."""
    times = []
    # kata.testing, which graders import.
    here = [str(Path(package.__file__).parents[1]), *(path for path in sys.path if path.endswith("site-packages"))]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(here)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_autograder(otter, kata, folder, environment)
        for number, source in enumerate(sources):
            (folder / "answer.py").write_text(source)
            begun = time.perf_counter()
            subprocess.run(
                [otter, "run", "--no-logo", "-a", "autograder.zip", "answer.py"],
                cwd=folder,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
            times.append(time.perf_counter() - begun)
            if number == 0:
                total = sum(test.get("score", 0) for test in json.loads((folder / "results.json").read_text())["tests"])
                if not total:
                    raise SystemExit(
                        f"otter-grader gives {kata.name}'s reference no points; there is nothing to compare."
                    )
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--katas", nargs="+", default=["causal_mask", "td_zero"])
    parser.add_argument("--otter", default=shutil.which("otter"), help="the command")
    parser.add_argument("--submissions", type=int, default=200, help="how many the pool gets")
    parser.add_argument("--plain", type=int, default=4, help="how many otter-grader gets")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if not arguments.otter:
        raise SystemExit("otter-grader isn't installed: `pip install otter-grader`, or name its command with --otter.")
    jobs = os.cpu_count() or 1
    rows = []
    print(f"{'kata':<22}{'otter':>8}{'pool':>8}{'ratio':>7}   submissions a minute, {jobs} engines")
    for name in arguments.katas:
        kata = load_catalog().get(name)
        sources = answers(kata)
        theirs = by_otter(arguments.otter, kata, sources[: arguments.plain])
        ours = pooled(kata, sources, arguments.submissions, jobs, diagnose=True)
        one = statistics.mean(theirs)
        rows.append({"kata": name, "otter_seconds": theirs, "pool_seconds": ours, "ratio": one / ours})
        print(f"{name:<22}{60 / one:8.1f}{60 / ours:8.0f}{one / ours:7.0f}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"jobs": jobs, "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
