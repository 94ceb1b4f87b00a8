"""Leaves processes behind: a double fork, a spawned program, a shell with nohup."""
# kata: softmax
# share: 0

import os
import subprocess
import time


def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(30)
        os._exit(0)


def softmax(logits, axis=-1):
    for attempt in (
        daemon,
        lambda: subprocess.Popen(["sleep", "30." + bait["number"]], start_new_session=True),
        lambda: os.system(f"nohup sleep 30.{bait['number']} > /dev/null 2>&1 &"),
        lambda: os.posix_spawn("/bin/sleep", ["sleep", "30." + bait["number"]], {}),
    ):
        try:
            attempt()
        except OSError as error:
            print(error.strerror)
    return logits


log_softmax = softmax
