"""Fixtures that several rooms share stand in tests/support; what one room needs stands in its own folder."""

pytest_plugins = ["tests.support.engine", "tests.support.cli", "tests.support.clock", "tests.support.needs"]
