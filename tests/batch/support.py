"""What the tests of bulk grading share: a small class that hands in right answers, mistakes and worse."""

import csv
import os
import random
import subprocess
from pathlib import Path

from kata.batch.store import Store

# What students of `add` hand in, and its points.
SOURCES = {
    "right": ("def {name}(a, b):\n    return a + b\n", 100),
    "mistake": ("def {name}(a, b):\n    return a * b\n", 0),
    "half": ("def {name}(a, b):\n    return a + b if b == 0 else a - b\n", 40),
    "broken": ("def {name}(a, b:\n", 0),
    "hostile": ("import os\nos._exit(0)\n", 0),
    "crash": ("def {name}(a, b):\n    raise SystemExit(0)\n", 0),
}


def hand_in(
    folder: Path, students: int, katas: tuple[str, ...] = ("add",), seed: int = 1
) -> dict[tuple[str, str], int]:
    """Writes a class's answers, no two the same; returns the points of each."""
    rng = random.Random(seed)
    points = {}
    for number in range(students):
        for kata in katas:
            source, earned = rng.choice(list(SOURCES.values()))
            student = f"student{number:03d}"
            (folder / student).mkdir(parents=True, exist_ok=True)
            (folder / student / f"{kata}.py").write_text(source.format(name=kata) + f"# {student}\n")
            points[student, kata] = earned
    return points


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def points_of(out: Path, katas: tuple[str, ...] = ("add",)) -> dict[tuple[str, str], int]:
    """The points in a gradebook."""
    found = rows(out / "gradebook.csv")
    return {(row["student"], kata): int(row[kata]) for row in found for kata in katas}


def assert_each_graded_once(out: Path) -> None:
    """No result was lost, and none was delivered or kept twice."""
    with Store(out / "results.db") as store:
        results, deliveries = store.rows("SELECT count(*), sum(times) FROM results")[0]
        graded = store.rows("SELECT sum(graded) FROM runs")[0][0]
        contents = store.rows("SELECT count(DISTINCT key) FROM answers WHERE chosen")[0][0]
    assert results == deliveries == graded == contents


def commit(folder: Path, date: str, *paths: str) -> None:
    """Commit what is in a folder, or only `paths`, with this date; makes the repository if there is none."""
    environment = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", *(paths or ["-A"])], [*who, "commit", "-q", "-m", "work"]):
        subprocess.run(["git", *command], cwd=folder, env=environment, check=True, capture_output=True)
