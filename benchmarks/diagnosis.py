"""What the diagnosis costs, and whether it says the same on a busy machine.

    python benchmarks/diagnosis.py [--katas KATA ...] [--students N] [--load N] [--json FILE]

Three tables, each measured in one run. The wrong answers are a kata's known mistakes; a number in a comment makes each
a file of its own.

- a cold `kata check` of a wrong answer, with and without its diagnosis, in turns;
- `kata grade` over a class that has handed in wrong answers only, with and without;
- the words: each answer graded on the machine as it is, then twice beside spinning processes. Exit status 1 when one
  of them was told something else.
"""

import argparse
import json
import os
import resource
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
from kata.workspace import init_workspace

KATAS = ["causal_mask", "softmax", "perplexity", "bpe_merge", "td_zero", "multi_head_attention"]
KATA = (sys.executable, "-m", "kata")


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
                    command = [*KATA, "check", kata.name, *(() if diagnosed else ("--no-diagnosis",))]
                    begun = time.perf_counter()
                    done = subprocess.run(command, cwd=name, env=environment, stdout=subprocess.DEVNULL, check=False)
                    times[diagnosed].append(time.perf_counter() - begun)
                    assert done.returncode == 1, "a known mistake is not passed"
    return times[True], times[False]


def bulk(katas: list[Kata], students: int, jobs: int) -> tuple[float, float]:
    """CPU seconds of `kata grade` over a class whose every answer is wrong and differs: with diagnoses, and without."""
    seconds = {}
    with tempfile.TemporaryDirectory() as name:
        for student in range(students):
            folder = Path(name) / "class" / f"student_{student:04}"
            folder.mkdir(parents=True)
            for kata in katas:
                known = wrong_answers(kata)
                (folder / f"{kata.name}.py").write_text(f"{known[student % len(known)]}\n# {student}\n")
        run = [*KATA, "grade", f"{name}/class", "--katas", ",".join(kata.name for kata in katas), "--jobs", str(jobs)]
        for diagnosed in (False, True):
            command = [*run, "--out", f"{name}/{diagnosed}", *(() if diagnosed else ("--no-diagnosis",))]
            begun = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            ended = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds[diagnosed] = ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime
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
    parser.add_argument("--students", type=int, default=100, help="in the class")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--load", type=int, default=8, help="how many processes spin while the words are compared")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    catalog = load_catalog()
    katas = [catalog.get(name) for name in arguments.katas]
    rows = []
    print(f"{'kata':<24}{'cold check':>12}{'+diagnosis':>12}{'at most':>10}")
    for kata in katas:
        diagnosed, plain = cold_checks(kata, arguments.rounds)
        rows.append({"kata": kata.name, "seconds": plain, "with_diagnosis_seconds": diagnosed})
        added = [one - other for one, other in zip(diagnosed, plain, strict=True)]
        median = statistics.median
        print(f"{kata.name:<24}{median(plain):10.2f} s{median(added):10.2f} s{max(added):8.2f} s", flush=True)
    slow, quick = bulk(katas, arguments.students, arguments.jobs)
    run = f"{len(katas)} katas of {arguments.students} students, all wrong"
    print(f"\n{run}: {quick:.1f} CPU s without, {slow:.1f} with: {(slow - quick) / slow:.0%} of it.", flush=True)
    before = words(katas)
    with load(arguments.load):
        after = [words(katas), words(katas)]
    changed = sorted({key for again in after for key in before if again[key] != before[key]})
    beside = f"{len(before)} answers beside {arguments.load} spinning processes, twice"
    print(f"\n{beside}: {len(changed)} told something else.")
    for name, number in changed:
        print(f"  {name}, mistake {number}")
    if arguments.json:
        costs = {"checks": rows, "bulk_cpu_seconds": {"without": quick, "with": slow}}
        arguments.json.write_text(json.dumps({**costs, "told_something_else": changed}, indent=1))
    sys.exit(1 if changed else 0)


if __name__ == "__main__":
    main()
