"""Hooks for running a grader with plain pytest, for its author: `--submission FILE`, and `--seed N` for the inputs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kata.catalog import Kata
from kata.catalog.kata import load_kata
from kata.grading.job import Job, Options
from kata.grading.plugin import RUN, begin_item
from kata.grading.run import Run
from kata.sandbox.launch import ForkServerClient, Limits
from kata.sandbox.levels import best_level

_FORK_SERVERS = pytest.StashKey[list[ForkServerClient]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("kata")
    group.addoption("--submission", metavar="FILE", help="the answer to grade (needed by every grader)")
    group.addoption("--seed", type=int, default=0, help="seed of the inputs, 0 by default")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FORK_SERVERS] = []
    config.pluginmanager.register(_ByHand(config), "kata-by-hand")


def pytest_sessionfinish(session: pytest.Session) -> None:
    run = session.config.stash.get(RUN, None)
    if run is not None:
        run.close()
    for fork_server in session.config.stash[_FORK_SERVERS]:
        fork_server.close()


class _ByHand:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        kata = _kata_of(item.path)
        run = self.config.stash.get(RUN, None)
        if run is None or run.kata != kata.name:
            if run is not None:
                run.close()
            run = self._start(kata)
        begin_item(item, run)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        yield
        run = self.config.stash[RUN]
        if run.changed is not None:
            raise AssertionError(run.changed.says)

    def _start(self, kata: Kata) -> Run:
        name = self.config.getoption("--submission")
        if name is None:
            raise pytest.UsageError("say which answer to grade: --submission FILE")
        path = Path(name)
        fork_server = ForkServerClient(kata.uses, kata.imports, best_level(), Limits())
        self.config.stash[_FORK_SERVERS].append(fork_server)
        options = Options(seed=self.config.getoption("--seed"), filename=path.name)
        run = Run(Job(kata, path.read_text(encoding="utf-8"), options), fork_server)
        self.config.stash[RUN] = run
        return run


def _kata_of(grader: Path) -> Kata:
    root, name = grader.parents[2], grader.stem.removeprefix("test_")
    return load_kata(root, root / "exercises" / grader.parent.name / f"{name}.toml")
