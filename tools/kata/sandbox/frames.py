"""Frames over the socket between the grader and the answer's process: a msgpack body, and buffers beside it.

Large arrays are never copied into the body. Both sides use this module.
"""

import socket
import struct
from typing import Any

import msgpack

from kata.sandbox.wire import CannotCross, WireError

MAX_BODY = 8 << 20
MAX_BUFFERS = 4096
MAX_FRAME = 256 << 20
# What is read at once; an array in the body and what stands around it fit.
WINDOW = 64 << 10
_HEADER = struct.Struct("<II")


class ConnectionClosed(Exception):
    """The other side is gone."""


def send_frame(sock: socket.socket, tree: Any, buffers: list[Any]) -> None:
    """Write one frame.

    Raises:
        ConnectionClosed: when the other side is gone.
        CannotCross: when the frame is larger than the other side would read.
    """
    body = msgpack.packb(tree, unicode_errors="surrogatepass")
    sizes = [memoryview(buffer).nbytes for buffer in buffers]
    if len(body) > MAX_BODY or len(sizes) > MAX_BUFFERS or len(body) + sum(sizes) > MAX_FRAME:
        raise CannotCross(f"The value is too large to cross ({(len(body) + sum(sizes)) >> 20} MiB).")
    head = _HEADER.pack(len(body), len(sizes)) + struct.pack(f"<{len(sizes)}Q", *sizes)
    try:
        sock.sendall(head + body)
        for buffer in buffers:
            sock.sendall(buffer)
    except OSError:
        raise ConnectionClosed from None


class FrameReader:
    """Collects one frame at a time from a socket, however it arrives in pieces.

    `feed` reads what is there and returns the finished frame, or None while there is more to come, so that the caller
    can keep an eye on the clock between two pieces.

    Attributes:
        taken: the bytes of all frames so far, counted before room is made for them.
        received: the bytes that have arrived so far.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.taken = 0
        self.received = 0
        self.rest = b""  # what came after the end of a frame: an honest side waits for its answer first
        self._begin()

    def _begin(self) -> None:
        self._part = bytearray(_HEADER.size)
        self._filled = 0
        self._stage = "header"
        self._body_size = 0
        self._sizes: tuple[int, ...] = ()
        self._body: bytes | bytearray = b""
        self._buffers: list[bytearray] = []

    def feed(self) -> tuple[Any, list[bytearray]] | None:
        """Read once from the socket, or take up what is left of the last reading.

        Raises:
            ConnectionClosed: at the end of the stream.
            WireError: when the frame is over a bound or isn't msgpack.
        """
        if self.rest:
            chunk, self.rest = self.rest, b""
            return self._take(chunk)
        try:
            if len(self._part) - self._filled <= WINDOW:
                chunk = self.sock.recv(WINDOW)
                if not chunk:
                    raise ConnectionClosed
                self.received += len(chunk)
                return self._take(chunk)
            # A large array goes to its place at once.
            with memoryview(self._part) as view:
                count = self.sock.recv_into(view[self._filled :])
        except OSError:
            raise ConnectionClosed from None
        if count == 0:
            raise ConnectionClosed
        self.received += count
        self._filled += count
        return self._advance() if self._filled == len(self._part) else None

    def _take(self, chunk: bytes) -> tuple[Any, list[bytearray]] | None:
        if self._stage == "header" and not self._filled and len(chunk) >= _HEADER.size:
            size, count = _HEADER.unpack_from(chunk)
            if count == 0 and len(chunk) == _HEADER.size + size <= MAX_BODY:
                # Nearly every frame: small, and here in one piece.
                self.taken += size
                return _unpack(memoryview(chunk)[_HEADER.size :]), []
        start = 0
        while start < len(chunk):
            count = min(len(self._part) - self._filled, len(chunk) - start)
            self._part[self._filled : self._filled + count] = chunk[start : start + count]
            self._filled += count
            start += count
            if self._filled == len(self._part):
                frame = self._advance()
                if frame is not None:
                    self.rest = chunk[start:]
                    return frame
        return None

    def _advance(self) -> tuple[Any, list[bytearray]] | None:
        """A part is complete: begin the next one, or return the frame."""
        while self._filled == len(self._part):
            frame = self._next_part()
            if frame is not None:
                return frame
        return None

    def _next_part(self) -> tuple[Any, list[bytearray]] | None:
        part = self._part
        if self._stage == "header":
            self._body_size, count = _HEADER.unpack(part)
            if self._body_size > MAX_BODY or count > MAX_BUFFERS:
                raise WireError("a frame over the bound")
            self._stage, self._part = "sizes", bytearray(8 * count)
        elif self._stage == "sizes":
            self._sizes = struct.unpack(f"<{len(part) // 8}Q", part)
            if self._body_size + sum(self._sizes) > MAX_FRAME:
                raise WireError("a frame over the bound")
            self.taken += self._body_size + sum(self._sizes)
            self._stage, self._part = "body", bytearray(self._body_size)
        elif self._stage == "body":
            self._body = part
            self._stage = "buffers"
            self._part = bytearray(self._sizes[0]) if self._sizes else bytearray()
        else:
            if len(self._buffers) < len(self._sizes):
                self._buffers.append(part)
            if len(self._buffers) == len(self._sizes):
                body, buffers = self._body, self._buffers
                self._begin()
                return _unpack(body), buffers
            self._part = bytearray(self._sizes[len(self._buffers)])
        self._filled = 0
        return None

    def read(self) -> tuple[Any, list[bytearray]]:
        """Block until a frame is complete."""
        while True:
            frame = self.feed()
            if frame is not None:
                return frame


def _unpack(body: bytes | bytearray | memoryview) -> Any:
    try:
        # No message has a map or a type of its own, so none is built.
        return msgpack.unpackb(body, unicode_errors="surrogatepass", max_map_len=0, max_ext_len=0)
    except Exception as error:
        raise WireError(f"not a message ({type(error).__name__})") from None
