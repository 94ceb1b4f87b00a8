"""Takes docs/web-kata.png and docs/web-list.png: the real pages of `kata web`, in Chromium, in a workspace of its own.

Run it from the repository: `python docs/make_web_pictures.py`. It needs Chromium and the extra `dev`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kata.catalog import load_catalog
from kata.catalog.solutions import load_mistakes

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
KATA, MISTAKE = "causal_mask", "a-triangle-of-ones"


def answer(page: Page, source: str, checks: int) -> None:
    """Write an answer and check it."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f"#verdict[data-checked='{checks}']")


def take_pictures(page: Page, base: str) -> None:
    kata = load_catalog().get(KATA)
    wrong = next(mistake.source for mistake in load_mistakes(kata) if mistake.name == MISTAKE)
    code = wrong.partition('"""\n\n')[2]
    page.goto(f"{base}katas/softmax")
    page.wait_for_selector("[data-ready]")
    answer(page, load_catalog().get("softmax").reference_path.read_text("utf-8"), 1)
    page.goto(f"{base}katas/{KATA}")
    page.wait_for_selector("[data-ready]")
    answer(page, code, 1)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("#verdict").evaluate("verdict => verdict.scrollIntoView({ block: 'end' })")
    page.screenshot(path=HERE / "web-kata.png")
    page.goto(base)
    page.locator("#q").fill("attention")
    page.wait_for_selector("#katas[data-shown=attention]")
    page.screenshot(path=HERE / "web-list.png")


def main() -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("This needs chromium: apt install chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, home = Path(name) / "katas", {**os.environ, "HOME": name}  # no path of this machine is seen
        command = [sys.executable, "-m", "kata"]
        init = [*command, "init", str(folder)]
        subprocess.run(init, stdin=subprocess.DEVNULL, capture_output=True, check=True, env=home)
        command += ["web", "--no-open"]
        with subprocess.Popen(command, cwd=folder, env=home, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                address = next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
                chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
                page = chromium.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
                page.goto(address)
                page.wait_for_selector("#katas")
                take_pictures(page, address.partition("?")[0])
                chromium.close()
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
