"""The frames are added up and nothing is divided: the overlapping windows are left in the signal.

caught by: test_the_signal_comes_back
"""

import numpy as np


def hann_window(n):
    return 0.5 * (1 - np.cos(2 * np.pi * np.arange(n) / n))


def stft(x, window, hop):
    n = len(window)
    n_frames = (len(x) - n) // hop + 1
    out = np.empty((n_frames, n // 2 + 1), dtype=complex)
    for m in range(n_frames):
        out[m] = np.fft.rfft(window * x[m * hop : m * hop + n])
    return out


def istft(spectrum, window, hop):
    n = len(window)
    out = np.zeros((len(spectrum) - 1) * hop + n)
    for m, frame in enumerate(spectrum):
        out[m * hop : m * hop + n] += np.fft.irfft(frame, n=n) * window
    return out
