"""The class report: it names what was planted, loads nothing, and is drawn by a real browser, in light and in dark."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kata.catalog import Catalog
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes, right_answers
from tests.batch.support import rows
from tests.support.cli import Run
from tests.support.needs import CHROMIUM

NAMES = ["softmax", "causal_mask"]
# Which mistakes are made, how often: the first three must be the report's first three, in this order.
PLANTED = [("softmax", 0, 9), ("causal_mask", 0, 7), ("softmax", 1, 5), ("causal_mask", 1, 2)]


@pytest.fixture(scope="module")
def out(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 30 that made the planted mistakes; some names are hostile."""
    folder = tmp_path_factory.mktemp("report")
    students = [f"student{number:02d}" for number in range(27)] + [
        "<img src=x onerror=alert(1)>",
        "$\\frac{1}{0}$",
        "李小龍",
    ]
    for name in NAMES:
        kata = catalog.get(name)
        mistakes = load_mistakes(kata)
        sources = [
            mistakes[which].source for kata_name, which, times in PLANTED if kata_name == name for _ in range(times)
        ]
        sources += [read_text(kata.reference_path)] * 4 + [kata.stub] * 2
        for student, source in zip(students, sources, strict=False):
            place = folder / "class" / student / f"{name}.py"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(source)
    # Two that copied, with other names; and whoever handed in nothing.
    copied = right_answers(catalog.get("softmax"))["row_by_row"]
    for student, text in (("copied", copied), ("wrote", re.sub(r"\brow\b", "line", copied) + "# mine\n")):
        (folder / "class" / student).mkdir()
        (folder / "class" / student / "softmax.py").write_text(text)
    for student in students:
        (folder / "class" / student).mkdir(exist_ok=True)
    from click.testing import CliRunner

    from kata.cli.app import cli

    arguments = [
        "grade",
        str(folder / "class"),
        "--katas",
        ",".join(NAMES),
        "--out",
        str(folder / "out"),
        "--jobs",
        "2",
    ]
    done = CliRunner().invoke(cli, arguments, prog_name="kata")
    assert done.exit_code == 0, done.output
    return folder / "out"


class Page(HTMLParser):
    """The rows of each table of a page by the table's id, and everything that could load something."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.loads: list[str] = []
        self.scripts = 0
        self.inside = ""
        self.cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.scripts += tag == "script" or any(name.startswith("on") for name in values)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href", "action", "data")]
        if tag == "table":
            self.inside = values.get("id") or ""
            self.tables[self.inside] = []
        elif tag == "tr":
            self.tables[self.inside].append([])
        elif tag in ("td", "th"):
            self.tables[self.inside][-1].append("")
            self.cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.cell = False

    def handle_data(self, data: str) -> None:
        if self.cell:
            self.tables[self.inside][-1][-1] += data


@pytest.fixture(scope="module")
def page(out: Path) -> Page:
    page = Page()
    page.feed((out / "report.html").read_text(encoding="utf-8"))
    return page


def test_the_mistakes_that_were_planted_come_first_with_what_they_mean(page: Page, catalog: Catalog) -> None:
    rows = page.tables["mistakes"][1:]
    for (name, which, times), row in zip(PLANTED[:3], rows, strict=False):
        mistake = load_mistakes(catalog.get(name))[which]
        assert (row[0], row[2]) == (str(times), name)
        assert mistake.says in " ".join(row[3].split())


def test_those_who_copied_are_listed_together_and_with_the_right_answer(page: Page) -> None:
    (row,) = (row for row in page.tables["alike"] if "copied" in row[3])
    assert row[0] == "100%"
    assert "wrote" in row[3]
    assert "row_by_row" in row[4]


def test_it_loads_nothing_and_runs_nothing(page: Page, out: Path) -> None:
    assert page.scripts == 0
    assert all(load.startswith(("data:image/png;base64,", "#")) for load in page.loads)
    text = (out / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert text.count("<svg") >= 6
    # Of an SVG's own ids, each stands once.
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_what_could_not_be_read_and_who_handed_in_nothing_is_there(page: Page) -> None:
    assert any("There is no answer" in row[3] for row in page.tables["problems"])


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_draws_it_in_light_and_in_dark(out: Path, tmp_path: Path, scheme: str) -> None:
    from PIL import Image

    shot = tmp_path / "shot.png"
    command = [
        *(
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--window-size=1000,1400",
            f"--user-data-dir={tmp_path}",
        ),
        *(f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}", f"--screenshot={shot}"),
        (out / "report.html").as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    pixels = Image.open(shot).convert("RGB")
    assert isinstance(pixels, Image.Image)
    page, ink = ((13, 17, 23), (230, 237, 243)) if scheme == "dark" else ((255, 255, 255), (28, 33, 40))
    bars = (240, 163, 94) if scheme == "dark" else (179, 89, 0)
    counts = {colour: count for count, colour in pixels.getcolors(1 << 24) or []}
    assert counts[page] > 500_000
    assert counts[ink] > 500  # text
    assert counts[bars] > 10_000  # of the chart of mistakes, in the page's colour


def test_the_report_of_nobody_is_a_page(kata: Run, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    assert kata("grade", tmp_path / "class", "--katas", "softmax", "--out", tmp_path / "out").exit_code == 0
    assert "No known mistake was recognised" in (tmp_path / "out" / "report.html").read_text()


def test_pairs_stand_side_by_side_with_those_of_an_earlier_term(kata: Run, tmp_path: Path) -> None:
    # A program that is like no published answer.
    steps = ["x = len(pairs) * 3", "y = [x - k for k in range(x) if k % 3]", "z = sum(y) / (x + 7)", "w = {z: x, x: y}"]
    own = "def bpe_merge(tokens, pairs, new=None):\n    " + "\n    ".join(
        [*steps, "return w[z] if z < x else w.get(x, y)\n"]
    )
    for term, students in (("old", {"zoe": own}), ("new", {"ada": own.replace("y", "yes"), "<b>": own})):
        for student, text in students.items():
            place = tmp_path / term / student / "bpe_merge.py"
            place.parent.mkdir(parents=True)
            place.write_text(text)
    where = ["--katas", "bpe_merge", "--jobs", 1, "--no-diagnosis"]
    assert kata("grade", tmp_path / "old", *where, "--out", tmp_path / "old-out").exit_code == 0
    out = tmp_path / "new-out"
    done = kata("grade", tmp_path / "new", *where, "--out", out, "--earlier", tmp_path / "old-out")
    assert done.exit_code == 0, done.output
    pairs = {(row["left"], row["right"]) for row in rows(out / "similar_pairs.csv")}
    zoe = f"{tmp_path / 'old-out'}: zoe"
    assert len(pairs) == 3
    assert any(zoe in pair for pair in pairs)
    text = (out / "similar.html").read_text()
    assert "<b>" not in text
    assert "&lt;b&gt;" in text
    assert not re.search(r"https?:|<script|src=", text)
    done = kata("grade", tmp_path / "new", *where, "--out", out, "--earlier", tmp_path / "old")
    assert done.exit_code == 2
    assert "holds no results.db" in done.stderr
