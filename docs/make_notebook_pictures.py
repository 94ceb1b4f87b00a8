"""Draws docs/notebook.png and docs/feedback.png: a released notebook, and the feedback on a known mistake.

Run it from the repository, with the extra `notebook` and Chromium installed: `python docs/make_notebook_pictures.py`.
The course is a real one, graded by the commands of the guide.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter

from kata.catalog import load_catalog
from kata.catalog.solutions import load_mistakes
from kata.notebook.answers import answer_id

KATA = "causal_mask"
MISTAKE = "a-triangle-of-ones"
WIDTH, HEIGHT = 1060, 1000


def run(course: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", *arguments], cwd=course, check=True, capture_output=True)


def draw(page: Path, picture: Path, browser: str) -> None:
    """Take a picture of the top of a page."""
    options = ["--headless=new", "--no-sandbox", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}"]
    line = [browser, *options, "--virtual-time-budget=5000", f"--screenshot={picture.resolve()}", page.as_uri()]
    subprocess.run(line, check=True, capture_output=True)
    print(f"{picture}: {picture.stat().st_size // 1024} kB")


def main() -> None:
    here = Path(__file__).parent
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.exit("Chromium isn't installed here.")
    kata = load_catalog().get(KATA)
    mistake = next(one.source for one in load_mistakes(kata) if one.name == MISTAKE)
    with tempfile.TemporaryDirectory() as name:
        course = Path(name)
        run(course, "kata", "notebook", "export", "--katas", KATA, "--to", "source/ps1")
        run(course, "nbgrader", "generate_assignment", "ps1")
        notebook: Any = nbformat.read(course / "release" / "ps1" / f"{KATA}.ipynb", as_version=4)
        released = course / "released.html"
        released.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
        draw(released, here / "notebook.png", browser)
        for cell in notebook.cells:
            if cell.metadata.nbgrader.grade_id == answer_id(KATA):
                cell.source = mistake.partition('"""\n\n')[2]
        handed_in = course / "submitted" / "ada" / "ps1"
        handed_in.mkdir(parents=True)
        nbformat.write(notebook, handed_in / f"{KATA}.ipynb")
        run(course, "kata", "notebook", "autograde", ".", "ps1")
        run(course, "nbgrader", "generate_feedback", "ps1")
        page = course / "feedback" / "ada" / "ps1" / f"{KATA}.html"
        # What is above the answer is known from the other picture.
        text = page.read_text(encoding="utf-8")
        first = text.index('<div class="cell border-box-sizing text_cell rendered">')
        shown = text.rindex('<div class="cell ', 0, text.index(f'<a name="{KATA}-examples"'))
        page.write_text(text[:first] + text[shown:], encoding="utf-8")
        draw(page, here / "feedback.png", browser)


if __name__ == "__main__":
    main()
