"""Sentences about what went wrong, on standard error, where they don't mix with what a program may read."""

import os
import shutil
import sys

from kata.cli.layout import wrap
from kata.safe import no_commands, safe


def print_message(sentence: str) -> None:
    """Write a sentence; on a terminal it is wrapped at its width."""
    lines = [no_commands(safe(sentence)) if os.environ.get("GITHUB_ACTIONS") == "true" else safe(sentence)]
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns
        lines = ["".join(text for text, _ in line).rstrip() for line in wrap([sentence], width)]
    sys.stdout.flush()
    print("\n".join(lines), file=sys.stderr)
