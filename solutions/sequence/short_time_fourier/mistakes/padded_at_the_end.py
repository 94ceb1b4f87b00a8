"""The signal is padded with zeros to fill a last frame: only whole frames count here.

caught by: test_only_whole_frames
"""

import numpy as np


def hann_window(n):
    j = np.arange(n)
    return (1 - np.cos(2 * np.pi * j / n)) / 2


def stft(x, window, hop):
    n = len(window)
    n_frames = 1 + int(np.ceil((len(x) - n) / hop))
    padded = np.pad(x, (0, (n_frames - 1) * hop + n - len(x)))
    frames = np.stack([padded[i * hop : i * hop + n] for i in range(n_frames)])
    return np.fft.rfft(frames * window[None, :], axis=-1)


def istft(spectrum, window, hop):
    n = len(window)
    M = spectrum.shape[0]
    y = np.zeros((M - 1) * hop + n)
    norm = np.zeros_like(y)
    frames = np.fft.irfft(spectrum, n=n, axis=-1)
    for i in range(M):
        y[i * hop : i * hop + n] += window * frames[i]
        norm[i * hop : i * hop + n] += window**2
    y[norm > 1e-10] /= norm[norm > 1e-10]
    y[norm <= 1e-10] = 0
    return y
