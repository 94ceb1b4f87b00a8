"""Fixtures that several rooms share stand in tests/support; what one room needs stands in its own folder."""

import signal

pytest_plugins = ["tests.support.engine", "tests.support.cli", "tests.support.clock", "tests.support.needs"]

# A shell lets what it starts in the background ignore Ctrl-C, and whatever these tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
