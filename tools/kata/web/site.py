"""What all pages of one server share: who may ask, the learner's session, the engine, the open pages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kata.catalog import Catalog
from kata.learner.session import Session
from kata.web.access import Access
from kata.web.checks import CheckQueue
from kata.web.live_pages import LivePages


class Site:
    """Serves the workspace of the current folder.

    Args:
        access: who may ask.
        base: the path under which it is served; begins and ends with a slash.
        katas_from: further catalogs.
    """

    def __init__(self, access: Access, base: str, katas_from: Sequence[Path] = ()) -> None:
        self.access = access
        self.base = base
        self.katas_from = katas_from
        self.checks = CheckQueue()
        self.live = LivePages()
        self._warnings: list[str] = []  # of sessions, for the next page
        self._catalog: Catalog | None = None

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A learner's session; the catalog is read once."""
        session = Session(self.katas_from)
        if self._catalog is not None:
            session.catalog = self._catalog
        try:
            yield session
            self._catalog = session.catalog
        finally:
            self.close(session)

    def close(self, session: Session) -> None:
        """Close a session, and keep what it has to say for the next page."""
        session.close()
        self._warnings += [one for one in session.take_warnings() if one not in self._warnings]

    def take_warnings(self) -> list[str]:
        """What was to be said since the last page; it is said once."""
        taken, self._warnings = self._warnings, []
        return taken
