"""From a save to the verdict on the screen of `kata watch`, on a real terminal, and what the kata's own work is of it.

    python benchmarks/watch.py [--katas softmax multi_head_attention ...] [--saves 30] [--json FILE]

Right and wrong answers are saved in turn, by a rename as editors do it. The clock runs from the moment before the
rename until the verdict's last line is there to be read. The kata's own work is the duration that the verdict reports.
"""

import argparse
import json
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kata.catalog import Kata, load_catalog
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes
from kata.progress import Progress

KATAS = ["causal_mask", "softmax", "bpe_merge", "multi_head_attention", "training_loop"]
KATA = [sys.executable, "-m", "kata"]
LIMIT = 0.15  # seconds beside the kata's own work, for 95 of 100 saves
PAUSE = 1.5  # between two saves: the search for a known mistake is over by then


def wait_for(screen: int, text: bytes, seconds: float = 60.0) -> None:
    seen = b""
    end = time.perf_counter() + seconds
    while text not in seen:
        if not select.select([screen], [], [], max(end - time.perf_counter(), 0))[0]:
            raise SystemExit(f"no {text!r} within {seconds} s; the screen says:\n{seen.decode(errors='replace')}")
        seen += os.read(screen, 1 << 16)


def drain(screen: int, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while select.select([screen], [], [], max(end - time.perf_counter(), 0))[0]:
        os.read(screen, 1 << 16)


def measure(kata: Kata, folder: Path, saves: int) -> tuple[list[float], list[float]]:
    """(seconds from save to verdict, seconds of the kata's own work)."""
    subprocess.run([*KATA, "start", kata.name], cwd=folder, stdout=subprocess.DEVNULL, check=True)
    attempt = folder / "attempts" / kata.track / f"{kata.name}.py"
    answers = [read_text(kata.reference_path), load_mistakes(kata)[0].source]
    screen, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen(
        [*KATA, "watch", kata.name], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    times = []
    try:
        wait_for(screen, b"again")
        for number in range(saves + 2):
            drain(screen, PAUSE)
            beside = attempt.with_suffix(".tmp")
            beside.write_text(f"{answers[number % 2]}\n# {number}\n")
            begun = time.perf_counter()
            beside.replace(attempt)
            wait_for(screen, b"quit")
            times.append(time.perf_counter() - begun)
        drain(screen, PAUSE)
        while process.poll() is None:  # what is typed while it checks is dropped
            os.write(screen, b"q")
            drain(screen, 0.2)
    finally:
        process.kill()
        process.wait()
        os.close(screen)
        os.close(theirs)
    with Progress(folder / ".kata" / "progress.db") as progress:
        own = [progress.verdict(version)["duration"] for version in progress.versions(kata.name)]
    return times[2:], own[2:]  # the first of each answer warms what only they use


def high(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--katas", nargs="+", default=KATAS)
    parser.add_argument("--saves", type=int, default=30)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()

    catalog = load_catalog()
    results = {}
    print(f"{'kata':<24}{'library':<9}{'median':>8}{'95 %':>8}{'own work':>10}{'beside, 95 %':>14}   seconds")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        subprocess.run([*KATA, "init", str(folder)], stdout=subprocess.DEVNULL, check=True)
        for kata in map(catalog.get, arguments.katas):
            times, own = measure(kata, folder, arguments.saves)
            beside = [whole - part for whole, part in zip(times, own, strict=True)]
            results[kata.name] = {"times": times, "own": own}
            row = f"{statistics.median(times):>8.3f}{high(times):>8.3f}{statistics.median(own):>10.3f}"
            row += f"{high(beside):>14.3f}"
            print(f"{kata.name:<24}{kata.uses:<9}{row}   {'ok' if high(beside) < LIMIT else 'TOO SLOW'}")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
