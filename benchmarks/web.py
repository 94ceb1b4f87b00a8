"""How long `kata web` takes: from nothing to the address, to the first paint in Chromium, and for a search.

    python benchmarks/web.py [--runs 7] [--katas 516] [--attempts 10000] [--json FILE]

Catalog and record are those of benchmarks/command_line.py. Ratios are to what can't be avoided: starting to `kata
--help`, a first paint or a search to the first paint of a page that says a sentence.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from command_line import KATA, make_catalog, make_record
from playwright.sync_api import BrowserContext, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WORDS = ("causal mask", "atention", "policy gradient temperature", "gpt")
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def start(folder: Path) -> tuple[subprocess.Popen[str], str, float]:
    """A server, its address and how long it took to print it."""
    begun = time.perf_counter()
    server = subprocess.Popen([*KATA, "web", "--no-open"], cwd=folder, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    for line in server.stdout:
        found = re.search(r"http://\S+", line)
        if found:
            return server, found[0], time.perf_counter() - begun
    raise RuntimeError("the server ended before it printed an address")


def first_paint(context: BrowserContext, address: str) -> float:
    """Seconds from asking for a page to the first of it that is seen, in a new tab."""
    page = context.new_page()
    page.goto(address)
    while (milliseconds := page.evaluate(PAINT)) is None:
        page.wait_for_timeout(5)
    page.close()
    return float(milliseconds) / 1000


def search(context: BrowserContext, base: str, text: str) -> float:
    """Seconds from the last letter to the list that shows what was found."""
    page = context.new_page()
    page.goto(base)
    page.wait_for_selector("#katas li")
    page.evaluate(
        """(text) => {
          const list = document.getElementById("katas"), field = document.getElementById("q");
          window.took = new Promise((done) => {
            const begun = performance.now();
            new MutationObserver(() => requestAnimationFrame(() => done(performance.now() - begun)))
              .observe(list, { attributes: true, attributeFilter: ["data-shown"] });
          });
          field.value = text;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        text,
    )
    seconds = float(page.evaluate("window.took")) / 1000
    page.close()
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--katas", type=int, default=516)
    parser.add_argument("--attempts", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("This needs chromium: apt install chromium")

    measured: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright, ExitStack() as ending:
        os.environ["XDG_CACHE_HOME"] = str(Path(name) / "cache")
        folder = Path(name) / "workspace"
        make_catalog(Path(name) / "katas", arguments.katas)
        init = [*KATA, "init", str(folder), "--katas-from", str(Path(name) / "katas")]
        subprocess.run(init, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        make_record(folder / ".kata" / "progress.db", arguments.attempts)
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        begun = time.perf_counter()
        subprocess.run([*KATA, "--help"], stdout=subprocess.DEVNULL, check=True)
        measured["kata --help"] = [time.perf_counter() - begun]
        for _ in range(2):
            server, address, seconds = start(folder)
            ending.callback(server.kill)
            measured.setdefault("kata web: its address", []).append(seconds)
            context = chromium.new_context()
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("#katas li")
            base = address.partition("?")[0]
            for _ in range(arguments.runs):
                for label, path in {
                    "first paint: an empty page": "nowhere",
                    "first paint: the list": "",
                    "first paint: a kata": "katas/causal_mask",
                    "first paint: stats": "stats",
                }.items():
                    measured.setdefault(label, []).append(first_paint(context, base + path))
                for words in WORDS:
                    measured.setdefault(f"search: {words}", []).append(search(context, base, words))
            server.terminate()
            server.wait()
        chromium.close()

    empty = statistics.median(measured["first paint: an empty page"])
    help_ = statistics.median(measured["kata --help"])
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.0f}"
    print(f"{arguments.katas} katas, {arguments.attempts:,} attempts; {load}")
    print(f"{'':<42}{'median':>9}{'worst':>9}{'ratio':>8}")
    for label, times in measured.items():
        median = statistics.median(times)
        ratio = median / (help_ if label.startswith("kata") else empty)
        print(f"{label:<42}{median:8.3f}s{max(times):8.3f}s{ratio:8.1f}")
    if arguments.json:
        arguments.json.write_text(json.dumps({"seconds": measured, "cores": os.cpu_count()}, indent=1))


if __name__ == "__main__":
    main()
