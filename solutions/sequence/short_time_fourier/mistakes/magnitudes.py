"""What is returned is real, as a spectrogram of magnitudes is: the transform is complex, and without its phases
nothing finds the way back.

caught by: test_each_frame_is_windowed_and_transformed
"""

import numpy as np


def hann_window(n):
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)


def stft(x, window, hop):
    n = len(window)
    frames = [x[i : i + n] * window for i in range(0, len(x) - n + 1, hop)]
    return np.abs(np.fft.rfft(np.array(frames), axis=1))


def istft(spectrum, window, hop):
    n = len(window)
    length = hop * (len(spectrum) - 1) + n
    y, norm = np.zeros(length), np.zeros(length)
    for m in range(len(spectrum)):
        y[m * hop : m * hop + n] += np.fft.irfft(spectrum[m], n) * window
        norm[m * hop : m * hop + n] += window**2
    return np.where(norm > 1e-10, y / np.maximum(norm, 1e-10), 0.0)
