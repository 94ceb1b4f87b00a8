"""The short-time Fourier transform, and the way back.

Speech recognizers and audio generators rarely read samples: they read which
frequencies there are, moment by moment. Whisper's input is made in this way,
400 samples to a frame and a new frame each 160. A signal x of L samples is cut
into frames of n samples, each `hop` samples after the one before, and each is
multiplied by a window w that fades it out at both ends and transformed:

    X[m, k] = sum over j of w_j x_{m hop + j} exp(-2 pi i j k / n)

for the frames m = 0, 1, ... and the frequencies k = 0, ..., n // 2; the other
half is the mirror image, since x is real. The periodic Hann window of n
samples is

    w_j = (1 - cos(2 pi j / n)) / 2             j = 0, ..., n - 1

The way back is overlap-add: each frame is transformed back, multiplied by the
window once more and added to its place; each sample is then divided by the
sum of the squares of all window entries that it was multiplied with:

    x_t = sum_m w_{t - m hop} frame_m[t - m hop] / sum_m w_{t - m hop}^2

where the sums run over the frames that hold t. Untouched frames give back x
exactly; frames that were changed, by a mask say, give the signal whose
transform is nearest to them in the sense of least squares (Griffin and Lim).

Conventions:

- **Frames**: only whole ones, 1 + (L - n) // hop of them, the first from
  sample 0. Nothing is padded (librosa and torch center the first frame).
- **The window** is periodic, as for all spectral work; ``np.hanning`` is the
  symmetric one, which divides by n - 1.
- **No scale** in the forward transform; 1 / n in the way back, as in NumPy.
- **Samples** whose sum of squares is below 1e-10 can't be recovered: they
  are 0. With the Hann window sample 0 is one.
- **Arrays** are float64; those handed in are not changed.
"""

import numpy as np


def hann_window(n: int) -> np.ndarray:
    """The periodic Hann window.

    Args:
        n: the number of samples.

    Returns:
        Shape (n,).

    Examples:
        >>> hann_window(4).round(6).tolist()
        [0.0, 0.5, 1.0, 0.5]
    """
    raise NotImplementedError


def stft(x: np.ndarray, window: np.ndarray, hop: int) -> np.ndarray:
    """The transform of each frame.

    Args:
        x: the signal, shape (L,), L at least n.
        window: shape (n,).
        hop: samples from one frame to the next, at least 1.

    Returns:
        Complex, shape (1 + (L - n) // hop, n // 2 + 1).

    Examples:
        >>> x = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
        >>> found = stft(x, np.ones(4), 2)
        >>> found.real.round(6).tolist()
        [[10.0, -2.0, -2.0], [18.0, -2.0, -2.0]]
    """
    raise NotImplementedError


def istft(spectrum: np.ndarray, window: np.ndarray, hop: int) -> np.ndarray:
    """The signal from its transform, by weighted overlap-add.

    Args:
        spectrum: complex, shape (M, n // 2 + 1).
        window: shape (n,), the one of the transform; n may be odd.
        hop: samples from one frame to the next, at most n.

    Returns:
        The samples that the frames cover, shape ((M - 1) hop + n,).

    Examples:
        >>> x = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
        >>> w = np.array([1.0, 2.0, 2.0, 1.0])
        >>> istft(stft(x, w, 2), w, 2).round(6).tolist()
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    """
    raise NotImplementedError
