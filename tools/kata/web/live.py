"""What the server tells a page without being asked: that its file was changed on disk, how far a check is."""

import json
from pathlib import Path
from typing import Any

from tornado.websocket import WebSocketClosedError, WebSocketHandler

from kata.web.handlers import GuardedHandler


class LiveSocket(GuardedHandler, WebSocketHandler):
    """The websocket of a kata's page, which only listens."""

    path: Path
    kata = ""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished:
            self.refuse_unless_own_page()

    def check_origin(self, origin: str) -> bool:
        return True  # `prepare` has looked

    def open(self, name: str) -> None:
        with self.session() as session:
            kata = session.catalog.get(name)
            self.kata, self.path = kata.name, session.attempt(kata)
        self.site.live.add(self.kata, self)

    def on_message(self, message: str | bytes) -> None:
        """Pages have nothing to say here."""

    def on_close(self) -> None:
        if self.kata:
            self.site.live.remove(self.kata, self)

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message."""
        try:
            self.write_message(json.dumps(message))
        except WebSocketClosedError:
            self.on_close()
