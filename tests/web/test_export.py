"""The catalog as a static site: plain files that lead nowhere else and tell no solution."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kata.catalog import load_catalog
from tests.support.cli import MakeKata, Run

if TYPE_CHECKING:
    from playwright.sync_api import Browser


class _Addresses(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kata.web.export import export_site

    folder = tmp_path_factory.mktemp("site")
    assert export_site(load_catalog(), folder) > len(load_catalog())
    return folder


def pages(site: Path) -> Iterator[Path]:
    yield from site.rglob("*.html")


def test_every_address_leads_to_a_file_of_the_site(site: Path) -> None:
    for page in pages(site):
        for address in _Addresses(page.read_text()).found:
            if address.startswith(("https://", "http://", "#")):
                continue  # a source, or this page
            place = page.parent / address.partition("#")[0]
            assert place.is_file(), f"{page}: {address}"
            assert place.resolve().is_relative_to(site.resolve())


def test_no_solution_grader_or_hint_is_in_it(site: Path) -> None:
    text = "\n".join(path.read_text() for path in site.rglob("*") if path.is_file())
    for kata in load_catalog():
        assert kata.hints[2] not in text
        reference = kata.reference_path.read_text().splitlines()
        longest = max(reference[len(reference) // 2 :], key=len).strip()
        assert longest not in text or longest in kata.stub
    assert "submission." not in text


def test_another_folder_is_left_alone(tmp_path: Path, kata: Run, make_kata: MakeKata, root: Path) -> None:
    make_kata("add")
    folder = tmp_path / "site"
    assert kata("web", "--export", folder, "--katas-from", root).exit_code == 0
    assert (folder / "katas" / "add.html").is_file()
    (folder / "katas" / "gone.html").touch()
    assert kata("web", "--export", folder).exit_code == 0
    assert not (folder / "katas" / "gone.html").exists(), "what is no longer in the catalog goes"
    assert not (folder / "katas" / "add.html").exists()
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "index.html").write_text("mine")
    refused = kata("web", "--export", other)
    assert refused.exit_code == 2
    assert "holds something else" in refused.output
    assert (other / "index.html").read_text() == "mine"


@pytest.mark.browser
@pytest.mark.slow
def test_it_is_searched_without_a_server(site: Path, browser: "Browser") -> None:
    from playwright.sync_api import expect

    faults: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("causal mask")
    expect(page.locator("#katas")).to_have_attribute("data-shown", "causal mask")
    expect(page.locator("#katas li:visible a").first).to_have_text("Causal mask")
    page.locator("#katas li:visible a").first.click()
    expect(page.locator("h1")).to_have_text("Causal mask")
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.locator("h1")).to_have_text("Paths")
    page.close()
    assert faults == []
