"""What the diagnosis costs, and whether it says the same on a busy machine.

    python benchmarks/diagnosis.py [--katas KATA ...] [--submissions N] [--load N] [--json FILE]

Three tables, each measured in one run. The wrong answers are a kata's known mistakes; a number in a comment makes each
a file of its own.

- a cold `kata check` of a wrong answer, with and without its diagnosis, in turns;
- a bulk run of distinct wrong answers in the pool, with and without;
- the words: each answer graded on the machine as it is, then twice beside spinning processes. Exit status 1 when one
  of them was told something else.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from load import load

from kata.catalog import Kata, load_catalog
from kata.catalog.solutions import load_mistakes
from kata.grading.engine import Engine
from kata.grading.pool import GradingRequest, Pool
from kata.workspace import init_workspace

KATAS = ["causal_mask", "softmax", "perplexity", "bpe_merge", "td_zero", "multi_head_attention"]
COMMAND = (sys.executable, "-m", "kata", "check")


def wrong_answers(kata: Kata) -> list[str]:
    return [mistake.source for mistake in load_mistakes(kata)]


def cold_checks(kata: Kata, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of `kata check` in a process of its own: with the diagnosis, and without."""
    times: dict[bool, list[float]] = {True: [], False: []}
    with tempfile.TemporaryDirectory() as name:
        workspace, _ = init_workspace(Path(name))
        environment = {**os.environ, "XDG_CACHE_HOME": f"{name}/cache"}
        path = workspace.attempt_path(kata)
        path.parent.mkdir(parents=True, exist_ok=True)
        for number in range(rounds):
            for source in wrong_answers(kata):
                path.write_text(f"{source}\n# {number}\n")
                for diagnosed in (False, True):
                    command = [*COMMAND, kata.name, *(() if diagnosed else ("--no-diagnosis",))]
                    begun = time.perf_counter()
                    done = subprocess.run(command, cwd=name, env=environment, stdout=subprocess.DEVNULL, check=False)
                    times[diagnosed].append(time.perf_counter() - begun)
                    assert done.returncode == 1, "a known mistake is not passed"
    return times[True], times[False]


def bulk(kata: Kata, count: int, jobs: int) -> tuple[float, float]:
    """Seconds of a bulk run of `count` distinct wrong answers: with their diagnoses, and without."""
    known = wrong_answers(kata)
    sources = [f"{known[number % len(known)]}\n# {number}\n" for number in range(count)]
    seconds = {}
    for diagnosed in (False, True):
        with Pool(jobs) as pool:
            list(pool.grade([GradingRequest(n, kata, known[0], seed=7, diagnose=False) for n in range(4 * jobs)]))
            requests = [GradingRequest(n, kata, text, seed=5, diagnose=diagnosed) for n, text in enumerate(sources)]
            begun = time.perf_counter()
            list(pool.grade(requests))
            seconds[diagnosed] = time.perf_counter() - begun
    return seconds[True], seconds[False]


def words(katas: list[Kata]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """What each wrong answer is told, from a new engine."""
    with Engine() as engine:
        return {
            (kata.name, number): engine.grade(kata, source, seed=1).to_dict()["diagnoses"]
            for kata in katas
            for number, source in enumerate(wrong_answers(kata))
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--katas", nargs="+", default=KATAS)
    parser.add_argument("--rounds", type=int, default=1, help="cold checks of each mistake")
    parser.add_argument("--submissions", type=int, default=100, help="of a bulk run, for each kata")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--load", type=int, default=8, help="how many processes spin while the words are compared")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    catalog = load_catalog()
    katas = [catalog.get(name) for name in arguments.katas]
    rows = []
    print(f"{'kata':<24}{'cold check':>11}{'+diagnosis':>12}{'most':>8}{'bulk run':>10}{'+diagnosis':>12}{'ratio':>7}")
    for kata in katas:
        diagnosed, plain = cold_checks(kata, arguments.rounds)
        added = [one - other for one, other in zip(diagnosed, plain, strict=True)]
        slow, quick = bulk(kata, arguments.submissions, arguments.jobs)
        rows.append(
            {
                "kata": kata.name,
                "cold_seconds": plain,
                "cold_with_diagnosis_seconds": diagnosed,
                "bulk_seconds": quick,
                "bulk_with_diagnosis_seconds": slow,
            }
        )
        print(
            f"{kata.name:<24}{statistics.median(plain):9.2f} s{statistics.median(added):10.2f} s{max(added):6.2f} s"
            f"{quick:8.1f} s{slow - quick:10.1f} s{slow / quick:7.2f}"
        )
    total = sum(row["bulk_with_diagnosis_seconds"] for row in rows) / sum(row["bulk_seconds"] for row in rows)
    print(f"{'all bulk runs':<67}{'':>10}{total:7.2f}")
    before = words(katas)
    with load(arguments.load):
        after = [words(katas), words(katas)]
    changed = sorted({key for again in after for key in before if again[key] != before[key]})
    beside = f"{len(before)} answers beside {arguments.load} spinning processes, twice"
    print(f"\n{beside}: {len(changed)} told something else.")
    for name, number in changed:
        print(f"  {name}, mistake {number}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"costs": rows, "told_something_else": changed}, indent=1))
    sys.exit(1 if changed else 0)


if __name__ == "__main__":
    main()
