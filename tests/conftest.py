"""Fixtures that several rooms share stand in tests/support; what one room needs stands in its own folder."""

import os
import signal
import tempfile
from atexit import register
from shutil import rmtree

pytest_plugins = ["tests.support.engine", "tests.support.cli", "tests.support.clock", "tests.support.needs"]

# What is remembered of a user, trusted folders too, is not the developer's.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="kata-tests-state-")
register(rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

# A shell lets what it starts in the background ignore Ctrl-C, and whatever these tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
