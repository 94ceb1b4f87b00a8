"""In Chromium, by keys and by mouse: the way from the list to the next kata, and what goes wrong on it."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("playwright", reason="playwright isn't installed")
from playwright.sync_api import Browser, Page, Route, expect

from kata.catalog import load_catalog
from kata.catalog.solutions import load_mistakes
from kata.workspace import Workspace
from tests.support.cli import MakeKata
from tests.support.waiting import wait_until
from tests.web.conftest import Open, Running, Serve, note_faults, run_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RIGHT = "def add(a, b):\n    return a + b\n"
WRONG = "def add(a, b):\n    return a * b\n"


@pytest.fixture
def adding(serve: Serve, make_kata: MakeKata, root: Path) -> Running:
    make_kata("add")
    return serve([root])


@pytest.fixture
def attempt(workspace: Workspace) -> Path:
    return workspace.attempts_dir / "sums" / "add.py"


def write(page: Page, text: str) -> None:
    """Put a text in the place of what stands in the editor, as if it were pasted."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def editor_text(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.cm-content').cmTile.root.view.state.sliceDoc()"))


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("saved")


def check(page: Page, number: int = 1) -> None:
    page.keyboard.press("Control+Enter")
    expect(page.locator("#verdict")).to_have_attribute("data-checked", str(number))


def test_from_the_list_to_the_next_kata(served: Running, open_page: Open, workspace: Workspace) -> None:
    kata = load_catalog().get("causal_mask")
    wrong = {mistake.name: mistake for mistake in load_mistakes(kata)}["a-triangle-of-ones"]
    page = open_page(served)
    page.keyboard.press("/")
    page.keyboard.type("causal mask")
    expect(page.locator("#katas")).to_have_attribute("data-shown", "causal mask")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Causal mask")
    write(page, wrong.source)
    check(page)
    verdict = page.locator("#verdict")
    expect(verdict.locator("h2")).to_contain_text("not passed")
    expect(verdict.locator(".diagnosis").first).to_contain_text(wrong.says.split("`")[0])
    assert verdict.locator("svg.map").count() == 2
    assert verdict.locator("svg.map rect.differs").count() > 0
    assert (workspace.attempt_path(kata)).read_text() == wrong.source
    verdict.get_by_role("button", name="Try it").first.click()
    expect(page.locator("#call")).to_have_value(re.compile(r"causal_mask\(\d"))
    page.keyboard.press("Enter")
    expect(page.locator("#trial pre")).to_contain_text("True")
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(page.locator("#panel li")).to_have_text(kata.hints[0])
    page.keyboard.press("s")
    expect(page.locator("#panel")).to_contain_text("You haven't passed causal_mask yet")
    write(page, kata.reference_path.read_text())
    check(page, 2)
    expect(verdict.locator("h2")).to_contain_text("passed: 100 of 100 points")
    expect(verdict.locator(".rated")).to_contain_text("Rated")
    verdict.get_by_role("button", name="See the solution").click()
    expect(page.locator("#panel")).to_contain_text("your code is the same")
    page.locator("#go-on").click()
    expect(page.locator("h1")).not_to_have_text("Causal mask")


def test_what_is_typed_is_in_the_file_and_in_the_other_tab(adding: Running, open_page: Open, attempt: Path) -> None:
    one = open_page(adding, "katas/add")
    other = open_page(adding, "katas/add", same_as=one)
    one.bring_to_front()
    write(one, RIGHT)
    saved(one)
    assert attempt.read_text() == RIGHT
    wait_until(lambda: editor_text(other) == RIGHT)
    other.bring_to_front()
    write(other, WRONG)
    saved(other)
    wait_until(lambda: editor_text(one) == WRONG)
    assert attempt.read_text() == WRONG


def test_typing_goes_on_while_the_file_is_saved(adding: Running, open_page: Open, attempt: Path) -> None:
    page = open_page(adding, "katas/add")
    write(page, "#")
    line = " and so on" * 12
    for word in line.split(" ")[1:]:
        page.keyboard.type(f" {word}")
        page.wait_for_timeout(37)  # so that saves and looks at the file come at all moments
        assert page.locator("#conflict").is_hidden()
    saved(page)
    assert attempt.read_text() == editor_text(page) == f"#{line}"


def test_a_file_changed_by_another_editor_is_shown_and_a_conflict_kept(
    adding: Running, open_page: Open, attempt: Path, workspace: Workspace
) -> None:
    page = open_page(adding, "katas/add")
    write(page, WRONG)
    saved(page)
    beside = attempt.with_suffix(".new")
    beside.write_text(RIGHT)
    beside.replace(attempt)  # as vim does
    wait_until(lambda: editor_text(page) == RIGHT)
    # So that what is typed isn't saved before the file is changed.
    page.route("**/save", lambda route: route.abort())
    write(page, WRONG)
    attempt.write_text("# by vim\n")
    expect(page.locator("#conflict")).to_be_visible()
    expect(page.locator("#conflict pre")).to_have_text("# by vim")
    assert editor_text(page) == WRONG
    assert attempt.read_text() == "# by vim\n"
    page.unroute("**/save")
    page.get_by_role("button", name="Keep what is in the editor").click()
    expect(page.locator("#conflict")).to_be_hidden()
    assert attempt.read_text() == WRONG
    kept = list(workspace.kept_dir.iterdir())
    assert [path.read_text() for path in kept] == ["# by vim\n"]


def test_an_endless_loop_is_stopped_by_the_button(adding: Running, open_page: Open) -> None:
    page = open_page(adding, "katas/add")
    write(page, "def add(a, b):\n    while True:\n        pass\n")
    page.keyboard.press("Control+Enter")
    page.locator("#stop").click()
    expect(page.locator("#progress")).to_have_text("Stopped; nothing was recorded.")
    write(page, RIGHT)
    check(page)
    expect(page.locator("#verdict h2")).to_contain_text("passed: 100")


def test_a_check_is_stopped_before_it_is_sent_too(adding: Running, open_page: Open, workspace: Workspace) -> None:
    page = open_page(adding, "katas/add")
    write(page, WRONG)
    saved(page)
    held: list[Route] = []
    page.route("**/save", lambda route: held.append(route))
    write(page, RIGHT)
    page.keyboard.press("Control+Enter")
    with page.expect_response("**/stop"):
        page.locator("#stop").click()
    page.unroute("**/save")  # which lets go of what is held
    assert len(held) == 1
    expect(page.locator("#progress")).to_have_text("Stopped; nothing was recorded.")
    expect(page.locator("#stop")).to_be_hidden()
    check(page)
    expect(page.locator("#verdict h2")).to_contain_text("passed: 100")


def test_a_killed_server_loses_nothing(
    make_kata: MakeKata, root: Path, browser: Browser, workspace: Workspace, attempt: Path
) -> None:
    make_kata("add")
    context = browser.new_context()
    page = context.new_page()
    with run_server(workspace.root, "--katas-from", str(root)) as (first, address):
        port = urlsplit(address).port
        page.goto(address)
        page.goto(f"http://127.0.0.1:{port}/katas/add")
        write(page, WRONG)
        saved(page)
        first.kill()
    expect(page.locator("#notice")).to_contain_text("The server has ended")
    write(page, RIGHT)
    expect(page.locator("#saved")).to_contain_text("not saved")
    assert attempt.read_text() == WRONG
    with run_server(workspace.root, "--katas-from", str(root), "--port", str(port)) as (_, address):
        other = context.new_page()
        other.goto(address)
        expect(other.locator("#katas")).to_be_visible()
        saved(page)
        assert attempt.read_text() == RIGHT
        context.close()


@pytest.mark.parametrize("policy", [True, False], ids=["that the policy refuses", "that it let through"])
@pytest.mark.parametrize(
    ("does", "noted"),
    [
        ("fetch('http://other.example/a').catch(() => 0)", "other.example"),
        ("void (new Image().src = 'http://127.0.0.1:9/b')", "127.0.0.1:9"),
        ("void new WebSocket('ws://127.0.0.1:9/c')", "127.0.0.1:9"),
    ],
    ids=["fetch", "image", "socket"],
)
def test_these_tests_see_a_request_to_another_host(
    served: Running, browser: Browser, does: str, noted: str, policy: bool
) -> None:
    context = browser.new_context(bypass_csp=not policy)
    name, _, value = served.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": served.base}])
    faults: list[str] = []
    note_faults(context, served.base, faults)
    page = context.new_page()
    page.goto(served.base)
    assert faults == []
    page.evaluate(f"() => {{ {does} }}")

    def seen() -> bool:
        page.evaluate("0")  # which lets the browser's events in
        return any(noted in fault for fault in faults)

    wait_until(seen, lambda: f"noted: {faults}")
    context.close()


def test_keys(served: Running, open_page: Open) -> None:
    page = open_page(served)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(next(iter(load_catalog())).title)
    expect(page.locator("#kata")).to_have_attribute("data-ready", "1")
    page.keyboard.press("e")
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.type("?")  # text, and no dialog
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#call")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.locator("h1")).to_have_text("Paths")


def test_with_vim_keys_a_check_and_the_way_out_are_at_hand(adding: Running, open_page: Open) -> None:
    page = open_page(adding, "katas/add")
    write(page, RIGHT)
    page.get_by_label("vim keys").check()
    page.locator(".cm-content").click()
    check(page)
    page.locator(".cm-content").click()
    page.keyboard.press("Shift+Escape")
    expect(page.locator("#check")).to_be_focused()


def test_vim_keys_are_a_setting(adding: Running, open_page: Open, attempt: Path) -> None:
    page = open_page(adding, "katas/add")
    page.get_by_label("vim keys").check()
    page.locator(".cm-content").click()
    for key in ("g", "g", "d", "G", "i"):
        page.keyboard.press(key)
    page.keyboard.insert_text("x = 1")
    page.keyboard.press("Escape")
    saved(page)
    assert attempt.read_text().strip() == "x = 1"


SAME = """\
def softmax(logits, axis=-1):
    return logits


def log_softmax(logits, axis=-1):
    return logits
"""
PAGES = [
    "?track=attention",
    "paths",
    "paths/one-week",
    "review",
    "interview",
    "stats",
    "katas/causal_mask/theory",
    "katas/softmax",
]


def test_no_page_keeps_anybody_out(served: Running, open_page: Open) -> None:
    page = open_page(served)
    for path in PAGES:
        page.goto(served.base + path)
        if path == "katas/softmax":
            write(page, SAME)
            check(page)
            for panel in ("hint", "history", "notes", "solution"):
                page.locator(f"[data-panel={panel}]").first.click()
                expect(page.locator("#panel")).to_have_attribute(
                    "data-shows", panel if panel != "solution" else "refusal"
                )
                clean(page, path)
        clean(page, path)


def test_what_opens_on_a_page_keeps_nobody_out_either(adding: Running, open_page: Open, attempt: Path) -> None:
    page = open_page(adding, "katas/add")
    page.keyboard.press("?")
    clean(page, "keys")
    page.keyboard.press("Escape")
    write(page, RIGHT)
    check(page)
    page.get_by_role("button", name="See the solution").click()
    expect(page.locator("#panel h2")).to_have_text("Adding: reference")
    clean(page, "a pass and the solution")
    page.locator("#call").fill("add('<b>', 1)")
    page.keyboard.press("Enter")
    expect(page.locator("#trial")).to_contain_text("TypeError")
    page.route("**/save", lambda route: route.abort())
    write(page, WRONG)
    attempt.write_text("# by vim\n")
    expect(page.locator("#conflict")).to_be_visible()
    clean(page, "a conflict")
    page.goto(adding.base + "katas/add?review=stub")
    clean(page, "a review")
    adding.json("/interview/begin", {"minutes": 5, "track": "sums"})
    for path in ("interview", "katas/add"):
        page.goto(adding.base + path)
        expect(page.locator(".clock").first).to_contain_text("left")
        clean(page, "an interview")


LEVELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def clean(page: Page, where: str) -> None:
    """axe-core finds nothing that WCAG asks for at levels A and AA, in either theme."""
    from axe_playwright_python.sync_playwright import Axe

    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        violations = Axe().run(page, options=LEVELS).response["violations"]
        found = [(one["id"], one["help"], [node["html"] for node in one["nodes"]]) for one in violations]
        assert found == [], f"{where}, {theme}"


def test_nothing_sticks_out(served: Running, open_page: Open) -> None:
    page = open_page(served)
    for path in PAGES:
        page.goto(served.base + path)
        for width in (360, 900, 2560):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.set_viewport_size({"width": 360, "height": 800})
    clean(page, "where formulas are wider than the page")
