"""A right answer that prints, warns, logs, starts threads, writes files and catches everything: it must lose nothing."""
# kata: softmax
# share: 100
# honest: yes

import contextlib
import logging
import sys
import tempfile
import threading
import warnings

import numpy as np

print("::warning::loading \x1b[31mred")
logging.basicConfig(level=logging.DEBUG)


def noisy(function):
    def call(*args, **kwargs):
        print("calling", function.__name__, "=1+1", "<b>", "\u202e")
        print("x" * 5000, file=sys.stderr)
        warnings.warn("careful")
        logging.getLogger().error("no error at all")
        with contextlib.suppress(OSError), tempfile.TemporaryFile() as file:
            file.write(b"x")
        thread = threading.Thread(target=print, args=("hello from a thread",))
        thread.start()
        thread.join()
        np.float64(1) / np.float64(0)
        with contextlib.suppress(BaseException):
            raise SystemExit(3)
        return function(*args, **kwargs)

    return call


def shifted(logits, axis):
    logits = logits if logits.dtype.kind == "f" else logits.astype(np.float64)
    peak = logits.max(axis=axis, keepdims=True)
    return logits - np.where(peak == -np.inf, 0, peak)


@noisy
def softmax(logits, axis=-1):
    weights = np.exp(shifted(logits, axis))
    return weights / np.maximum(weights.sum(axis=axis, keepdims=True), 1)


@noisy
def log_softmax(logits, axis=-1):
    exponents = shifted(logits, axis)
    return exponents - np.log(np.maximum(np.exp(exponents).sum(axis=axis, keepdims=True), 1))
