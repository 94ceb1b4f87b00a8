"""What a screen works with: the workspace, the catalog and the progress, each opened when it is asked for."""

import shlex
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from kata.catalog import Catalog, Kata, UnknownKata, load_catalog
from kata.errors import KataError
from kata.progress import Progress, ProgressError, State, clock
from kata.workspace import NoWorkspace, Workspace, adopt, find_workspace

T = TypeVar("T")
# Tells something and asks a question about it; None when nobody is there to answer.
Confirm = Callable[[str, str], bool | None]


class Session:
    """One command, or one request. A record that can't be kept costs a warning at the end, never the answer.

    One that can't be read is an error, since nothing in its place would be true; except for a session that grades,
    which goes on without and says so.
    """

    def __init__(self, katas_from: Sequence[Path] = ()) -> None:
        self.katas_from = katas_from
        self.does_without_record = False  # a verdict is worth more than its place in the record
        self.confirm: Confirm | None = None  # asks whoever is in front of the screen, where that can be done
        self._warnings: list[str] = []
        self._progress: Progress | None = None
        self._is_without_record = False

    @cached_property
    def workspace(self) -> Workspace:
        """Raises NoWorkspace."""
        return find_workspace(Path.cwd())

    def need_workspace(self) -> None:
        """Raises NoWorkspace where there is none: for commands that would else go on without."""
        assert self.workspace

    def need_record(self) -> None:
        """Raises ProgressError where nothing can be recorded: for commands that are nothing without."""
        with Progress(self.workspace.progress_path) as progress:
            progress.try_to_write()

    @cached_property
    def workspace_if_any(self) -> Workspace | None:
        try:
            return self.workspace
        except NoWorkspace:
            return None

    @cached_property
    def catalog(self) -> Catalog:
        workspace = self.workspace_if_any
        return load_catalog([*(workspace.katas_from() if workspace else []), *self.katas_from])

    def states(self) -> dict[str, State]:
        """What is known of each kata of the catalog, and of those that are no longer in it."""
        known = self.read(lambda progress: progress.states())
        return {kata.name: State(kata.name) for kata in self.catalog} | known

    @property
    def progress(self) -> Progress:
        """The workspace's record. Without a workspace, or when none can be begun, one that is forgotten at the end.

        Raises:
            ProgressError: if there is one that can't be read.
        """
        if self._progress is None:
            workspace = self.workspace_if_any
            path = workspace.progress_path if workspace else None
            try:
                self._progress = Progress(path)
                self._follow_renames(self._progress)
                self._warn_if_clock_moved(self._progress)
            except ProgressError as error:
                self._do_without(error, is_empty=path is None or not path.exists())
                assert self._progress is not None
        return self._progress

    def _do_without(self, error: ProgressError, *, is_empty: bool = False) -> None:
        """Go on with an empty record, where that is no untruth or is put up with."""
        self.close()
        if not is_empty and not self.does_without_record:
            raise error
        self.warn(str(error) if is_empty else f"Your record could be neither read nor written. {error}")
        self._progress = Progress(None)
        self._is_without_record = True

    def read(self, work: Callable[[Progress], T]) -> T:
        """What `work` reads from the progress.

        Raises:
            ProgressError: if it can't be read.
        """
        try:
            return work(self.progress)
        except ProgressError as error:
            self._do_without(error)
            return work(self.progress)

    def keep(self, work: Callable[[Progress], T]) -> T | None:
        """Let `work` record something; None and a warning at the end when it can't be kept."""
        try:
            return work(self.progress)
        except ProgressError as error:
            self.warn(str(error))
            return None

    def kata(self, name: str | None) -> Kata:
        """The kata of that name or of that attempt's path; without one, the kata that is being worked on.

        Raises:
            KataError: if there is no such kata, or none is being worked on.
        """
        if name is None:
            self.need_workspace()
            name = self._current()
            if name is None:
                raise KataError("No kata has been begun here. `kata next` begins one; or name one: `kata list`.")
            if name not in self.catalog:
                raise KataError(f"The kata that you worked on, `{name}`, is no longer in the catalog. See `kata list`.")
        if name.endswith(".py"):
            return self._kata_at(Path(name))
        return self._kata_named(name)

    def _current(self) -> str | None:
        """Raises ProgressError, where another session goes on without a record: which kata is meant stands in it."""
        does_without, self.does_without_record = self.does_without_record, False
        try:
            return self.read(lambda progress: progress.current)
        finally:
            self.does_without_record = does_without

    def look_again(self) -> None:
        """Try the record once more, after it could not be read."""
        if self._is_without_record:
            self.close()

    def attempt(self, kata: Kata) -> Path:
        """Where the attempt of a kata is, after it has followed the kata to a new name."""
        earlier = adopt(self.workspace, kata)
        if earlier:
            self.warn(f"{earlier.stem} is called {kata.name} now; your file moved with it.")
        return self.workspace.attempt_path(kata)

    def warn(self, sentence: str) -> None:
        if sentence not in self._warnings:
            self._warnings.append(sentence)

    def close(self) -> None:
        if self._progress is not None:
            for notice in self._progress.notices:
                self.warn(notice)
            self._progress.close()
            self._progress = None
            self._is_without_record = False

    def take_warnings(self) -> list[str]:
        """The warnings so far, for a command that tells them itself; they are told once."""
        taken, self._warnings = self._warnings, []
        return taken

    def _kata_named(self, name: str) -> Kata:
        """Raises UnknownKata: offers names that are spelled alike, else katas that are about it."""
        try:
            return self.catalog.get(name)
        except UnknownKata as error:
            if error.alike:
                raise
            from kata.catalog.search import find_about

            words = name.replace("-", " ").replace("_", " ")
            found = find_about(self.catalog, words)
            if not found:
                raise
            few = ", ".join(kata.name for kata in found[:4])
            more = f"; `kata list --text {shlex.quote(words)}` finds more" if len(found) > 4 else ""
            verb = "These are" if len(found) > 1 else "This is"
            raise UnknownKata(f"There is no kata `{name}`. {verb} about it: {few}{more}.") from None

    def _kata_at(self, path: Path) -> Kata:
        """The kata of an attempt, or of a script that `kata repro` wrote."""
        if path.absolute().parent == self.workspace.root / "repro":
            name = path.stem.split("_test_")[0]
            return self.kata(name if name in self.catalog else None)
        kata = self.catalog.get(path.stem)
        place = self.workspace.attempt_path(kata)
        if path.absolute() != place:
            raise KataError(f"{path} isn't the attempt at {kata.name}: that is {place}.")
        return kata

    def _warn_if_clock_moved(self, progress: Progress) -> None:
        last, now = progress.last_at, clock.now()
        if last is not None and last > now + timedelta(hours=1):
            self.warn(
                f"The last thing on record is of {last.astimezone():%Y-%m-%d %H:%M}, and this machine's clock says "
                f"{now.astimezone():%Y-%m-%d %H:%M}. Nothing is lost. If the clock went back, set it; if it was ahead "
                "then, reviews from that time count as due now."
            )

    def _follow_renames(self, progress: Progress) -> None:
        former = [(earlier, kata.name) for kata in self.catalog for earlier in kata.formerly]
        known = progress.names() if former else set()
        for earlier, name in former:
            if earlier in known and earlier not in self.catalog:
                progress.rename(earlier, name)
