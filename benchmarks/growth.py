"""How cost grows: with the katas in the catalog, the checks on record, the submissions of a run, the cores.

    python benchmarks/growth.py [--katas 13 412 3000] [--checks 100 100000] [--submissions 10 100 1000] [--json FILE]

Each table is measured in one run, so the ratios in its last column are what counts.
"""

import argparse
import itertools
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kata.catalog import load_catalog, package_root
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes
from kata.grading.pool import GradingRequest, Pool
from kata.progress import Progress
from kata.workspace import init_workspace


def catalog_of(size: int, root: Path) -> None:
    """Copies of one kata under as many names."""
    track = root / "exercises" / "copies"
    track.mkdir(parents=True)
    source = package_root() / "exercises" / "attention"
    shutil.copy(source / "track.toml", track / "track.toml")
    for number in range(size):
        for ending in ("py", "toml"):
            (track / f"copy_{number}.{ending}").write_text(read_text(source / f"causal_mask.{ending}"))


def list_seconds(root: Path, cache: Path) -> float:
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", "kata", "list", "--katas-from", str(root)]
    begun = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def by_catalog(sizes: list[int]) -> list[dict[str, float]]:
    rows = []
    print(f"{'katas':>8}{'first list':>12}{'later':>9}{'x smallest':>12}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            root, cache = Path(name) / "root", Path(name) / "cache"
            catalog_of(size, root)
            first = list_seconds(root, cache)
            later = min(list_seconds(root, cache) for _ in range(5))
        rows.append({"katas": size, "first": first, "later": later})
        print(f"{size:>8}{first:11.3f}s{later:8.3f}s{later / rows[0]['later']:12.2f}")
    return rows


def fill_record(path: Path, katas: int, checks: int) -> None:
    """Write checks into a workspace's record, ten a round, of which the last one passed."""
    with Progress(path) as progress:
        progress.begin("copy_0", "spec")
    begun = datetime.now(UTC) - timedelta(days=400)
    rounds, rows, ratings = [], [], []
    for number in range(checks):
        name, round_ = f"copy_{number // 10 % katas}", number // 10 + 2
        at = (begun + timedelta(days=399) * number / checks).isoformat(timespec="microseconds")
        passed = number % 10 == 9
        if number % 10 == 0:
            rounds.append((round_, name, "spec", at))
        if passed:
            ratings.append((name, round_, at, 3, 1, 0, 0))
        status = "passed" if passed else "failed"
        rows.append((name, at, "source", "spec", status, 100 if passed else 40, 1, 0.01, round_))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO sources VALUES ('source', 'text')")
        database.executemany("INSERT INTO attempts VALUES (?, ?, ?, ?)", rounds)
        columns = "kata, at, source, spec, status, points, seed, duration, round"
        database.executemany(f"INSERT INTO checks ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        columns = "kata, round, at, rating, wrong, hints, given_up"
        database.executemany(f"INSERT INTO ratings ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", ratings)


def by_record(counts: list[int], katas: int) -> list[dict[str, float]]:
    """Medians of whole processes, with a catalog of `katas`, by the number of checks on record."""
    rows = []
    commands = {"next": ["next", "--why"], "list": ["list"], "stats": ["stats"], "review": ["review"]}
    print(f"\n{'checks':>8}" + "".join(f"{name:>9}" for name in commands) + f"   with {katas} katas")
    with tempfile.TemporaryDirectory() as name:
        root, cache = Path(name) / "root", Path(name) / "cache"
        catalog_of(katas, root)
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
        for count in counts:
            workspace, _ = init_workspace(Path(name) / str(count), [root])
            fill_record(workspace.progress_path, katas, count)
            row: dict[str, float] = {"checks": count}
            for label, command in commands.items():
                times = []
                for _ in range(8):
                    begun = time.perf_counter()
                    subprocess.run(
                        [sys.executable, "-m", "kata", *command],
                        cwd=workspace.root,
                        env=environment,
                        stdout=subprocess.DEVNULL,
                        check=True,
                    )
                    times.append(time.perf_counter() - begun)
                row[label] = statistics.median(times[1:])
            rows.append(row)
            print(f"{count:>8}" + "".join(f"{row[label]:8.3f}s" for label in commands))
    return rows


def resident_mib() -> float:
    """Memory of all processes that descend from this one; shared pages count for each."""
    parents, sizes = {}, {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
            sizes[int(entry.parent.name)] = int((entry.parent / "statm").read_text().split()[1])
        except OSError:
            continue
    pages = 0
    for pid, size in sizes.items():
        ancestor = parents[pid]
        while ancestor in parents and ancestor != os.getpid():
            ancestor = parents[ancestor]
        pages += size if ancestor == os.getpid() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def by_submissions(counts: list[int], jobs: int) -> list[dict[str, float]]:
    kata = load_catalog().get("causal_mask")
    sources = [read_text(kata.reference_path), *(mistake.source for mistake in load_mistakes(kata))]
    rows = []
    print(f"\n{'submissions':>12}{'each':>11}{'memory':>12}{'x first':>9}")
    with Pool(jobs) as pool:
        list(pool.grade(GradingRequest(n, kata, sources[0], seed=1) for n in range(4 * jobs)))
        for count in counts:
            cycle = itertools.cycle(sources)
            work = (GradingRequest(n, kata, next(cycle), seed=1, diagnose=False) for n in range(count))
            begun = time.perf_counter()
            for _ in pool.grade(work):
                pass
            each = (time.perf_counter() - begun) / count
            rows.append({"submissions": count, "seconds_each": each, "resident_mib": resident_mib()})
            memory = rows[-1]["resident_mib"]
            print(f"{count:>12}{1e3 * each:8.1f} ms{memory:8.0f} MiB{each / rows[0]['seconds_each']:9.2f}")
    return rows


def by_cores(most: int) -> list[dict[str, float]]:
    rows = []
    print()
    for jobs in range(1, most + 1):
        print(f"{jobs} engine{'s' if jobs > 1 else ''}", end="")
        rows += [{"jobs": jobs, **row} for row in by_submissions([200], jobs)]
    print(f"\n{most} engines are {rows[0]['seconds_each'] / rows[-1]['seconds_each']:.2f} times as fast as one")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--katas", type=int, nargs="+", default=[13, 412, 3000])
    parser.add_argument("--checks", type=int, nargs="+", default=[100, 100_000])
    parser.add_argument("--submissions", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    cores = os.cpu_count() or 1
    results = {
        "catalog": by_catalog(arguments.katas),
        "record": by_record(arguments.checks, 412),
        "submissions": by_submissions(arguments.submissions, cores),
        "cores": by_cores(cores),
    }
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
