"""What the page does is what the commands do: the same file, the same verdict, the same record; nothing is lost."""

import json
import re
import signal
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kata.catalog import load_catalog
from kata.learner.failing_call import on_a_line
from kata.learner.light_reviews import make_quiz
from kata.progress import Progress
from kata.workspace import Workspace, fingerprint
from tests.support.cli import MakeKata, Run
from tests.support.clock import verdict
from tests.support.waiting import wait_until
from tests.web.conftest import Running, Serve, run_server

RIGHT = "def add(a, b):\n    return a + b\n"
WRONG = "def add(a, b):\n    return a * b\n"
ENDLESS = "def add(a, b):\n    while True:\n        pass\n"
MARKUP = '"</script><img src=x onerror=alert(1)>"'


@pytest.fixture
def adding(serve: Serve, make_kata: MakeKata, root: Path) -> Running:
    """A server whose catalog has a kata `add`."""
    make_kata("add")
    return serve([root])


@pytest.fixture
def attempt(workspace: Workspace) -> Path:
    path = workspace.attempts_dir / "sums" / "add.py"
    path.parent.mkdir(parents=True)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("answer", [RIGHT, WRONG, "def add(a):\n    return a\n", "import os\n", "def add(:\n"])
def test_the_verdict_is_that_of_the_command(adding: Running, attempt: Path, kata: Run, root: Path, answer: str) -> None:
    attempt.write_text(answer)
    page = adding.json("/katas/add/check", {"seed": 7})["verdict"]
    command = json.loads(kata("check", "add", "--katas-from", root, "--seed", "7", "--json").stdout)
    for one in (page, command):
        one.pop("duration")
        for test in one["tests"]:
            test.pop("duration")
    assert page == command


@pytest.mark.slow
def test_a_check_is_on_record_and_can_be_restored(adding: Running, attempt: Path, workspace: Workspace) -> None:
    attempt.write_text(WRONG)
    said = adding.json("/katas/add/check", {})
    assert not said["passed"]
    assert "That is the product." in said["html"]
    attempt.write_text(RIGHT)
    said = adding.json("/katas/add/check", {})
    assert said["passed"]
    assert "Rated good" in said["rated"]
    with Progress(workspace.progress_path) as progress:
        assert [version.status for version in progress.versions("add")] == ["failed", "passed"]
    assert "Restore" in adding.json("/katas/add/history", {})["html"]
    assert "return a * b" in _text(adding.json("/katas/add/history", {"number": 1})["html"])
    restored = adding.json("/katas/add/restore", {"number": 1})
    assert attempt.read_text() == restored["text"] == WRONG
    assert Path(workspace.root, restored["kept"]).read_text() == RIGHT


def _text(html: str) -> str:
    from markupsafe import Markup

    return Markup(html).striptags()


def test_a_file_is_saved_whole_and_never_over_another_change(adding: Running, attempt: Path) -> None:
    begun = adding.json("/katas/add/save", {"text": WRONG, "known": ""})
    assert attempt.read_text() == WRONG
    attempt.chmod(0o640)
    saved = adding.json("/katas/add/save", {"text": RIGHT, "known": begun["known"]})
    assert (attempt.read_text(), attempt.stat().st_mode & 0o777) == (RIGHT, 0o640)
    attempt.write_text("# by vim\n")
    refused = adding.ask("/katas/add/save", {"text": WRONG, "known": saved["known"]})
    assert refused.code == 409
    assert json.loads(refused.body)["text"] == "# by vim\n"
    assert attempt.read_text() == "# by vim\n"
    assert sorted(path.name for path in attempt.parent.iterdir()) == ["add.py"], "nothing is left beside"


def test_either_side_of_a_conflict_is_kept(adding: Running, attempt: Path, workspace: Workspace) -> None:
    attempt.write_text("# by vim\n")
    sent = {"text": RIGHT, "known": fingerprint("# by vim\n")}
    mine = adding.json("/katas/add/keep", {**sent, "mine": True})
    assert attempt.read_text() == mine["text"] == RIGHT
    assert Path(workspace.root, mine["kept"]).read_text() == "# by vim\n"
    theirs = adding.json("/katas/add/keep", {"text": WRONG, "known": mine["known"], "mine": False})
    assert attempt.read_text() == theirs["text"] == RIGHT
    assert Path(workspace.root, theirs["kept"]).read_text() == WRONG
    late = adding.ask("/katas/add/keep", {**sent, "mine": True})
    assert late.code == 409, "it has changed once more"
    assert attempt.read_text() == RIGHT


def test_a_text_that_is_no_text_is_not_saved(adding: Running, attempt: Path) -> None:
    known = adding.json("/katas/add/save", {"text": RIGHT, "known": ""})["known"]
    for text in ("\udc80", "x" * 1_000_001):
        assert adding.ask("/katas/add/save", {"text": text, "known": known}).code == 409
    assert adding.ask("/katas/add/save", {"text": 3, "known": known}).code == 400
    assert adding.ask("/katas/add/save", []).code == 400
    assert attempt.read_text() == RIGHT


@pytest.mark.slow
def test_an_endless_loop_is_stopped_and_the_next_check_works(adding: Running, attempt: Path) -> None:
    attempt.write_text(ENDLESS)
    found: list[dict[str, Any]] = []
    check = threading.Thread(target=lambda: found.append(adding.json("/katas/add/check", {})))
    check.start()
    wait_until(lambda: adding.json("/katas/add/stop", {})["stopped"])
    check.join(60)
    assert "stopped" in found[0]
    attempt.write_text(RIGHT)
    assert adding.json("/katas/add/check", {})["passed"]


@pytest.mark.slow
def test_a_call_of_ones_own(adding: Running, attempt: Path) -> None:
    attempt.write_text(RIGHT)
    assert adding.json("/katas/add/try", {"call": "add(2, 3)"})["value"] == "5"
    assert "ZeroDivisionError" in adding.json("/katas/add/try", {"call": "1 / 0"})["message"]


@pytest.mark.slow
def test_a_failing_call_is_made_again_in_the_console(adding: Running, attempt: Path) -> None:
    attempt.write_text(WRONG)
    seed = str(adding.json("/katas/add/check", {"seed": 3})["verdict"]["seed"])
    call = adding.json("/katas/add/again", {"test": "test_sum", "seed": seed})["call"]
    a, b = map(int, re.findall(r"\d+", call))
    assert call == f"add({a}, {b})"
    assert adding.json("/katas/add/try", {"call": call})["value"] == str(a * b)
    assert "doesn't fail" in adding.json("/katas/add/again", {"test": "test_nothing", "seed": seed})["error"]


def test_a_script_goes_on_a_line() -> None:
    script = "import numpy as np\n\nf = answer.f\n\nresult = f(\n    np.array([1.0,\n    2.0]))\nprint(result)\n"
    assert on_a_line(script) == "f(np.array([1.0, 2.0]))"
    assert on_a_line("def recorded():\n    pass\n") == ""


@pytest.mark.slow
def test_text_from_an_answer_is_never_markup(adding: Running, attempt: Path) -> None:
    attempt.write_text(f"print({MARKUP})\n\ndef add(a, b):\n    print({MARKUP})\n    return {MARKUP}\n")
    for path, sent in (("check", {}), ("try", {"call": "add(1, 2)"})):
        html = adding.json(f"/katas/add/{path}", sent)["html"]
        assert "onerror" in html
        assert "<img" not in html
        assert "<script" not in html
    attempt.write_text(f"def add(a, b):\n    raise ValueError({MARKUP})\n")
    html = adding.json("/katas/add/check", {})["html"]
    assert "&lt;img" in html
    assert "<img" not in html


def test_hints_are_on_record_and_the_solution_stays_out_of_sight(adding: Running, workspace: Workspace) -> None:
    adding.json("/katas/add/begin", {})
    assert "Count on your fingers." in adding.json("/katas/add/hint", {})["html"]
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add").hints == 1
    refused = adding.ask("/katas/add/solution", {})
    assert refused.code == 409
    assert b"By the plus sign" not in refused.body
    assert "By the plus sign" in adding.json("/katas/add/solution", {"give_up": True})["html"]
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add").given_up


def test_notes_are_kept_found_and_removed(adding: Running, workspace: Workspace) -> None:
    html = adding.json("/katas/add/notes", {"text": "the <b>pineapple</b> rule"})["html"]
    assert "&lt;b&gt;pineapple" in html
    assert adding.json("/search?q=pineapple")["names"] == ["add"]
    with Progress(workspace.progress_path) as progress:
        assert [note.text for note in progress.notes("add")] == ["the <b>pineapple</b> rule"]
    assert "Nothing is noted yet." in adding.json("/katas/add/notes", {"remove": 1})["html"]


def test_minutes_a_day_and_what_is_set_aside(adding: Running, workspace: Workspace) -> None:
    adding.json("/minutes", {"minutes": 7})
    assert b'id="minutes" min="0" max="1440" value="7"' in adding.ask("/").body
    assert adding.ask("/minutes", {"minutes": -1}).code == 409
    adding.json("/katas/add/aside", {"days": 7})
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add").snoozed
    adding.json("/katas/add/aside", {})
    with Progress(workspace.progress_path) as progress:
        assert not progress.state("add").snoozed


@pytest.mark.slow
def test_a_review_begins_from_the_stub_and_what_was_there_is_kept(
    adding: Running, attempt: Path, workspace: Workspace
) -> None:
    attempt.write_text(RIGHT)
    assert adding.json("/katas/add/check", {})["passed"]
    page = adding.ask("/katas/add?review=stub").body
    assert b"Begin the review" in page
    begun = adding.json("/katas/add/begin", {"review": "stub"})
    assert "NotImplementedError" in attempt.read_text()
    assert Path(workspace.root, begun["kept"]).read_text() == RIGHT
    assert adding.json("/katas/add/begin", {"review": "stub"})["kept"] == "", "a review that has begun goes on"


def test_a_quiz_is_asked_rated_and_leaves_the_file(served: Running, workspace: Workspace) -> None:
    kata = load_catalog().get("softmax")
    with Progress(workspace.progress_path) as progress:
        progress.begin(kata.name, kata.spec_hash)
        progress.record(kata.name, kata.spec_hash, "x = 1", verdict())
        questions = make_quiz(kata, str(progress.state(kata.name).rounds))
    answers: list[str] = []
    for question in questions:
        asked = served.json("/katas/softmax/quiz", {"answers": answers})["html"]
        assert f"{len(answers) + 1} of {len(questions)}" in asked
        answers.append(question.right)
    ended = served.json("/katas/softmax/quiz", {"answers": answers})["html"]
    assert f"{len(questions)} of {len(questions)} right." in ended
    assert "Rated good" in ended
    assert not workspace.attempt_path(kata).exists()


@pytest.mark.slow
def test_an_interview_tells_nothing_before_its_end(adding: Running, attempt: Path) -> None:
    adding.json("/interview/begin", {"minutes": 5, "track": "sums"})
    assert adding.ask("/katas/add/hint", {}).code == 409
    attempt.write_text(WRONG)
    said = adding.json("/katas/add/check", {})
    assert "verdict" not in said
    assert "handed in" in said["html"]
    assert adding.ask("/next").headers["Location"] == "/interview"
    adding.json("/interview/end", {})
    assert b"0 of 1 passed" in adding.ask("/interview").body


def test_an_unknown_kata_and_a_broken_file_are_sentences(adding: Running, attempt: Path) -> None:
    assert "There is no kata `ad`" in adding.json("/katas/ad/check", {})["error"]
    attempt.write_bytes(b"\xff")
    assert "UTF-8" in adding.json("/katas/add/check", {})["error"]
    assert b"There is no kata" in adding.ask("/katas/nothing", Accept="text/html").body


def test_a_kata_is_named_in_any_letters(serve: Serve, make_kata: MakeKata, root: Path, workspace: Workspace) -> None:
    make_kata("größe")
    running = serve([root])
    begun = running.json(f"/katas/{quote('größe')}/begin", {})
    assert "größe" in begun["text"]
    assert running.ask(f"/katas/{quote('größe')}").code == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.slow
def test_the_server_leaves_no_engine(
    number: int, make_kata: MakeKata, root: Path, attempt: Path, workspace: Workspace
) -> None:
    make_kata("add")
    attempt.write_text(ENDLESS)
    with run_server(workspace.root, "--katas-from", str(root)) as (server, address):
        check, replies = _check_by(address)
        wait_until(lambda: len(_below(server.pid)) >= 2, lambda: "no answer runs")
        below = _below(server.pid)
        server.send_signal(number)
        server.wait(60)
        wait_until(lambda: not any(map(_lives, below)), lambda: "an engine is left")
        assert server.returncode == (0 if number != signal.SIGKILL else -signal.SIGKILL)
        check.join(60)
        assert not any("verdict" in json.loads(reply) for reply in replies), "it waited for the check"


def _check_by(address: str) -> tuple[threading.Thread, list[bytes]]:
    """Enter by an address with its token, and ask for a check that doesn't end; what is replied comes into the list."""
    from contextlib import suppress
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    origin, _, _ = address.partition("/?")
    with urlopen(address) as reply:
        cookie = reply.headers["Set-Cookie"].partition(";")[0]
    replies: list[bytes] = []

    def ask() -> None:
        headers = {"Cookie": cookie, "Origin": origin, "Content-Type": "application/json"}
        with suppress(URLError, OSError), urlopen(Request(f"{origin}/katas/add/check", b"{}", headers)) as reply:
            replies.append(reply.read())

    thread = threading.Thread(target=ask)
    thread.start()
    return thread, replies


def _below(pid: int) -> list[int]:
    """All processes that a process has started, and those that these have."""
    import psutil

    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


def _lives(pid: int) -> bool:
    import psutil

    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_words_find_katas_and_the_learners_own_notes(adding: Running, workspace: Workspace) -> None:
    with Progress(workspace.progress_path) as progress:
        progress.add_note("add", "think of the wombat")
    assert adding.json("/search?q=wombat") == {"names": ["add"], "says": ""}
    found = adding.json("/search?q=atention")
    assert "linear_attention" in found["names"]
    assert "taken for" in found["says"]
