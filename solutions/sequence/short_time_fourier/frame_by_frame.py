"""Loops over frames; the full complex transform, cut and mirrored by hand."""

import numpy as np


def hann_window(n):
    return np.sin(np.pi * np.arange(n) / n) ** 2


def stft(x, window, hop):
    n = len(window)
    frames = []
    start = 0
    while start + n <= len(x):
        frames.append(np.fft.fft(window * x[start : start + n])[: n // 2 + 1])
        start += hop
    return np.array(frames)


def istft(spectrum, window, hop):
    n = len(window)
    length = (len(spectrum) - 1) * hop + n
    signal, squares = np.zeros(length), np.zeros(length)
    for m, row in enumerate(spectrum):
        whole = np.zeros(n, dtype=complex)
        whole[: len(row)] = row
        for k in range(1, (n + 1) // 2):
            whole[n - k] = np.conj(row[k])
        signal[m * hop : m * hop + n] += np.fft.ifft(whole).real * window
        squares[m * hop : m * hop + n] += window * window
    dead = squares < 1e-10
    squares[dead] = 1.0
    signal[dead] = 0.0
    return signal / squares
