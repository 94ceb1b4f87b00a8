"""Grades `conv2d`: SciPy's correlation, of kernels that are blown up by zeros, thinned out by the stride."""

import numpy as np
import pytest

from kata.testing import assert_close, sizes


def expected(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    """Each output by itself, as a correlation in two dimensions for each channel."""
    from scipy.signal import correlate

    outputs, channels, kh, kw = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    full = np.zeros((outputs, channels, dilation[0] * (kh - 1) + 1, dilation[1] * (kw - 1) + 1))
    full[:, :, :: dilation[0], :: dilation[1]] = w
    images = []
    for image in padded:
        maps = []
        for o in range(outputs):
            block = o * groups // outputs
            own = image[block * channels : (block + 1) * channels]
            maps.append(sum(correlate(a, k, "valid", "direct") for a, k in zip(own, full[o], strict=True)))
        images.append(np.array(maps)[:, :: stride[0], :: stride[1]])
    y = np.array(images)
    return y if bias is None else y + bias[:, None, None]


def check(submission, x, w, **others):
    named = "".join(f", {name}={value}" for name, value in others.items() if name != "bias")
    found = submission.conv2d(x, w, **others)
    what = f"conv2d of {x.shape} with kernels {w.shape}{named}"
    right = expected(x, w, **others)
    assert_close(found, right, atol=1e-9, what=what)


@pytest.mark.points(20)
def test_one_channel(submission, rng):
    """One image of one channel: tap (u, v) meets the item u rows down and v columns to the right."""
    x = np.arange(20.0).reshape(1, 1, 4, 5) ** 2
    check(submission, x, np.array([[[[1.0, -2.0, 0.5], [3.0, 0.0, 4.0]]]]))
    h, w, kh, kw = (int(rng.integers(6, 8)), int(rng.integers(8, 11)), *sizes(rng, 2, 4))
    check(submission, rng.normal(size=(1, 1, h, w)), rng.normal(size=(1, 1, kh, kw)))


@pytest.mark.points(20)
def test_channels(submission, rng):
    """Channels are summed, each output and each image by itself."""
    b, c, o = sizes(rng, 2, 3, 4)
    check(submission, rng.normal(size=(b, c, 5, 6)), rng.normal(size=(o, c, 2, 3)))
    check(submission, rng.normal(size=(2, 3, 4, 4)), rng.normal(size=(1, 3, 1, 1)))


@pytest.mark.points(5)
def test_bias(submission, rng):
    """The bias of an output is added once, everywhere."""
    check(submission, rng.normal(size=(2, 2, 4, 5)), rng.normal(size=(3, 2, 2, 2)), bias=np.array([0.5, -2.0, 30.0]))


@pytest.mark.points(10)
def test_stride(submission, rng):
    """The window moves by stride[0] rows and stride[1] columns; what no whole window reaches is left out."""
    for size, stride in (((9, 8), (2, 3)), ((8, 10), (3, 1)), ((7, 7), (1, 4))):
        check(submission, rng.normal(size=(1, 2, *size)), rng.normal(size=(2, 2, 2, 3)), stride=stride)


@pytest.mark.points(10)
def test_padding(submission, rng):
    """Zeros on all four sides: padding[0] rows, padding[1] columns."""
    for padding in ((1, 2), (3, 0), (0, 1)):
        check(submission, rng.normal(size=(2, 1, 4, 5)), rng.normal(size=(2, 1, 2, 3)), padding=padding)


@pytest.mark.points(10)
def test_dilation(submission, rng):
    """Neighbouring taps are dilation[0] rows and dilation[1] columns apart."""
    for dilation in ((2, 3), (3, 1), (1, 2)):
        check(submission, rng.normal(size=(1, 1, 9, 10)), rng.normal(size=(1, 1, 3, 2)), dilation=dilation)


@pytest.mark.points(15)
def test_groups(submission, rng):
    """Outputs of group g see the channels of block g alone; as many groups as channels is depthwise."""
    for c, o, groups in ((3, 6, 3), (4, 6, 2), (6, 4, 2)):
        check(submission, rng.normal(size=(2, c, 4, 5)), rng.normal(size=(o, c // groups, 2, 3)), groups=groups)


@pytest.mark.points(5)
def test_all_together(submission, rng):
    """Stride, padding, dilation, groups and bias work together."""
    x, w, bias = rng.normal(size=(2, 4, 7, 9)), rng.normal(size=(4, 2, 3, 2)), rng.normal(size=4)
    check(submission, x, w, bias=bias, stride=(2, 1), padding=(2, 1), dilation=(2, 3), groups=2)


@pytest.mark.points(2)
def test_a_kernel_as_large_as_the_image(submission, rng):
    """A kernel that is as large as the image has one place there, and is no error."""
    check(submission, rng.normal(size=(2, 1, 3, 4)), rng.normal(size=(2, 1, 3, 4)))
    check(submission, rng.normal(size=(1, 1, 5, 7)), rng.normal(size=(1, 1, 3, 3)), dilation=(2, 3))


@pytest.mark.points(3)
def test_what_does_not_fit(submission, rng):
    """Channels that don't match the kernels and groups, or a kernel that is too large, is a ValueError."""
    x, w = rng.normal(size=(1, 2, 5, 6)), rng.normal(size=(4, 2, 3, 3))
    check(submission, x, w)
    for c, o, groups in ((4, 4, 1), (3, 4, 2), (6, 4, 2), (6, 4, 3)):
        with pytest.raises(ValueError):
            submission.conv2d(rng.normal(size=(1, c, 5, 6)), rng.normal(size=(o, 2, 3, 3)), groups=groups)
    for others in ({"dilation": (3, 1)}, {"dilation": (1, 3)}, {"padding": (0, 4), "dilation": (3, 1)}):
        with pytest.raises(ValueError):
            submission.conv2d(x, w, **others)
