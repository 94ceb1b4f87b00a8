"""What a verdict looks like, plain and in colour, at any width."""

import io
from typing import Any

import pytest
from rich.console import Console

from kata.cli.colour import ColourScreen
from kata.cli.screen import Screen
from kata.cli.verdict import VerdictContext, show_verdict
from kata.grading.verdict import Confinement, Diagnosis, Test, Verdict


def told(says: str, *tests: str, headline: bool = True) -> Diagnosis:
    return Diagnosis("m", says, list(tests), 10, whole=False, headline=headline)


def failing(number: int, **values: Any) -> Test:
    given: dict[str, Any] = {
        "message": "Wrong values in the result.",
        "call": f"mask({number})",
        "expected": "[[1, 0],\n [1, 1]]",
        "got": "[[0, 0],\n [1, 1]]",
        "where": "1 of 4 values differs.",
        "traceback": "attempts/a/mask.py, line 3, in mask\n    return [link]https://x[/link]",
        "output": "\x1b[31mprinted\u202e\n",
    }
    return Test(f"test_{number}", f"Property {number} holds.", "failed", 0, 10, **{**given, **values})


def verdict(tests: list[Test], **values: Any) -> Verdict:
    points = sum(test.points for test in tests)
    given: dict[str, Any] = {"status": "failed", "points": points, "max_points": 100, "seed": 99, "duration": 0.42}
    return Verdict("mask", "attention", tests=tests, **{**given, **values})


CONTEXT = VerdictContext(path="attempts/a/mask.py", checks=2, hints_seen=1, hints=3)
PASSED = Test("test_0", "Shapes are right.", "passed", 10, 10)


def plain(shown: Verdict, context: VerdictContext = CONTEXT, width: int = 80) -> str:
    out = io.StringIO()
    show_verdict(Screen(out, width), shown, context)
    return out.getvalue()


def coloured(shown: Verdict, context: VerdictContext = CONTEXT, width: int = 80) -> str:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=width, color_system="standard", soft_wrap=True)
    show_verdict(ColourScreen(out, width, console), shown, context)
    return out.getvalue()


def test_a_failure_says_all_that_is_known_of_it() -> None:
    text = plain(verdict([PASSED, failing(1)]))
    for part in (
        "not passed: mask  10 of 100 points, 1 of 2 tests passed",
        "FAILED      0/10   Property 1 holds.",
        "mask(1)",
        "[[1, 0],\n",
        "[[0, 0],\n",
        "1 of 4 values differs.",
        "attempts/a/mask.py, line 3, in mask",
        "return [link]https://x[/link]",
        r"\x1b[31mprinted\u202e",
        "kata hint (2 of 3)",
        "seed 99",
    ):
        assert part in text


def test_plain_text_has_no_colour_and_no_symbol() -> None:
    assert plain(verdict([PASSED, failing(1)])).isascii()


def test_colour_has_the_same_words_and_escapes_only_of_its_own() -> None:
    text = coloured(verdict([PASSED, failing(1)], diagnoses=[told("It is [bold]turned[/bold].", "t")]))
    assert "\x1b[" in text
    assert "\x1b[31mprinted" not in text
    assert r"\x1b[31mprinted\u202e" in text
    assert "[bold]turned[/bold]." in text
    assert "[link]https://x[/link]" in text


def test_the_first_failure_is_whole_and_the_rest_a_line_each() -> None:
    shown = verdict([PASSED, *(failing(number) for number in range(5))])
    text = plain(shown)
    assert [f"mask({number})" in text for number in range(5)] == [True, False, False, False, False]
    assert all(f"Property {number} holds." in text for number in range(5))
    assert "Shapes are right." not in text
    assert "1 of 6 tests passed (`kata check --all` lists them)" in text
    whole = plain(shown, VerdictContext("p", 1, 0, 3, whole=True))
    assert all(f"mask({number})" in whole for number in range(5))
    assert "passed     10/10   Shapes are right." in whole


def test_each_diagnosis_stands_under_the_first_test_that_it_explains() -> None:
    diagnoses = [told("The diagonal is hidden.", "test_1"), told("Padding shows.", "test_2", headline=False)]
    text = plain(verdict([failing(1), failing(2), failing(3)], diagnoses=diagnoses))
    first, second, third = (text.index(f"Property {number}") for number in (1, 2, 3))
    assert first < text.index("Diagnosis: The diagonal is hidden.") < text.index("mask(1)") < second
    assert second < text.index("Diagnosis: Padding shows.") < third
    assert text.count("Padding shows.") == 1


def test_the_last_lines_say_again_what_matters() -> None:
    says = "The diagonal is hidden. A position must see itself."
    last = plain(verdict([PASSED, failing(1)], diagnoses=[told(says, "test_1")])).splitlines()[-4:]
    assert last[0] == "Most likely: The diagonal is hidden."
    assert last[1].startswith("10 of 100 points")
    assert last[2].startswith("Edit attempts/a/mask.py, then kata check.")


@pytest.mark.parametrize("show", [plain, coloured])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_page_fits_the_rows_of_the_terminal(width: int, show: Any) -> None:
    grid = "\n".join("[" + "0.1234, " * 8 + "]" for _ in range(30))
    tests = [
        failing(n, call=f"mask(\n    {grid}\n)", expected=grid, got=grid, output="Warning: overflow\n" * 30)
        for n in range(9)
    ]
    says = "The diagonal is hidden. A position must see itself, or the first row has nothing to attend to."
    shown = verdict(tests, diagnoses=[told(says, "test_0")])
    text = show(shown, VerdictContext("attempts/a/mask.py", 2, 1, 3, rows=22), width)
    assert len(text.splitlines()) <= 22
    assert "kata check --all" in text
    assert len(show(shown, CONTEXT, width).splitlines()) > 40


def test_grids_are_marked_where_they_differ() -> None:
    text = coloured(verdict([failing(1, expected="# .\n# #", got=". .\n# #")]))
    assert "\x1b[32m#\x1b[0m ." in text
    assert "\x1b[31m.\x1b[0m ." in text


def test_a_pass_is_short_and_says_what_is_next() -> None:
    shown = verdict([PASSED, PASSED], status="passed", points=100)
    text = plain(shown, VerdictContext("p", 1, 0, 3, rated="Rated easy."))
    assert text.startswith("passed: mask  100 of 100 points, all 2 tests  (0.4 s)")
    assert "Rated easy." in text
    assert "kata solution" in text
    assert "kata next" in text
    assert len(text.splitlines()) < 8
    assert "✓ mask" in coloured(shown).replace("\x1b[1;32m", "").replace("\x1b[0m", "")


@pytest.mark.parametrize(
    ("status", "words"),
    [("unedited", "not begun"), ("broken", "can't be run"), ("forbidden", "uses what it may not")],
)
def test_what_was_not_tested_is_one_sentence(status: str, words: str) -> None:
    tests = [Test("test_0", "Shapes are right.", "not_run", 0, 100)]
    text = plain(verdict(tests, status=status, message="Line 3: this is why.\n    x = (\n        ^"))
    assert words in text
    assert "Line 3: this is why.\n    x = (\n        ^" in text
    assert "Shapes are right." not in text


def test_a_grader_at_fault_blames_nobody_else() -> None:
    text = plain(verdict([], status="grader_error", message="The grader can't be imported."))
    assert "The fault is the grader's and not yours" in text
    assert "kata hint" not in text


def test_notes_and_what_was_printed_while_loading_are_shown() -> None:
    shown = verdict([PASSED], status="passed", notes=["The input was changed."], output="loading\n" * 40)
    text = plain(shown)
    assert "Note: The input was changed." in text
    assert "28 lines more" in text


def test_what_could_not_be_confined_is_shown_on_demand() -> None:
    shown = verdict([PASSED], status="passed", confinement=Confinement("limits", ["No network wall."]))
    assert "No network wall." not in plain(shown)
    assert "No network wall." in plain(shown, VerdictContext("p", 1, 0, 3, whole=True))


def test_when_all_hints_are_seen_the_solution_is_offered() -> None:
    assert "kata solution --give-up" in plain(verdict([failing(1)]), VerdictContext("p", 4, 3, 3))


def test_short_values_stand_side_by_side_in_colour() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=80, color_system=None, soft_wrap=True)
    show_verdict(ColourScreen(out, 80, console), verdict([failing(1)]), CONTEXT)
    assert "    expected    got\n    [[1, 0],    [[0, 0],\n     [1, 1]]     [1, 1]]\n" in out.getvalue()


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
@pytest.mark.parametrize("show", [plain, coloured])
def test_no_line_of_text_is_wider_than_the_screen(width: int, show: Any) -> None:
    long = failing(1, expected="9" * 300, got="8" * 300, message="word " * 60, call="f(" + "x, " * 90 + ")")
    shown = verdict([PASSED, long], diagnoses=[told("It is so. " * 12, "t")], seed=2**62)
    text = show(shown, CONTEXT, width)
    import re

    lines = re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()
    assert max(map(len, lines)) <= max(width, 36), "36 is what the narrowest columns and one word need"
