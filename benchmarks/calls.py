"""What one call over the pipe costs: small arguments in microseconds, a large array against copying it in memory.

python benchmarks/calls.py [--json FILE]
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import numpy as np

from kata.grading.job import Job, Options
from kata.grading.run import Run
from kata.grading.selftest import toy
from kata.sandbox.launch import ForkServerClient, Limits
from kata.sandbox.levels import best_level

SOURCE = "def same(x):\n    return x\ndef total(x):\n    return float(x.sum())\n"


def measure(function, argument, times: int) -> list[float]:
    """Seconds of each of several batches of calls, a call."""
    function(argument)
    batches = []
    for _ in range(7):
        begun = time.perf_counter()
        for _ in range(times):
            function(argument)
        batches.append((time.perf_counter() - begun) / times)
    return batches


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()

    fork_server = ForkServerClient("numpy", (), best_level(), Limits())
    run = Run(Job(toy("numpy"), SOURCE, Options(seed=1, filename="calls.py")), fork_server)
    run.limits = Limits(cpu_seconds=600)
    run.start()
    run.begin_test("calls", 600, 1)
    answer = run.submission()
    large = np.zeros(8 << 20)  # 64 MiB
    results = {
        "an int there and back": measure(answer.same, 3, 1000),
        "a list of 20 floats": measure(answer.same, [0.5] * 20, 1000),
        "a 3 x 4 array": measure(answer.same, np.zeros((3, 4)), 1000),
        "64 MiB there, a float back": measure(answer.total, large, 1),
        "64 MiB copied in memory": measure(np.copy, large, 1),
    }
    run.close()
    fork_server.close()
    for label, batches in results.items():
        print(f"{label:<28}{1e6 * statistics.median(batches):12.0f} us   (best {1e6 * min(batches):.0f})")
    there = statistics.median(results["64 MiB there, a float back"])
    print(f"a large array costs {there / statistics.median(results['64 MiB copied in memory']):.1f} copies")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
