"""How long a person waits for the command line, cold: medians of whole processes, and as ratios to bare Python.

    python benchmarks/command_line.py [--runs 9] [--json FILE]

The ratio for `kata check` is to the imports that it can't avoid: click in one process, pytest and numpy in another.
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

from kata.catalog import load_catalog
from kata.catalog.kata import read_text

KATA = [sys.executable, "-m", "kata"]


def measure(command: list[str], folder: Path, runs: int) -> list[float]:
    """Seconds of wall clock of each run, after one to warm the file cache."""
    times = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return times[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        subprocess.run([*KATA, "init", str(folder)], stdout=subprocess.DEVNULL, check=True)
        kata = load_catalog().get("causal_mask")
        attempt = folder / "attempts" / kata.track / f"{kata.name}.py"
        attempt.parent.mkdir(parents=True)
        attempt.write_text(read_text(kata.reference_path))
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import click": [sys.executable, "-c", "import click"],
            "import pytest, numpy": [sys.executable, "-c", "import pytest, numpy"],
            "kata --help": [*KATA, "--help"],
            "kata list": [*KATA, "list"],
            "kata next": [*KATA, "next"],
            "kata check causal_mask": [*KATA, "check", "causal_mask"],
        }
        results = {label: measure(command, folder, arguments.runs) for label, command in commands.items()}

    bare = statistics.median(results["python -c pass"])
    unavoidable = statistics.median(results["import click"]) + statistics.median(results["import pytest, numpy"])
    print(f"{'command':<26}{'median':>9}{'spread':>9}{'x bare':>9}{'x imports':>11}   ({os.cpu_count()} cores)")
    for label, times in results.items():
        median, spread = statistics.median(times), max(times) - min(times)
        imports = f"{median / unavoidable:10.2f}" if "check" in label else ""
        print(f"{label:<26}{median:8.3f}s{spread:8.3f}s{median / bare:9.1f}{imports:>11}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"seconds": results, "cores": os.cpu_count()}, indent=1))


if __name__ == "__main__":
    main()
