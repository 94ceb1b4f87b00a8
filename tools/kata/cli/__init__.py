"""The command line."""

from kata.cli.app import main

__all__ = ["main"]
