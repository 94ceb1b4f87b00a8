"""Frames by one index array, and weighted overlap-add.

Why it works: each frame says w_j x_t of a sample. The best x for several such statements is their sum weighted by w_j,
over the sum of w_j^2, which is exact where they agree.
"""

import numpy as np


def hann_window(n):
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)


def places(frames, n, hop):
    """Which sample each entry of each frame is, shape (frames, n)."""
    return hop * np.arange(frames)[:, None] + np.arange(n)


def stft(x, window, hop):
    n = len(window)
    index = places(1 + (len(x) - n) // hop, n, hop)
    return np.fft.rfft(x[index] * window, axis=1)


def istft(spectrum, window, hop):
    n = len(window)
    index = places(len(spectrum), n, hop)
    total = np.zeros(index[-1, -1] + 1)
    weight = np.zeros(index[-1, -1] + 1)
    np.add.at(total, index, np.fft.irfft(spectrum, n, axis=1) * window)
    np.add.at(weight, index, np.broadcast_to(window**2, index.shape))
    return np.divide(total, weight, out=np.zeros(len(total)), where=weight > 1e-10)
