"""Feedback that reaches students: as Moodle takes it, by the names of Canvas's API, and in a page of their own."""

import base64
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kata.safe import cut
from tests.batch.support import SOURCES, rows
from tests.support.cli import MakeKata, Run
from tests.support.needs import CHROMIUM
from tests.support.waiting import PATIENCE

RIGHT = SOURCES["right"][0].format(name="add")
HALF = SOURCES["half"][0].format(name="add")


@pytest.fixture
def grade(kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata):
    make_kata("add")

    def run(files: dict[str, str], *options: object, katas: str | None = "add") -> Path:
        for name, text in files.items():
            (tmp_path / "class" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "class" / name).write_text(text)
        out = tmp_path / "out"
        where = ["--katas-from", root, "--jobs", 1, "--out", out, *(["--katas", katas] if katas else [])]
        done = kata("grade", tmp_path / "class", *where, *options)
        assert done.exit_code == 0, done.output
        return out

    return run


@pytest.mark.slow
def test_moodle_gets_a_page_for_each_participant(grade) -> None:
    files = {
        "Ada Lovelace_12_assignsubmission_file/add.py": RIGHT,
        "B\u00f6b_13_assignsubmission_file/add.py": HALF,
    }
    out = grade(files)
    with zipfile.ZipFile(out / "moodle-feedback.zip") as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist()}
    # `explode('_', $pathpart, 5)`: the name, the participant, the plugin's type and its name.
    found = {tuple(name.split("/")[0].split("_", 4)) for name in pages}
    assert found == {
        ("Ada Lovelace", "12", "assignfeedback", "file", ""),
        ("B\u00f6b", "13", "assignfeedback", "file", ""),
    }
    page = next(text for name, text in pages.items() if "_13_" in name)
    assert "40 of 100 points" in page
    assert not re.search(r"https?:|<script|src=", page)
    assert not (out / "canvas-comments.csv").exists()


@pytest.mark.slow
def test_a_teams_number_is_no_participants(grade, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("group,student\nRed team,ada\n")
    (tmp_path / "roster.csv").write_text("student,lms_id,lms\nada,1,moodle\n")
    out = grade(
        {"Red team_1_assignsubmission_file/add.py": RIGHT},
        *("--groups", tmp_path / "groups.csv", "--roster", tmp_path / "roster.csv"),
    )
    assert [(row["student"], row["points"]) for row in rows(out / "gradebook.csv")] == [("ada", "100")]
    assert not (out / "moodle-feedback.zip").exists()


@pytest.mark.slow
def test_canvas_gets_a_mark_and_a_comment_for_each_number(grade) -> None:
    out = grade({"lovelaceada_12_901_add.py": RIGHT, "cruzbob_13_902_add.py": HALF})
    assert rows(out / "canvas-comments.csv") == [
        {"student_id": "12", "posted_grade": "100", "text_comment": "add: 100 of 100 points."},
        {"student_id": "13", "posted_grade": "40", "text_comment": "add: 40 of 100 points."},
    ]
    assert not (out / "moodle-feedback.zip").exists()


# -- a failing call, run again from a page --

# Calls a function of the grader with markup, and returns what is wrong.
MARKUP = """def add(a, b):
    if callable(a):
        a("```</code></pre><script>document.title = 'run'</script><img src=x>`")
        return 0
    return a + b
"""
CALLBACK = """
import pytest

from kata.testing import assert_equal


@pytest.mark.points(100)
def test_sum(submission):
    \"\"\"The sum is right.\"\"\"
    assert_equal(submission.add(submission.callback(lambda text: len(text), limit=3), 2), 5)
"""


class Feedback(HTMLParser):
    """The files that a page holds, as they stand there and as its links save them; and the elements that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.saved: dict[str, str] = {}
        self.elements: set[str] = set()
        self._inside = [""]
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self._inside.append(tag)
        values = dict(attrs)
        if "download" in values:
            kind, _, data = str(values["href"]).partition(";base64,")
            assert kind == "data:text/x-python;charset=utf-8"
            self.saved[str(values["download"])] = base64.b64decode(data).decode()
        if tag == "code" and "details" in self._inside:
            self.shown.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside[-1] == "code" and "details" in self._inside:
            self.shown[-1] += data


def run_saved(folder: Path, answer: str, name: str, text: str) -> subprocess.CompletedProcess[str]:
    """What a student does with a file of the page: it is saved beside the answer, and run."""
    folder.mkdir(exist_ok=True)
    (folder / "add.py").write_text(answer)
    (folder / name).write_text(text)
    command = [sys.executable, "-I", str(folder / name)]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.mark.slow
def test_a_failing_call_can_be_run_again_from_the_page(grade, tmp_path: Path) -> None:
    out = grade({"ada/add.py": SOURCES["mistake"][0].format(name="add"), "bob/add.py": RIGHT})
    text = (out / "feedback" / "ada.html").read_text()
    page = Feedback(text)
    assert list(page.saved) == ["add_test_sum.py", "add_test_zero.py"]
    assert page.shown == list(page.saved.values())
    for name, script in page.saved.items():
        (call,) = re.findall(r"^ *call: (add\(.*\))$", text.split(name)[0], re.MULTILINE)[-1:]
        (expected,) = re.findall(r"^#   (\d+)$", script, re.MULTILINE)
        assert call.replace("add", "result = add") in script
        again = run_saved(tmp_path / "ada", SOURCES["mistake"][0].format(name="add"), name, script)
        assert (again.stdout, again.stderr) != (f"{expected}\n", "")
        assert text.split(name)[0].rsplit("got: ", 1)[1].startswith(again.stdout)
        mended = run_saved(tmp_path / "ada", RIGHT, name, script)
        assert (mended.stdout, mended.stderr) == (f"{expected}\n", "")
    (tmp_path / "ada" / "add.py").rename(tmp_path / "mine.py")
    lost = subprocess.run([sys.executable, tmp_path / "ada" / name], capture_output=True, text=True, check=False)
    assert lost.stderr == f"There is no add.py beside this file. Say where yours is: python {name} PATH\n"
    named = [sys.executable, tmp_path / "ada" / name, tmp_path / "mine.py"]
    assert subprocess.run(named, capture_output=True, text=True, check=False).stdout == mended.stdout
    assert not Feedback((out / "feedback" / "bob.html").read_text()).saved
    assert page.saved["add_test_sum.py"].rstrip() in (out / "feedback" / "ada.md").read_text().replace("\n  ", "\n")


@pytest.mark.slow
def test_a_call_that_never_ended_can_be_run_again(grade) -> None:
    out = grade({"ada/add.py": "import time\ndef add(a, b):\n    time.sleep(99)\n"})
    saved = Feedback((out / "feedback" / "ada.html").read_text()).saved
    assert "result = add(5, 0)" in saved["add_test_zero.py"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("feedback", "files"),
    [
        ("", ["add_test_sum.py", "add_test_zero.py"]),
        ('detail = "message"\n', []),
        ('visibility = { "add.test_sum" = "hidden" }\n', ["add_test_zero.py"]),
    ],
)
def test_no_input_is_given_away_that_the_page_does_not_show(
    grade, tmp_path: Path, feedback: str, files: list[str]
) -> None:
    hidden = "visibility = { test_sum = 'hidden' }\n" if "hidden" in feedback else ""
    feedback = "" if hidden else feedback
    (tmp_path / "classroom.toml").write_text(
        f'format = 1\nname = "week"\nmlkata = "0.1.0"\n[feedback]\n{feedback}[[kata]]\nname = "add"\n{hidden}'
    )
    mistake = SOURCES["mistake"][0].format(name="add")
    out = grade({"ada/add.py": mistake}, "--assignment", tmp_path / "classroom.toml", "--seed", 3, katas=None)
    text = (out / "feedback" / "ada.html").read_text()
    assert list(Feedback(text).saved) == files
    first = Feedback(text).saved.get("add_test_sum.py", "")
    assert ("result = add(" in text + first) == bool(files)
    assert "seed" not in text


@pytest.mark.slow
@pytest.mark.browser
def test_what_an_answer_says_is_text_in_the_page_and_in_its_file(grade, root: Path, tmp_path: Path) -> None:
    (root / "graders" / "sums" / "test_add.py").write_text(CALLBACK)
    out = grade({"mal/add.py": MARKUP})
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    page = (out / "feedback" / "mal.html").as_uri()
    drawn = subprocess.run(
        [*command, "--dump-dom", page], capture_output=True, text=True, check=True, timeout=PATIENCE
    ).stdout
    seen = Feedback(drawn)
    assert not seen.elements & {"script", "img"}
    assert "<title>Feedback</title>" in drawn
    ((name, script),) = seen.saved.items()
    assert seen.shown == [script]
    assert "<script>" in script
    again = run_saved(tmp_path / "mal", MARKUP, name, script)
    assert (again.stdout, again.stderr) == ("0\n", "")


@pytest.mark.parametrize("most", range(5, 60))
def test_a_text_is_never_cut_inside_a_number(most: int) -> None:
    numbers = ["-1.25e-05", "2.375", "1000000", "0.1", "3.14159265"]
    text = f"[{', '.join(numbers)}]"
    shown = cut(text, most)
    assert len(shown) <= most
    for number in re.findall(r"[\w.+-]+", shown.removesuffix(" ...") if shown != text else shown):
        assert number in numbers


def test_a_word_without_an_end_is_cut_all_the_same() -> None:
    assert cut("x" * 500, 100) == "x" * 96 + " ..."


LARGE = """
import numpy as np
import pytest

from kata.testing import assert_equal


@pytest.mark.points(100)
def test_sum(submission, rng):
    \"\"\"The sum is right.\"\"\"
    assert_equal(submission.add(rng.normal(size=(200, 200)).tolist(), 0), 5)
"""


@pytest.mark.slow
def test_inputs_that_are_too_large_for_a_page_are_said_and_not_kept(grade, root: Path) -> None:
    (root / "graders" / "sums" / "test_add.py").write_text(LARGE)
    out = grade({"ada/add.py": "def add(a, b):\n    return 0\n"})
    text = (out / "feedback" / "ada.html").read_text()
    assert "The inputs of this call are too large for this page." in text
    assert len(text) < 30_000
    assert (out / "results.db").stat().st_size < 300_000
