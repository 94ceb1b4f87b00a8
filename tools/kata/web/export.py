"""The catalog as a static site: tasks, search and paths as plain files, without graders, solutions and hints."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

from kata.catalog import Catalog, Kata
from kata.catalog.paths import load_paths
from kata.catalog.theory import read_theory
from kata.errors import KataError
from kata.progress import State
from kata.web.markup import whole_docstring
from kata.web.page_values import about, facets, rows, stages
from kata.web.templates import SITE_KEYS, SITE_PAGES, render

STATIC = Path(__file__).parent / "static"
MARK = "static/site.js"  # by which a site is known


def export_site(catalog: Catalog, folder: Path) -> int:
    """Write the site.

    Args:
        folder: new, empty, or with an earlier site, which is written over.

    Returns:
        How many pages it has.

    Raises:
        KataError: if the folder holds something else, or can't be written.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise KataError(f"{folder} holds something else than a site. Name a new folder.")
    site = _Site(catalog, folder)
    try:
        if (folder / MARK).is_file():
            for old in ("katas", "paths", "static"):
                shutil.rmtree(folder / old, ignore_errors=True)
        return site.write()
    except OSError as error:
        raise KataError(f"The site can't be written: {error.strerror} ({error.filename}).") from None


class _Site:
    def __init__(self, catalog: Catalog, folder: Path) -> None:
        self.catalog = catalog
        self.folder = folder
        self.pages = 0
        self.states = {kata.name: State(kata.name) for kata in catalog}

    def write(self) -> int:
        katas = list(self.catalog)
        found = rows(katas, self.states)
        self.page("index", "list.html", rows=found, passed=0, due=0, workspace="", **facets(self.catalog))
        paths = load_paths(self.catalog).values()
        counted = [(path, 0, len(path.katas(self.catalog))) for path in paths]
        self.page("paths", "paths.html", paths=counted, followed="")
        for path in paths:
            parts = stages(path, self.catalog, self.states)
            self.page(f"paths/{path.name}", "path.html", path=path, parts=parts, followed=False)
        for place, kata in enumerate(katas):
            before, after = katas[place - 1] if place else None, katas[place + 1 : place + 2]
            self.kata(kata, before=before, after=after[0] if after else None)
        self.scripts()
        return self.pages

    def kata(self, kata: Kata, **beside: Kata | None) -> None:
        self.page(f"katas/{kata.name}", "site_kata.html", **about(self.catalog, kata), **beside)
        sections = [(section.title, whole_docstring(section.body)) for section in read_theory(kata)]
        if sections:
            self.page(f"katas/{kata.name}/theory", "theory.html", kata=kata, sections=sections)

    def page(self, where: str, template: str, **values: Any) -> None:
        """Write a page; addresses in it lead from its own folder."""
        path = self.folder / f"{where}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        base = "../" * where.count("/") or "./"
        text = render(template, base=base, live=False, pages=SITE_PAGES, keys=SITE_KEYS, **values)
        path.write_text(text, encoding="utf-8")
        self.pages += 1

    def scripts(self) -> None:
        """The files of the server's pages, where a browser reads them from a folder: without modules."""
        static = self.folder / "static"
        static.mkdir(exist_ok=True)
        for name in ("app.css", "theme.js", "icon.svg"):
            shutil.copyfile(STATIC / name, static / name)
        entries = [
            {
                "name": kata.name,
                "head": " ".join([kata.name.replace("_", " "), kata.title, *kata.tags]).lower(),
                "text": f"{kata.stub} {self.catalog.tracks[kata.track].title}".lower(),
            }
            for kata in self.catalog
        ]
        (static / "search.js").write_text(f"window.KATAS = {json.dumps(entries)};\n", encoding="utf-8")
        script = re.sub(r"^export ", "", (STATIC / "app.js").read_text("utf-8"), flags=re.MULTILINE)
        (static / "site.js").write_text(f"(() => {{\n{script}}})();\n", encoding="utf-8")
