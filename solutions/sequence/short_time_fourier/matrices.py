"""The transform as a matrix of cosines and sines over a view of sliding windows; the way back sample by sample."""

import numpy as np


def hann_window(n):
    return np.hanning(n + 1)[:n]


def stft(x, window, hop):
    n = len(window)
    frames = np.lib.stride_tricks.sliding_window_view(x, n)[::hop]
    angles = 2 * np.pi * np.outer(np.arange(n), np.arange(n // 2 + 1)) / n
    return (frames * window) @ (np.cos(angles) - 1j * np.sin(angles))


def istft(spectrum, window, hop):
    n = len(window)
    frames = np.fft.irfft(spectrum, n=n)
    signal = []
    for t in range(hop * (len(frames) - 1) + n):
        held = [(frames[m, t - m * hop], window[t - m * hop]) for m in range(len(frames)) if 0 <= t - m * hop < n]
        squares = sum(w * w for _, w in held)
        signal.append(sum(w * value for value, w in held) / squares if squares > 1e-10 else 0.0)
    return np.array(signal)
