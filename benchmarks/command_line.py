"""How long a person waits for the command line, cold: medians of whole processes, and as ratios to bare Python.

    python benchmarks/command_line.py [--runs 9] [--katas 400] [--attempts 10000] [--json FILE]

The ratio for `kata check` is to the imports that it can't avoid: click in one process, pytest and numpy in another.
With --katas, copies of the package's katas are added in a private catalog until there are so many; with --attempts,
the record holds so many checks.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kata.catalog import load_catalog
from kata.catalog.kata import read_text
from kata.progress import Progress

KATA = [sys.executable, "-m", "kata"]
CURRENT = "causal_mask"
# What a person types between two checks; `kata check` is graded and stands apart.
COMMANDS = {
    "kata --help": ["--help"],
    "kata list": ["list"],
    "kata list --text gpt": ["list", "--text", "gpt"],
    "kata list --text atention": ["list", "--text", "atention"],
    "kata list --tag decoder": ["list", "--tag", "decoder"],
    "kata next": ["next"],
    "kata next --why": ["next", "--why"],
    "kata plan": ["plan"],
    "kata review": ["review"],
    "kata path": ["path"],
    "kata path --show": ["path", "one-week", "--show"],
    "kata show": ["show", CURRENT],
    "kata show --theory": ["show", CURRENT, "--theory"],
    "kata note": ["note", CURRENT],
    "kata hint": ["hint", CURRENT, "--again"],
    "kata history": ["history", CURRENT],
    "kata stats": ["stats"],
}


def measure(command: list[str], folder: Path, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of wall clock, and of CPU, of each run, after one to warm the file cache.

    On a busy machine the wall clock says how busy it is; the CPU seconds say what the command costs.
    """
    times, costs = [], []
    for _ in range(runs + 1):
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return times[1:], costs[1:]


def make_catalog(folder: Path, most: int) -> None:
    """A private catalog that brings the number of katas to `most`: copies under other names."""
    katas = list(load_catalog())
    for number in range(max(most - len(katas), 0)):
        kata, name = katas[number % len(katas)], f"copy_{number}_{katas[number % len(katas)].name}"
        track = folder / "exercises" / kata.track
        track.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kata.manifest_path.parent / "track.toml", track / "track.toml")
        shutil.copyfile(kata.stub_path, track / f"{name}.py")
        manifest = [line for line in read_text(kata.manifest_path).splitlines() if not line.startswith("formerly")]
        (track / f"{name}.toml").write_text("\n".join(manifest) + "\n", encoding="utf-8")
    (folder / "exercises").mkdir(parents=True, exist_ok=True)


def make_record(path: Path, attempts: int) -> None:
    """So many checks, one in five a pass, over all katas of the package and the last year."""
    katas = list(load_catalog())
    with Progress(path) as progress:
        for kata in katas:
            progress.begin(kata.name, kata.spec_hash)
        progress.begin(CURRENT, "")
    verdict = json.dumps({"schema": 2, "tests": [], "diagnoses": []})
    connection = sqlite3.connect(path)
    with connection:
        begun = datetime.now(UTC) - timedelta(days=365)
        rounds = dict(connection.execute("SELECT kata, max(id) FROM attempts GROUP BY kata"))
        for number in range(attempts):
            kata, at = katas[number % len(katas)], begun + timedelta(days=360) * number / attempts
            digest = hashlib.sha256(str(number).encode()).hexdigest()
            passed = number // len(katas) % 5 == 4
            connection.execute("INSERT INTO sources VALUES (?, ?)", [digest, f"{kata.stub}\n# {number}\n"])
            row = [kata.name, at.isoformat(timespec="microseconds"), digest, kata.spec_hash]
            row += ["passed" if passed else "failed", 100 if passed else 40, number, 0.1, rounds[kata.name]]
            columns = "kata, at, source, spec, status, points, seed, duration, round"
            check = connection.execute(f"INSERT INTO checks ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            connection.execute("INSERT INTO verdicts VALUES (?, ?)", [check.lastrowid, verdict])
            if passed:
                rated = [kata.name, rounds[kata.name], at.isoformat(timespec="microseconds")]
                columns = "kata, round, at, rating, wrong, hints, given_up"
                connection.execute(f"INSERT INTO ratings ({columns}) VALUES (?, ?, ?, 3, 4, 0, 0)", rated)
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--katas", type=int, default=0)
    parser.add_argument("--attempts", type=int, default=0)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        os.environ["XDG_CACHE_HOME"] = str(Path(name) / "cache")
        folder = Path(name) / "workspace"
        make_catalog(Path(name) / "katas", arguments.katas)
        init = [*KATA, "init", str(folder), "--katas-from", str(Path(name) / "katas")]
        subprocess.run(init, stdout=subprocess.DEVNULL, check=True)
        make_record(folder / ".kata" / "progress.db", arguments.attempts)
        kata = load_catalog().get(CURRENT)
        attempt = folder / "attempts" / kata.track / f"{kata.name}.py"
        attempt.parent.mkdir(parents=True)
        attempt.write_text(read_text(kata.reference_path))
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import click": [sys.executable, "-c", "import click"],
            "import pytest, numpy": [sys.executable, "-c", "import pytest, numpy"],
            **{label: [*KATA, *words] for label, words in COMMANDS.items()},
            f"kata check {CURRENT}": [*KATA, "check", CURRENT],
        }
        measured = {label: measure(command, folder, arguments.runs) for label, command in commands.items()}

    results = {label: times for label, (times, _) in measured.items()}
    costs = {label: statistics.median(cost) for label, (_, cost) in measured.items()}
    bare = costs["python -c pass"]
    unavoidable = statistics.median(results["import click"]) + statistics.median(results["import pytest, numpy"])
    head = f"{'command':<26}{'median':>9}{'spread':>9}{'CPU':>9}{'x bare':>9}{'x imports':>11}"
    print(f"{head}   ({os.cpu_count()} cores, load {os.getloadavg()[0]:.0f})")
    for label, times in results.items():
        median, spread = statistics.median(times), max(times) - min(times)
        imports = f"{median / unavoidable:10.2f}" if "check" in label else ""
        print(f"{label:<26}{median:8.3f}s{spread:8.3f}s{costs[label]:8.3f}s{costs[label] / bare:9.1f}{imports:>11}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"seconds": results, "cpu": costs, "cores": os.cpu_count()}, indent=1))


if __name__ == "__main__":
    main()
