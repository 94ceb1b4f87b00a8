"""Theory pages: how they are read, and that those of the catalog are pages that somebody can use."""

import re

import pytest

from kata.catalog import load_catalog
from kata.catalog.theory import read_theory

KATAS = {kata.name: kata for kata in load_catalog()}
WITH_PAGE = [name for name, kata in KATAS.items() if kata.theory_path.is_file()]


@pytest.mark.parametrize("name", WITH_PAGE)
def test_a_page_says_why_where_and_what_goes_wrong_with_its_sources(name):
    sections = {section.title: section.body for section in read_theory(KATAS[name])}
    assert list(sections) == ["Why it works", "Where it is used", "What goes wrong", "Sources"]
    assert all(sections.values())
    addresses = re.findall(r"<(https://[^<>\s]+)>", sections["Sources"])
    assert len(addresses) >= 2
    assert all(len(address) <= 74 for address in addresses), "they are not to be broken at 80 columns"
    items = re.findall(r"^- ", sections["Sources"], re.MULTILINE)
    assert len(items) == len(addresses), "every source has one address"


@pytest.mark.parametrize("name", WITH_PAGE)
def test_a_page_is_a_page(name):
    lines = KATAS[name].theory_path.read_text().splitlines()
    assert 25 <= len(lines) <= 80
    assert max(map(len, lines)) <= 120
    assert not any("\t" in line or "$" in line or "](" in line for line in lines)


def test_every_page_belongs_to_a_kata():
    folders = {kata.theory_path.parent for kata in KATAS.values()}
    found = {path for folder in folders for path in folder.glob("*.md")}
    assert found == {KATAS[name].theory_path for name in WITH_PAGE}


def test_a_heading_within_code_is_code(tmp_path, monkeypatch):
    kata = KATAS["causal_mask"]
    page = tmp_path / "page.md"
    page.write_text("Before.\n\n## Why\n\n```\n# a comment\n```\n\n## Then\n\nText.\n")
    monkeypatch.setattr(type(kata), "theory_path", page)
    assert [(section.title, section.body) for section in read_theory(kata)] == [
        ("", "Before."),
        ("Why", "```\n# a comment\n```"),
        ("Then", "Text."),
    ]
