"""Submissions a minute: the pool on all cores against plain pytest, one submission at a time in a fresh process.

    python benchmarks/throughput.py [--katas causal_mask perplexity ...] [--submissions 200] [--json FILE]

Plain pytest runs the very same tests on the very same answers, imported into its own process as peers do it: no
confinement, no diagnosis. Both are measured in one run on one machine, so the ratio is what counts. The answers are the
kata's right answers and mistakes in turn. Also: one warm check, split into the work of the tests and the rest.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kata.catalog import Kata, load_catalog
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes, needs, right_answers
from kata.grading.engine import Engine
from kata.grading.pool import GradingRequest, Pool

KATAS = ["causal_mask", "perplexity", "bpe_merge", "td_zero", "multi_head_attention"]

# What a grader needs of `submission` when the answer is simply imported.
CONFTEST = """
import hashlib, importlib.util, itertools, random
import numpy as np
import pytest

class Imported:
    def __init__(self, module): self.module = module
    def __getattr__(self, name): return getattr(self.module, name)
    def generator(self, seed): return np.random.default_rng(seed)
    def random(self, seed): return random.Random(seed)
    def take(self, iterator, n): return list(itertools.islice(iterator, n))
    def callback(self, function, limit=None): return function
    def given(self, name, *args, **kwargs):
        from kata import given
        return getattr(given, name)(*args, **kwargs)
    def grads(self, module, output, cotangent):
        import torch
        named = dict(module.named_parameters())
        found = torch.autograd.grad(output, list(named.values()), cotangent, retain_graph=True, allow_unused=True)
        return dict(zip(named, found))

@pytest.fixture(scope="session")
def submission():
    spec = importlib.util.spec_from_file_location("answer", "answer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Imported(module)

@pytest.fixture
def rng(request):
    return np.random.default_rng(int(hashlib.sha256(request.node.name.encode()).hexdigest()[:8], 16))

def pytest_configure(config):
    config.addinivalue_line("markers", "points(n): what the test is worth")
"""


def answers(kata: Kata) -> list[str]:
    rights = [source for source in right_answers(kata).values() if not needs(source)]
    return rights + [mistake.source for mistake in load_mistakes(kata)]


def plain_pytest(kata: Kata, sources: list[str]) -> list[float]:
    """Seconds of each submission, one after the other."""
    times = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conftest.py").write_text(CONFTEST)
        (folder / kata.grader_path.name).write_text(read_text(kata.grader_path))
        (folder / "pytest.ini").write_text("[pytest]\n")
        for source in sources:
            (folder / "answer.py").write_text(source)
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=folder, stdout=subprocess.DEVNULL, check=False)
            times.append(time.perf_counter() - begun)
    return times


def pooled(kata: Kata, sources: list[str], count: int, jobs: int, diagnose: bool) -> float:
    """Seconds for each of `count` submissions, once the engines are warm."""
    cycle = itertools.cycle(sources)

    def submissions(n: int) -> list[GradingRequest]:
        return [GradingRequest(i, kata, next(cycle), seed=5, diagnose=diagnose) for i in range(n)]

    with Pool(jobs) as pool:
        list(pool.grade(submissions(4 * jobs)))
        begun = time.perf_counter()
        list(pool.grade(submissions(count)))
        return (time.perf_counter() - begun) / count


def warm_check(kata: Kata, runs: int) -> tuple[list[float], list[float], int]:
    """Seconds of whole checks of the reference on a warm engine, seconds of their tests, and the number of tests."""
    source = read_text(kata.reference_path)
    whole, tests = [], []
    with Engine() as engine:
        for _ in range(runs + 3):
            begun = time.perf_counter()
            verdict = engine.grade(kata, source, seed=5)
            whole.append(time.perf_counter() - begun)
            tests.append(sum(test.duration for test in verdict.tests))
    return whole[3:], tests[3:], len(verdict.tests)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--katas", nargs="+", default=KATAS)
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--plain", type=int, default=8, help="how many submissions plain pytest gets")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    catalog = load_catalog()
    rows = []
    print(f"{arguments.jobs} engines; submissions a minute, and how many times as many as plain pytest\n")
    heads = f"{'kata':<22}{'pytest':>8}{'pool':>8}{'ratio':>7}{'+diagnosis':>12}{'ratio':>7}"
    print(f"{heads}{'warm check':>13}{'its tests':>11}")
    for name in arguments.katas:
        kata = catalog.get(name)
        sources = answers(kata)
        plain = plain_pytest(kata, sources[: arguments.plain])
        quick = pooled(kata, sources, arguments.submissions, arguments.jobs, diagnose=False)
        diagnosed = pooled(kata, sources, arguments.submissions, arguments.jobs, diagnose=True)
        whole, tests, count = warm_check(kata, 30)
        one = statistics.mean(plain)
        row = {
            "kata": name,
            "plain_seconds": plain,
            "pool_seconds": quick,
            "pool_with_diagnosis_seconds": diagnosed,
            "warm_check_seconds": whole,
            "tests_seconds": tests,
            "tests": count,
        }
        rows.append(row)
        print(
            f"{name:<22}{60 / one:8.0f}{60 / quick:8.0f}{one / quick:7.0f}{60 / diagnosed:12.0f}{one / diagnosed:7.0f}"
            f"{1e3 * statistics.median(whole):10.1f} ms{1e3 * statistics.median(tests):8.1f} ms"
        )
    if arguments.json:
        arguments.json.write_text(json.dumps({"jobs": arguments.jobs, "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
