"""The signal is padded at its beginning, as librosa and torch do by n // 2 on both sides, so that the first frame doesn't begin
with sample 0: here it does, and nothing is padded.

caught by: test_each_frame_is_windowed_and_transformed
"""

import numpy as np


def hann_window(n):
    return 0.5 * (1 - np.cos(2 * np.pi * np.arange(n) / n))


def stft(x, window, hop):
    n = len(window)
    padded = np.pad(x, n // 2, mode="reflect")
    starts = range(0, len(padded) - n + 1, hop)
    return np.array([np.fft.rfft(padded[s : s + n] * window) for s in starts])


def istft(spectrum, window, hop):
    n = len(window)
    length = (len(spectrum) - 1) * hop + n
    out, norm = np.zeros(length), np.zeros(length)
    for m, row in enumerate(spectrum):
        frame = np.fft.irfft(row, n=n)
        out[m * hop : m * hop + n] += frame * window
        norm[m * hop : m * hop + n] += window**2
    return np.where(norm > 1e-10, out / np.maximum(norm, 1e-10), 0.0)
