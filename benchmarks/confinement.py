"""What the walls cost: warm checks at each level of confinement, side by side, against limits alone.

    python benchmarks/confinement.py [--runs 40] [--json FILE]

The levels take turns, so that whatever else the machine does falls on all of them, and what is shown is the median of
the differences within a turn, with their quartiles: where these have both signs, other work hides the difference.
Starting an engine is measured apart: a bulk run pays for it once.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

from kata.catalog import load_catalog
from kata.catalog.kata import read_text
from kata.grading.engine import Engine
from kata.sandbox.levels import available_levels

KATAS = ("softmax", "bpe_merge", "multi_head_attention")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()

    catalog = load_catalog()
    levels = [level for level, why_not in available_levels().items() if not why_not]
    results = {}
    for name in KATAS:
        kata = catalog.get(name)
        source = read_text(kata.reference_path)
        engines = {level: Engine(confinement=level, selftest="never") for level in levels}
        cold, warm = {}, {level: [] for level in levels}
        for level, engine in engines.items():
            begun = time.perf_counter()
            assert engine.grade(kata, source, seed=1, diagnose=False).points == 100
            cold[level] = time.perf_counter() - begun
        for run in range(arguments.runs):
            for level in levels if run % 2 else reversed(levels):
                begun = time.perf_counter()
                engines[level].grade(kata, source, seed=run, diagnose=False)
                warm[level].append(time.perf_counter() - begun)
        for engine in engines.values():
            engine.close()
        medians = {level: statistics.median(times) for level, times in warm.items()}
        more = {
            level: statistics.quantiles([a - b for a, b in zip(times, warm["limits"], strict=True)], n=4)
            for level, times in warm.items()
        }
        ratio = {level: median / medians["limits"] for level, median in medians.items()}
        results[name] = {"cold": cold, "warm": medians, "more": more, "ratio": ratio}

    print(f"{'kata':<22}{'level':<12}{'first check':>12}{'warm check':>12}{'more, quartiles':>28}{'ratio':>8}")
    for name, found in results.items():
        for level in levels:
            low, middle, high = (1e3 * value for value in found["more"][level])
            print(
                f"{name:<22}{level:<12}{found['cold'][level]:10.2f} s{1e3 * found['warm'][level]:9.1f} ms"
                f"{middle:+10.1f} ms ({low:+.1f} to {high:+.1f}){found['ratio'][level]:8.2f}"
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
