"""Whether a right answer loses a point because the machine is busy: all right answers of all katas, beside spinning
processes, with a warm engine and with a new one for each.

python benchmarks/load.py [--load N] [--katas KATA ...] [--sample N] [--json FILE]

Exit status 1 when one lost a point. All katas at a load of eight take an hour on two cores; --sample draws some.
"""

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kata.catalog import Kata, load_catalog
from kata.catalog.solutions import needs, right_answers
from kata.grading.engine import Engine


@contextmanager
def load(processes: int) -> Iterator[None]:
    """Keep so many processes spinning."""
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def answers(kata: Kata) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The right answers that this machine has the packages for: name, source and options."""
    for name, source in right_answers(kata).items():
        packages = needs(source)
        if all(importlib.util.find_spec(package) is not None for package in packages):
            yield name, source, {"exempt": True, "packages": packages} if packages else {}


def graded(katas: list[Kata]) -> Iterator[dict[str, Any]]:
    """Each right answer, warm and cold: what it got, and how long that took."""
    with Engine() as warm:
        for kata in katas:
            for name, source, options in answers(kata):
                for state in ("warm", "cold"):
                    engine = warm if state == "warm" else Engine()
                    begun = time.perf_counter()
                    verdict = engine.grade_with(kata, source, seed=1, **options).verdict
                    seconds = time.perf_counter() - begun
                    if state == "cold":
                        engine.close()
                    why = next((test.message for test in verdict.tests if test.status != "passed"), verdict.message)
                    yield {
                        "kata": kata.name,
                        "answer": name,
                        "state": state,
                        "points": verdict.points,
                        "seconds": round(seconds, 2),
                        "why": why,
                    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--load", type=int, default=8, help="how many processes spin meanwhile")
    parser.add_argument("--katas", nargs="*", default=[])
    parser.add_argument("--sample", type=int, default=0, help="so many katas, drawn")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    catalog = load_catalog()
    katas = [kata for kata in catalog if kata.uses == "python" or importlib.util.find_spec(kata.uses) is not None]
    if arguments.katas:
        katas = [catalog.get(name) for name in arguments.katas]
    if arguments.sample:
        katas = random.Random(0).sample(katas, min(arguments.sample, len(katas)))
    with load(arguments.load):
        rows = list(graded(katas))
    lost = [row for row in rows if row["points"] != 100]
    for row in lost:
        print(f"{row['kata']} {row['answer']} {row['state']}: {row['points']} points. {row['why']}")
    slowest = max(row["seconds"] for row in rows)
    told = f"{len(rows)} gradings of {len(katas)} katas beside {arguments.load} spinning processes"
    print(f"{told}: {len(lost)} lost points; the longest took {slowest:.1f} s.")
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1))
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
