"""A class graded by `nbgrader autograde` and by `kata notebook autograde`, side by side, with the same marks.

    python benchmarks/autograde.py [--katas causal_mask perplexity] [--students 40] [--stock 4] [--json FILE]

Three ways are measured on one course, in one run, by the commands that a person types: nbgrader as it is installed,
which runs every notebook in a kernel; nbgrader with the course's settings, which starts none; and ours. The students
hand in right answers and known mistakes in turn. nbgrader gets the first `--stock` of them, since a class takes it an
hour; what counts is seconds for a notebook, and the ratio. The marks of those students must agree in all three.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook

from kata.catalog import Catalog, load_catalog
from kata.catalog.solutions import load_mistakes, needs, right_answers
from kata.notebook.answers import answer_id

ASSIGNMENT = "ps1"


def command(course: Path, *arguments: str) -> float:
    """Seconds that a command takes."""
    begun = time.perf_counter()
    done = subprocess.run(arguments, cwd=course, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return time.perf_counter() - begun


def hand_in(course: Path, catalog: Catalog, names: list[str], students: int) -> None:
    for name in names:
        kata = catalog.get(name)
        answers = [source for source in right_answers(kata).values() if not needs(source)]
        answers += [mistake.source for mistake in load_mistakes(kata)]
        for number in range(students):
            notebook: Any = nbformat.read(course / "release" / ASSIGNMENT / f"{name}.ipynb", as_version=4)
            for cell in notebook.cells:
                if cell.metadata.get("nbgrader", {}).get("grade_id") == answer_id(name):
                    cell.source = answers[number % len(answers)]
            folder = course / "submitted" / f"student{number:03}" / ASSIGNMENT
            folder.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, folder / f"{name}.ipynb")


def marks(course: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        submissions = gradebook.assignment_submissions(ASSIGNMENT)
        return {f"{one.student.id}/{book.name}": book.score for one in submissions for book in one.notebooks}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--katas", nargs="+", default=["causal_mask", "perplexity"])
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--stock", type=int, default=4, help="how many students nbgrader grades")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    catalog = load_catalog()
    kata = [sys.executable, "-m", "kata", "notebook"]
    nbgrader = [sys.executable, "-m", "nbgrader"]
    rows = {}
    found = {}
    with tempfile.TemporaryDirectory() as name:
        made = Path(name) / "made"
        made.mkdir()
        command(made, *kata, "export", "--katas", ",".join(arguments.katas), "--to", f"source/{ASSIGNMENT}")
        command(made, *nbgrader, "generate_assignment", ASSIGNMENT)
        hand_in(made, catalog, arguments.katas, arguments.students)
        for way in ("nbgrader", "nbgrader, our settings", "kata"):
            course = Path(name) / way.replace(", ", "-").replace(" ", "-")
            shutil.copytree(made, course)
            students = arguments.students if way == "kata" else arguments.stock
            for folder in sorted((course / "submitted").iterdir())[students:]:
                shutil.rmtree(folder)
            if way == "nbgrader":
                (course / "nbgrader_config.py").unlink()
            jobs = ["--jobs", str(arguments.jobs)]
            line = (
                [*kata, "autograde", ".", ASSIGNMENT, *jobs] if way == "kata" else [*nbgrader, "autograde", ASSIGNMENT]
            )
            seconds = command(course, *line)
            rows[way] = {
                "notebooks": students * len(arguments.katas),
                "seconds": seconds,
                "a_notebook": seconds / (students * len(arguments.katas)),
            }
            found[way] = marks(course)
            print(
                f"{way:<24}{rows[way]['notebooks']:5} notebooks {seconds:8.1f} s {rows[way]['a_notebook']:8.3f} s each"
            )
    both = found["nbgrader"].keys()
    same = all(found[way][key] == found["nbgrader"][key] for way in found for key in both)
    ratios = {way: rows[way]["a_notebook"] / rows["kata"]["a_notebook"] for way in rows if way != "kata"}
    print(f"\nkata is {ratios['nbgrader']:.0f} times as fast as nbgrader, and", end=" ")
    print(f"{ratios['nbgrader, our settings']:.0f} times as nbgrader with our settings")
    print(f"marks of the {len(both)} notebooks that all three graded: {'the same' if same else 'DIFFERENT'}")
    if arguments.json:
        data = {"jobs": arguments.jobs, "katas": arguments.katas, "ways": rows, "ratios": ratios, "same_marks": same}
        arguments.json.write_text(json.dumps(data, indent=1))
    if not same:
        sys.exit(1)


if __name__ == "__main__":
    main()
