"""The editor's bundle is of the versions that its lock file names, and its licences are beside it."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "tools/kata/web/static"


def test_the_bundle_is_of_the_locked_versions() -> None:
    lock = json.loads((ROOT / "tools/editor/package-lock.json").read_text("utf-8"))
    locked = {name.removeprefix("node_modules/"): one["version"] for name, one in lock["packages"].items() if name}
    text = (STATIC / "codemirror.LICENCES.txt").read_text("utf-8")
    bundled = dict(re.findall(r"^((?:@[\w-]+/)?[\w-]+) (\d+\.\d+\.\d+)$", text, re.MULTILINE))
    assert len(bundled) > 12
    assert bundled == {name: locked[name] for name in bundled}
    assert text.count("Permission is hereby granted") >= len(bundled)


def test_nothing_that_is_committed_names_a_registry() -> None:
    assert "resolved" not in (ROOT / "tools/editor/package-lock.json").read_text("utf-8")
