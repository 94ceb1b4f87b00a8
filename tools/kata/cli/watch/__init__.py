"""`kata watch`: saves and keys come in, one loop answers them, and the verdict stands last on the screen."""

from kata.cli.watch.loop import watch_attempt

__all__ = ["watch_attempt"]
