"""How long a person waits for the command line, cold: medians of whole processes, and as ratios to bare Python.

    python benchmarks/command_line.py [--runs 9] [--katas 400] [--attempts 10000] [--json FILE]

It is measured with a catalog of so many katas (those that stand here, and more that are made like them) and a record of
so many checks over a year, most of them of passed katas with reviews behind and before them.

The ratio for `kata check` is to the imports that it can't avoid: click in one process, pytest and numpy in another.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kata.catalog import Kata, load_catalog
from kata.catalog.kata import read_text
from kata.progress import Progress, clock
from kata.workspace import Workspace

KATA = [sys.executable, "-m", "kata"]


def measure(command: list[str], folder: Path, runs: int) -> list[float]:
    """Seconds of wall clock of each run, after one to warm the file cache."""
    times = []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begun)
    return times[1:]


def add_katas(folder: Path, count: int) -> None:
    """A private catalog of copies of what stands here, under other names, up to `count` in all."""
    here = list(load_catalog())
    for index in range(max(count - len(here), 0)):
        kata = here[index % len(here)]
        name, track = f"{kata.name}_{index}", folder / "exercises" / kata.track
        track.mkdir(parents=True, exist_ok=True)
        shutil.copy(kata.stub_path.with_name("track.toml"), track)
        shutil.copy(kata.stub_path, track / f"{name}.py")
        shutil.copy(kata.manifest_path, track / f"{name}.toml")


def year_of_work(katas: list[Kata], attempts: int, now: datetime) -> Iterator[tuple[datetime, Kata, str]]:
    """Checks over a year: (when, which kata, how it ended)."""
    draw = random.Random(7)
    for index in range(attempts):
        at = now - timedelta(days=365) * (1 - index / attempts)
        yield at, draw.choice(katas), draw.choice(["failed", "failed", "passed"])


def write_record(path: Path, katas: list[Kata], attempts: int) -> None:
    """A record in which every second pass is followed by a new round."""
    now, real = datetime.now(UTC), clock.now
    verdict = {"points": 40, "seed": 1, "duration": 0.1}
    try:
        with Progress(None) as progress:
            for at, kata, status in year_of_work(katas, attempts, now):
                clock.now = lambda at=at: at
                progress.begin(kata.name, kata.spec_hash, anew=True)
                clock.now = lambda at=at: at + timedelta(minutes=5)
                progress.record(kata.name, kata.spec_hash, f"{kata.name} {at}", {"status": status, **verdict})
            progress.states()
            progress.export_to(path)
    finally:
        clock.now = real


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--katas", type=int, default=400)
    parser.add_argument("--attempts", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        more = Path(name) / "more"
        add_katas(more, arguments.katas)
        command = [*KATA, "init", str(folder), *(["--katas-from", str(more)] if more.exists() else [])]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        workspace = Workspace(folder)
        katas = list(load_catalog(workspace.katas_from()))
        workspace.progress_path.unlink(missing_ok=True)
        write_record(workspace.progress_path, katas, arguments.attempts)
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
            "kata plan": [*KATA, "plan"],
            "kata review": [*KATA, "review"],
            "kata path": [*KATA, "path"],
            "kata show": [*KATA, "show", "causal_mask"],
            "kata history": [*KATA, "history", "causal_mask"],
            "kata stats": [*KATA, "stats"],
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
