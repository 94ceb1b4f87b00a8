"""Grades `short_time_fourier`: the oracle writes the exponentials out, and solves least squares for the way back."""

import cmath
import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

X = np.array([1.0, -2.0, 0.5, 3.0, 1.5, -1.0, 2.5, 0.25, -0.75, 1.25, 2.0])
W4 = np.array([0.5, 1.0, 2.0, 0.25])
W5 = np.array([0.25, 1.0, 1.5, 0.75, 0.5])


def transform(x, window, hop):
    """X[m, k] by its sum."""
    n = len(window)
    return np.array(
        [
            [
                sum(window[j] * x[m + j] * cmath.exp(-2j * math.pi * j * k / n) for j in range(n))
                for k in range(n // 2 + 1)
            ]
            for m in range(0, len(x) - n + 1, hop)
        ]
    )


def nearest(spectrum, window, hop):
    """The signal whose windowed frames are nearest to those of the spectrum."""
    n = len(window)
    length = (len(spectrum) - 1) * hop + n
    rows, frames = [], []
    for m, row in enumerate(spectrum):
        whole = np.concatenate([row, np.conj(row[1 : (n + 1) // 2])[::-1]])
        for j in range(n):
            frames.append(sum(whole[k] * cmath.exp(2j * math.pi * j * k / n) for k in range(n)).real / n)
            rows.append(np.zeros(length))
            rows[-1][m * hop + j] = window[j]
    return np.linalg.lstsq(np.array(rows), np.array(frames), rcond=None)[0]


def check_stft(submission, x, window, hop):
    found = submission.stft(x.copy(), window.copy(), hop)
    expected = transform(x, window, hop)
    assert_close(found, expected, rtol=1e-9, atol=1e-10, what=f"the transform with n = {len(window)} and hop {hop}")


def check_back(submission, spectrum, window, hop):
    found = submission.istft(spectrum.copy(), window.copy(), hop)
    expected = nearest(spectrum, window, hop)
    assert_close(found, expected, rtol=1e-5, atol=1e-6, what=f"the signal with n = {len(window)} and hop {hop}")


@pytest.mark.points(14)
def test_the_periodic_hann_window(submission):
    """w_j = (1 - cos(2 pi j / n)) / 2, which is 0 at j = 0 and at no other sample."""
    for n in (4, 5, 12):
        expected = np.array([math.sin(math.pi * j / n) ** 2 for j in range(n)])
        assert_close(submission.hann_window(n), expected, rtol=1e-9, atol=1e-12, what=f"the window of {n} samples")


@pytest.mark.points(28)
def test_each_frame_is_windowed_and_transformed(submission, rng):
    """Frame m holds the samples from m hop on, times the window, and has n // 2 + 1 frequencies."""
    for x, window, hop in ((X[:10], W4, 3), (rng.normal(size=12), rng.uniform(0.5, 1.5, 6), 2)):
        found, expected = np.asarray(submission.stft(x.copy(), window.copy(), hop)), transform(x, window, hop)
        if found.shape[1:] == expected.shape[1:] and len(found) > len(expected):
            begins = np.allclose(found[0], expected[0])
            assert begins, (
                f"There are {len(found)} frames, of which {len(expected)} are whole, and the first isn't that of the "
                "samples from 0 on: the signal was padded at its beginning."
            )
            found = found[: len(expected)]  # frames that aren't whole are judged in the next test
        assert_close(found, expected, rtol=1e-9, atol=1e-10, what=f"the transform with n = {len(window)} and hop {hop}")


@pytest.mark.points(10)
def test_only_whole_frames(submission):
    """Samples at the end that don't fill a frame are left out; a signal of one frame has one."""
    signals = [(X[:length], hop, 1 + (length - 4) // hop) for length, hop in ((11, 4), (10, 3), (7, 4), (4, 2), (8, 2))]
    found = [submission.stft(x.copy(), W4.copy(), hop) for x, hop, _ in signals]
    alone = []
    for x, hop, whole in signals:
        last = (whole - 1) * hop
        alone.append(np.asarray(submission.stft(x[last : last + 4].copy(), W4.copy(), hop))[0].copy())
        assert np.ptp(np.abs(alone[-1])) > 0.1, "A frame is the same at all frequencies."
    padded = [
        f"{len(frames)} frames of 4 are taken of a signal of {len(x)} with hop {hop}, of which {whole} are whole"
        for (x, hop, whole), frames, one in zip(signals, found, alone, strict=True)
        if len(frames) > whole and np.allclose(np.asarray(frames)[whole - 1], one)
    ]
    assert not padded, f"The signal was padded: {padded[0]}."
    for (x, hop, whole), frames, one in zip(signals, found, alone, strict=True):
        assert_equal(len(frames), whole, what=f"the number of frames of 4 of a signal of {len(x)} with hop {hop}")
        assert_close(np.asarray(frames)[-1], one, what="the last frame, beside that of its samples alone")


@pytest.mark.points(25)
def test_the_signal_comes_back(submission, rng):
    """Untouched frames give back every sample that they cover."""
    drawn = rng.normal(size=14), rng.uniform(0.5, 1.5, 6)
    for x, window, hop in ((X[:10], W4, 2), (X[:10], W4, 1), (*drawn, 4)):
        spectrum = transform(x, window, hop)
        found = submission.istft(spectrum.copy(), window.copy(), hop)
        assert_close(found, x, rtol=1e-5, atol=1e-6, what=f"the signal with n = {len(window)} and hop {hop}")


@pytest.mark.points(10)
def test_changed_frames_give_the_nearest_signal(submission, rng):
    """Frames that contradict each other are weighted by the window: the least-squares signal."""
    spectrum = transform(X[:8], W4, 2)
    spectrum[1] *= 3
    check_back(submission, spectrum, W4, 2)
    check_back(submission, transform(rng.normal(size=10), W4[::-1], 3) * rng.uniform(0, 2, (3, 3)), W4[::-1], 3)


@pytest.mark.points(5)
def test_an_odd_number_of_samples(submission, rng):
    """n may be odd, which the number of frequencies doesn't tell."""
    found = submission.istft(transform(X, W5, 3), W5.copy(), 3)
    assert len(found) == 11, f"{len(found)} samples come back in place of 11: an n of 5 was taken for another one."
    assert_close(found, X, rtol=1e-5, atol=1e-6, what="the signal with n = 5")


@pytest.mark.points(3)
def test_samples_that_hardly_come_through(submission):
    """Where the sum of squares is small, but not below 1e-10, the sample comes back."""
    window = np.array([3e-5, 0.5, 1.0, 0.5])
    found = np.asarray(submission.istft(transform(X[:8], window, 4), window.copy(), 4))
    assert_equal(found.shape, (8,), what="the shape of the signal")
    share = float(found[4]) / 1.5
    too_small = abs(share) < 1e-12 or 1e-4 < share < 0.9999
    assert not too_small, (
        f"{share:.1%} of a sample comes back where the sum of squares is 9e-10: a small number was added to the sum, "
        "or the limit is above 1e-10."
    )
    assert_close(found[4], 1.5, rtol=1e-5, what="a sample where the sum of squares is 9e-10")


@pytest.mark.points(5)
def test_samples_that_no_window_lets_through(submission, rng):
    """Where all window entries are 0 the sample is 0, not nan."""
    window = np.array([0.0, 0.5, 1.0, 0.5])
    for hop, gone in ((2, [0]), (4, [0, 4])):
        x = X[:8].copy()
        found = submission.istft(transform(x, window, hop), window.copy(), hop)
        x[gone] = 0.0
        assert_equal(len(found), 8, what="the number of samples")
        assert_close(found, x, rtol=1e-5, atol=1e-6, what=f"the signal with hop {hop}")
