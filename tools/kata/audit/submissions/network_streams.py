"""Connects to a listener on this machine by TCP, over both protocols, and listens itself."""
# kata: softmax
# share: 0

import socket


def softmax(logits, axis=-1):
    for family, host in (
        (socket.AF_INET, "127.0.0.1"),
        (socket.AF_INET6, "::1"),
        (socket.AF_INET6, "::ffff:127.0.0.1"),
    ):
        try:
            with socket.socket(family) as sock:
                sock.settimeout(1)
                sock.connect((host, bait["tcp"]))
                sock.sendall(b"reached")
        except OSError as error:
            print(error.strerror)
    try:
        socket.create_server(("0.0.0.0", 0))
        print("listening")
    except OSError as error:
        print(error.strerror)
    return logits


log_softmax = softmax
